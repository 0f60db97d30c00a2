import type { RunSound } from '../../core/run.ts';
import { soundAxes } from '../../core/soundAxes.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName } from '../../core/tensor.ts';
import { sizeOf } from '../../core/stretch/stretch.ts';
import type { Span, Stretch } from '../../core/stretch/stretch.ts';
import { wholeOf } from '../../core/stretch/zoom.ts';
import type { Token } from '../../core/tokens.ts';
import { visibleText } from '../../core/tokenText.ts';
import { shortName } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import type { MatrixLayout } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import { litPicture, matrixNames, matrixPicture } from '../AttentionMatrix/AttentionMatrix.picture.ts';
import { litBoxes, matrixParts } from '../AttentionMatrix/AttentionMatrix.svg.ts';
import { edgeSvg } from '../SoundEdge/SoundEdge.svg.ts';
import type { Mark } from '../AttentionMatrix/marks.ts';
import { cellPaint, hidingOf, rampEnd } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { stretchPaint } from '../paint/stretchPaint.ts';
import { cellsLegend } from '../picture/cellsLegend.ts';
import { INK } from '../picture/ink.ts';
import { legendBlock } from '../picture/legend.ts';
import { stacked, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';
import { cellSide } from './cellSide.ts';

/** One head drawn large, with what its title says after its name: "previous token 0.97". */
export type HeadPanel = {
  readonly head: HeadRef;
  readonly label: string;
  /** "off", "kept to 50 %", or empty. */
  readonly turned: string;
  readonly marks: readonly Mark[];
};

export type HeadPanels = ShownPatterns & {
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  /** The queries and keys that are drawn; null or left out: all. */
  readonly stretch?: Stretch | null;
  /** The sound of which the tokens of an axis are moments, drawn beside it. */
  readonly sound?: RunSound | undefined;
  /** The row or the column of the asked word; none by default. */
  readonly lit?: { readonly query: number | null; readonly key: number | null };
};

/** Letters of a token's name that have room. */
const NAME_LIMIT = 18;
const TITLE = 12;
const BAR = 16;
/** Of the sound beside an axis. */
const EDGE = 14;

/** Height of the letters of a token's name, and every how many tokens one has room; both follow from the side of a cell. */
function nameSizes(side: number): { readonly size: number; readonly every: number } {
  const size = Math.max(7, Math.min(10.5, side - 2));
  return { size, every: Math.max(1, Math.ceil((1.05 * size) / side)) };
}

/** Of how many tokens one is named: 1 where all are. */
export function namedEvery(panels: Pick<HeadPanels, 'tensor' | 'stretch'>): number {
  const { nQueries, nKeys } = drawnOf(panels);
  return nameSizes(cellSide(Math.max(nQueries, nKeys))).every;
}

/** The tokens of either axis that are drawn, and how many. */
function drawnOf({ tensor, stretch = null }: Pick<HeadPanels, 'tensor' | 'stretch'>) {
  const drawn = stretch ?? wholeOf(tensor);
  return { ...drawn, ...sizeOf(drawn) };
}

/** One head: title, axes with the names of tokens, cells, evidence; with its own legend where its scale is its own. */
export async function headPanel(panels: HeadPanels, panel: HeadPanel): Promise<Block> {
  const { stretch = null } = panels;
  const { queries, keys, nQueries, nKeys } = drawnOf(panels);
  const namesOf = (tokens: readonly Token[], { start, end }: Span): readonly string[] =>
    tokens.slice(start, end).map((token) => shortName(visibleText(token), NAME_LIMIT));
  const queryNames = namesOf(panels.queryTokens, queries);
  const keyNames = namesOf(panels.keyTokens, keys);
  const side = cellSide(Math.max(nQueries, nKeys));
  const { size, every } = nameSizes(side);
  const widest = (names: readonly string[]): number =>
    Math.max(0, ...names.map((name) => textWidth(name, size, 'mono')));
  // Names stand on end where leaning ones would lie on each other.
  const turn = side >= 1.3 * size ? -55 : -90;
  const lean = (-turn * Math.PI) / 180;
  const axis = 15;
  const layout: MatrixLayout = {
    left: axis + widest(queryNames) + 5,
    top: 2 * TITLE + axis + widest(keyNames) * Math.sin(lean) + size * Math.cos(lean) + 4,
    width: 0,
    height: 0,
    cellWidth: side,
    cellHeight: side,
    nQueries,
    nKeys,
    firstQuery: queries.start,
    firstKey: keys.start,
    name: 1.05 * size,
    everyQuery: every,
    everyKey: every,
  };
  const { left, top } = layout;
  const [across, down] = [nKeys * side, nQueries * side];
  const hiding = hidingOf(panels, panel.head);
  // Hidden attention differs before and after: a difference has no bars of it.
  const hasBars = hiding !== null && !panels.base;
  const picture = matrixPicture({
    layout,
    cells: stretchPaint(cellPaint(panels, panel.head, 'light', hiding), stretch),
    names: matrixNames(layout, panels.queryTokens, panels.keyTokens, { limit: NAME_LIMIT, turn }),
    isCausal: panels.isCausal,
    marks: panel.marks,
    hiding: hasBars ? hiding : null,
    fullBar: BAR,
  });
  const parts = [
    titleOf(headName(panels.tensor, panel.head), panel),
    text(left, 2 * TITLE + 4, 'to (key) →', { size: 10, fill: INK.key, isBold: true }),
    text(6, top, '← from (query)', { size: 10, fill: INK.query, isBold: true, turn: -90, anchor: 'end' }),
    ...(await matrixParts(picture, size)),
    ...litBoxes(litPicture(picture, panels.lit?.query ?? null, panels.lit?.key ?? null).boxes),
  ];
  const axes = panels.sound ? soundAxes(panels.sound, panels.tensor.kind) : { query: null, key: null };
  const beside = left + across + (hasBars ? BAR + 6 : 3);
  if (panels.sound && axes.query) {
    parts.push(await edgeSvg(panels.sound, 'query', queries, { x: beside, y: top, width: EDGE, height: down }));
  }
  if (panels.sound && axes.key) {
    parts.push(await edgeSvg(panels.sound, 'key', keys, { x: left, y: top + down + 3, width: across, height: EDGE }));
  }
  const overhang = Math.max(
    axes.query ? beside + EDGE - left - across : 0,
    hasBars ? BAR + 6 : 0,
    widest(keyNames.slice(-1)) * Math.cos(lean),
  );
  const drawn: Block = {
    width: Math.max(left + across + overhang, titleWidth(headName(panels.tensor, panel.head), panel)),
    // A short pattern may be lower than the name of its axis.
    height: top + Math.max(down + (axes.key ? 3 + EDGE : 0), textWidth('← from (query)', 10, 'sans')),
    body: parts.join('\n'),
  };
  if (panels.mode !== 'head') return drawn;
  return stacked([drawn, legendBlock({ ...cellsLegend(panels, rampEnd(panels, panel.head)), notes: [] })], 10);
}

function afterName({ label, turned }: HeadPanel): string {
  return [label, turned === '' ? '' : `(${turned})`].filter((part) => part !== '').join(' ');
}

function titleOf(name: string, panel: HeadPanel): string {
  return [
    text(0, TITLE / 2, name, { size: TITLE, isBold: true }),
    text(textWidth(name, TITLE, 'sans') + 5, TITLE / 2, afterName(panel), { size: TITLE }),
  ].join('');
}

function titleWidth(name: string, panel: HeadPanel): number {
  return textWidth(name, TITLE, 'sans') + 5 + textWidth(afterName(panel), TITLE, 'sans');
}
