import { isWithin } from '../../core/stretch/stretch.ts';
import type { Span } from '../../core/stretch/stretch.ts';
import type { Token } from '../../core/tokens.ts';
import { visibleText } from '../../core/tokenText.ts';
import type { CellPaint, HeadHiding } from '../paint/headPaint.ts';
import { drawnKeys, drawnQueries, shortName, shownNames } from './AttentionMatrix.layout.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';
import { markPath } from './marks.ts';
import type { Mark } from './marks.ts';

export type MatrixAxis = 'query' | 'key';

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** A token's name: the right end of a query's middle line, the left end of a key's, which is turned by some degrees. */
export type PlacedName = {
  readonly axis: MatrixAxis;
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly turn: number;
  readonly words: string;
};

/** The names of the tokens on both axes. */
type MatrixNames = {
  /** In full. Shapes: [query] and [key]. */
  readonly queries: readonly string[];
  readonly keys: readonly string[];
  /** Those that have room, cut to it. */
  readonly placed: readonly PlacedName[];
  /** Of the names of keys, in degrees. */
  readonly turn: number;
};

/** How names are written: letters that have room, and how far those of keys are turned. */
type NameStyle = { readonly limit: number; readonly turn: number };

/** Names on the screen. */
export const SCREEN_NAMES: NameStyle = { limit: 9, turn: -55 };

/** At the right of a row: how much of its attention lies on what is hidden, 0 to 1. */
export type HiddenBar = Box & { readonly share: number };

/** The outlines of evidence: a wide line in the paper's colour under a thin one can be seen on every step of the ramp. */
export type EvidenceLines = {
  /** SVG paths, one a mark. */
  readonly paths: readonly string[];
  readonly width: number;
  /** Of the wide line under it; null on tiny cells, where it would cover what it is to point out. */
  readonly haloWidth: number | null;
};

/** One head drawn large. Places are CSS pixels from the top left. */
export type MatrixPicture = {
  readonly layout: MatrixLayout;
  readonly cells: CellPaint;
  readonly names: MatrixNames;
  readonly evidence: EvidenceLines;
  /** None where nothing is hidden. Shape: [query]. */
  readonly bars: readonly HiddenBar[];
};

type MatrixValues = {
  readonly layout: MatrixLayout;
  readonly cells: CellPaint;
  readonly names: MatrixNames;
  readonly isCausal: boolean;
  readonly marks: readonly Mark[];
  readonly hiding: HeadHiding | null;
  /** Length of a bar for a row all of whose attention is hidden. */
  readonly fullBar: number;
};

/** Everything but what is lit, which follows the pointer. */
export function matrixPicture({ layout, cells, names, isCausal, marks, hiding, fullBar }: MatrixValues): MatrixPicture {
  return {
    layout,
    cells,
    names,
    evidence: evidenceLines(marks, layout, isCausal),
    bars: hiding === null ? [] : hiddenBars(hiding.rows.hiddenMass, layout, fullBar),
  };
}

/** The names of tokens at the edges of the cells. */
export function matrixNames(
  layout: MatrixLayout,
  queryTokens: readonly Token[],
  keyTokens: readonly Token[],
  { limit, turn }: NameStyle,
): MatrixNames {
  const [queries, keys] = [queryTokens.map(visibleText), keyTokens.map(visibleText)];
  const named = (axis: MatrixAxis, drawn: Span, every: number, words: readonly string[]): readonly PlacedName[] =>
    shownNames(drawn, every).map((index) =>
      placedName(layout, axis, index, turn, shortName(words[index] ?? '', limit)),
    );
  return {
    queries,
    keys,
    turn,
    placed: [
      ...named('query', drawnQueries(layout), layout.everyQuery, queries),
      ...named('key', drawnKeys(layout), layout.everyKey, keys),
    ],
  };
}

function placedName(
  { left, top, cellWidth, cellHeight, firstQuery, firstKey }: MatrixLayout,
  axis: MatrixAxis,
  index: number,
  turn: number,
  words: string,
): PlacedName {
  return axis === 'query'
    ? { axis, index, x: left - 5, y: top + (index - firstQuery + 0.5) * cellHeight, turn: 0, words }
    : { axis, index, x: left + (index - firstKey + 0.5) * cellWidth, y: top - 5, turn, words };
}

function evidenceLines(marks: readonly Mark[], layout: MatrixLayout, isCausal: boolean): EvidenceLines {
  const width = Math.max(0.9, Math.min(1.8, layout.cellHeight / 6));
  return {
    paths: marks.map((mark) => markPath(mark, layout, isCausal)).filter((path) => path !== ''),
    width,
    haloWidth: layout.cellHeight < 5 ? null : width * 2.2,
  };
}

/** Between the cells and the bars. */
const APART = 4;

function hiddenBars(
  hiddenMass: Float32Array,
  { left, top, cellWidth, cellHeight, nQueries, nKeys, firstQuery }: MatrixLayout,
  full: number,
): readonly HiddenBar[] {
  const x = left + nKeys * cellWidth + APART;
  return Array.from(hiddenMass.subarray(firstQuery, firstQuery + nQueries), (share, query) => ({
    x,
    y: top + (query + 0.15) * cellHeight,
    width: Math.max(0, full * share),
    height: cellHeight * 0.7,
    share,
  }));
}

/** The room that the screen's layout leaves for bars. */
export function screenBar({ left, cellWidth, nKeys, width }: MatrixLayout): number {
  return Math.max(4, width - (left + nKeys * cellWidth + APART) - 2);
}

/** A row or a column that is lit. */
export type LitBox = Box & { readonly axis: MatrixAxis };

/** What is lit: a row, a column, and their names, longer than the others. */
type LitPicture = {
  readonly boxes: readonly LitBox[];
  readonly names: readonly PlacedName[];
  /** Names that those of what is lit would run into, their own among them. */
  readonly covered: readonly PlacedName[];
};

const LIT_LIMIT = 12;

/** The row and the column that are lit, and nothing for those that are not drawn. */
export function litPicture(
  { layout, names }: Pick<MatrixPicture, 'layout' | 'names'>,
  query: number | null,
  key: number | null,
): LitPicture {
  const { left, top, cellWidth, cellHeight, nKeys, nQueries, firstQuery, firstKey } = layout;
  const [width, height] = [nKeys * cellWidth, nQueries * cellHeight];
  const row = query === null || !isWithin(drawnQueries(layout), query) ? null : query;
  const column = key === null || !isWithin(drawnKeys(layout), key) ? null : key;
  const isNear = ({ axis, index }: PlacedName): boolean => {
    const [lit, cell] = axis === 'query' ? [row, cellHeight] : [column, cellWidth];
    // What rounding takes away is no reason to leave one out.
    return lit !== null && Math.abs(index - lit) * cell < layout.name - 1e-9;
  };
  const nameOf = (axis: MatrixAxis, index: number, all: readonly string[]): PlacedName =>
    placedName(layout, axis, index, names.turn, shortName(all[index] ?? '', LIT_LIMIT));
  return {
    boxes: [
      ...(row === null
        ? []
        : [{ axis: 'query' as const, x: left, y: top + (row - firstQuery) * cellHeight, width, height: cellHeight }]),
      ...(column === null
        ? []
        : [{ axis: 'key' as const, x: left + (column - firstKey) * cellWidth, y: top, width: cellWidth, height }]),
    ],
    names: [
      ...(row === null ? [] : [nameOf('query', row, names.queries)]),
      ...(column === null ? [] : [nameOf('key', column, names.keys)]),
    ],
    covered: names.placed.filter(isNear),
  };
}
