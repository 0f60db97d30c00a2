import type { EvidenceContext } from './context.ts';
import { goalOf } from './goals.ts';
import { BAND } from './regions.ts';
import type { LabelScore } from './report.ts';
import type { Pattern } from './rowSums.ts';

/** One cell of a pattern with its weight; as an arc, a link from the query to the key. */
type WeightedCell = { readonly query: number; readonly key: number; readonly weight: number };

/** Positions from `start` up to, not including, `end`. */
type PositionRange = { readonly start: number; readonly end: number };

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
export function evidenceOf(score: LabelScore, context: EvidenceContext, pattern: Pattern): Evidence {
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
    case 'aligned':
    case 'broad':
    case 'uniform':
    case 'vertical+diagonal':
    case 'heterogeneous':
      break;
  }
  return NONE;
}

/** All special tokens, or those of the kind that is named. */
function specialKeys({ special, identities }: EvidenceContext['text'], column: number | undefined): number[] {
  const keys = flagged(special);
  return column === undefined ? keys : keys.filter((key) => identities[key] === identities[column]);
}

/** The target cells that hold more than an even share of their row, strongest first. */
function targetCells(label: 'same_token' | 'induction', context: EvidenceContext, pattern: Pattern): WeightedCell[] {
  const goal = goalOf(label, context.text);
  if (!goal) return [];
  const isTarget = (query: number, key: number) => goal.value(query, key) === 1;
  const cells: WeightedCell[] = [];
  forCellsAboveEven(context, pattern, (query, key, weight) => {
    if (goal.rows[query] === 1 && isTarget(query, key)) cells.push({ query, key, weight });
  });
  return cells.toSorted((a, b) => b.weight - a.weight);
}

/**
 * The cells that carry a long-range score: at most 24, ordered by weight x (distance - mean distance of the row's keys),
 * which is what each cell adds to the numerator of kappa. Cells inside the local band or below an even share are left out.
 */
function farCells(context: EvidenceContext, pattern: Pattern): WeightedCell[] {
  const target = context.targets.get('long_range')?.target;
  if (!target) return [];
  const meanDistance = new Float64Array(context.text.nTokens).fill(Infinity);
  for (let row = 0; row < target.queries.length; row++) meanDistance[target.queries[row]!] = target.mean[row]!;
  let kept: { readonly cell: WeightedCell; readonly gain: number }[] = [];
  let least = 0;
  const trim = (): void => {
    kept = kept.toSorted((a, b) => b.gain - a.gain).slice(0, MAX_FAR_CELLS);
  };
  forCellsAboveEven(context, pattern, (query, key, weight) => {
    const distance = Math.abs(key - query);
    const gain = distance > BAND ? weight * (distance - meanDistance[query]!) : 0;
    if (!(gain > least)) return;
    kept.push({ cell: { query, key, weight }, gain });
    // Sorted now and then only: a head over 512 tokens has 130,000 cells.
    if (kept.length < 4 * MAX_FAR_CELLS) return;
    trim();
    least = kept.at(-1)!.gain;
  });
  trim();
  return kept.map(({ cell }) => cell);
}

/** Visits, row by row, the cells between content tokens with a weight above 1 / (number of keys the query may look at). */
function forCellsAboveEven(
  { text, regions }: EvidenceContext,
  pattern: Pattern,
  visit: (query: number, key: number, weight: number) => void,
): void {
  const { nTokens, content } = text;
  for (let query = 0; query < nTokens; query++) {
    if (content[query] === 0) continue;
    const even = 1 / regions.all.nKeys[query]!;
    for (let key = 0; key < nTokens; key++) {
      const cell = query * nTokens + key;
      const weight = pattern[cell]!;
      if (regions.content.allowed[cell] === 1 && weight > even) visit(query, key, weight);
    }
  }
}

function segmentRanges({ text: { content, segments, nTokens } }: EvidenceContext): PositionRange[] {
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
