import type { LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import { BAND } from './regions.ts';
import type { LabelScore } from './report.ts';
import type { Pattern } from './rowSums.ts';

/** One cell of a pattern with its weight; as an arc, a link from the query to the key. */
export type WeightedCell = { readonly query: number; readonly key: number; readonly weight: number };

/** Positions from `start` up to, not including, `end`. */
export type PositionRange = { readonly start: number; readonly end: number };

/**
 * What to draw on a pattern to show why a label was given.
 * band: the diagonals `key - query` from `from` to `to`, both included, over content keys. columns: key positions. cells:
 * single cells, strongest first. blocks: squares, the same range of queries and keys.
 */
export type Evidence =
  | { readonly kind: 'band'; readonly from: number; readonly to: number }
  | { readonly kind: 'columns'; readonly keys: readonly number[] }
  | { readonly kind: 'cells'; readonly cells: readonly WeightedCell[] }
  | { readonly kind: 'blocks'; readonly ranges: readonly PositionRange[] }
  | { readonly kind: 'none' };

const NONE: Evidence = { kind: 'none' };
const MAX_FAR_CELLS = 24;

/**
 * The evidence for one label of one head.
 * Shape: pattern [query, key]. Kind none for labels that describe the whole head, for the composite (draw its parts) and
 * for labels that cannot be assessed for want of a target.
 */
export function evidenceOf(score: LabelScore, context: LabelContext, pattern: Pattern): Evidence {
  const { text } = context;
  if (score.status === 'not-assessable') return NONE;
  switch (score.label) {
    case 'previous':
      return { kind: 'band', from: -1, to: -1 };
    case 'next':
      return { kind: 'band', from: 1, to: 1 };
    case 'self':
      return { kind: 'band', from: 0, to: 0 };
    case 'offset':
      return score.offset === undefined ? NONE : { kind: 'band', from: score.offset, to: score.offset };
    case 'local':
      return { kind: 'band', from: -BAND, to: text.isCausal ? 0 : BAND };
    case 'delimiter':
      return { kind: 'columns', keys: specialKeys(text, score.column) };
    case 'first':
      return { kind: 'columns', keys: [0] };
    case 'punctuation':
      return { kind: 'columns', keys: flagged(text.punctuation) };
    case 'vertical':
      return score.column === undefined ? NONE : { kind: 'columns', keys: [score.column] };
    case 'resting':
      return { kind: 'columns', keys: flagged(text.sink) };
    case 'same_token':
    case 'induction':
      return { kind: 'cells', cells: targetCells(score.label, context, pattern) };
    case 'long_range':
      return { kind: 'cells', cells: farCells(context, pattern) };
    case 'block':
      return { kind: 'blocks', ranges: segmentRanges(context) };
    case 'broad':
    case 'uniform':
    case 'vertical+diagonal':
    case 'heterogeneous':
      break;
  }
  return NONE;
}

/** All special tokens, or those of the kind that is named. */
function specialKeys({ special, identities }: LabelContext['text'], column: number | undefined): number[] {
  const keys = flagged(special);
  return column === undefined ? keys : keys.filter((key) => identities[key] === identities[column]);
}

/** The target cells that hold more than an even share of their row, strongest first. */
function targetCells(label: 'same_token' | 'induction', context: LabelContext, pattern: Pattern): WeightedCell[] {
  const goal = goalOf(label, context.text);
  if (!goal) return [];
  const isTarget = (query: number, key: number) => goal.value(query, key) === 1;
  return cellsAboveEven(context, pattern)
    .filter(({ query, key }) => goal.rows[query] === 1 && isTarget(query, key))
    .toSorted((a, b) => b.weight - a.weight);
}

/**
 * The cells that carry a long-range score: at most 24, ordered by weight x (distance - mean distance of the row's keys),
 * which is what each cell adds to the numerator of kappa. Cells inside the local band or below an even share are left out.
 */
function farCells(context: LabelContext, pattern: Pattern): WeightedCell[] {
  const target = context.targets.get('long_range')?.target;
  if (!target) return [];
  const meanDistance = new Map(Array.from(target.queries, (query, row) => [query, target.mean[row]!]));
  return cellsAboveEven(context, pattern)
    .map((cell) => {
      const distance = Math.abs(cell.key - cell.query);
      const gain = distance > BAND ? cell.weight * (distance - (meanDistance.get(cell.query) ?? Infinity)) : 0;
      return { cell, gain };
    })
    .filter(({ gain }) => gain > 0)
    .toSorted((a, b) => b.gain - a.gain)
    .slice(0, MAX_FAR_CELLS)
    .map(({ cell }) => cell);
}

/** Cells between content tokens with a weight above 1 / (number of keys the query may look at). */
function cellsAboveEven({ text, regions }: LabelContext, pattern: Pattern): WeightedCell[] {
  const { nTokens, content } = text;
  const cells: WeightedCell[] = [];
  for (let query = 0; query < nTokens; query++) {
    if (content[query] === 0) continue;
    const even = 1 / regions.all.nKeys[query]!;
    for (let key = 0; key < nTokens; key++) {
      const cell = query * nTokens + key;
      const weight = pattern[cell]!;
      if (regions.content.allowed[cell] === 1 && weight > even) cells.push({ query, key, weight });
    }
  }
  return cells;
}

function segmentRanges({ text: { content, segments, nTokens } }: LabelContext): PositionRange[] {
  const ranges: PositionRange[] = [];
  let start = 0;
  for (let place = 1; place <= nTokens; place++) {
    const goesOn = place < nTokens && content[place] === content[start] && segments[place] === segments[start];
    if (goesOn) continue;
    if (content[start] === 1) ranges.push({ start, end: place });
    start = place;
  }
  return ranges;
}

function flagged(flags: Uint8Array): number[] {
  const places: number[] = [];
  for (let place = 0; place < flags.length; place++) if (flags[place] === 1) places.push(place);
  return places;
}
