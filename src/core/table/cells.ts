import { renormalise } from '../hiding.ts';
import type { Hidden } from '../hiding.ts';

/** One head as a heatmap shows it, with what it was before a change where there was one. Shapes: [query, key]. */
type CellSource = {
  readonly pattern: Float32Array;
  readonly before: Float32Array | null;
  readonly nKeys: number;
  readonly isCausal: boolean;
  readonly hidden: Hidden | null;
};

/** A cell of a heatmap, 0 to 1; renormalised where keys are hidden. */
export type WeightCell = {
  readonly query: number;
  readonly key: number;
  readonly weight: number;
  /** The weight before the change; null where there was none. */
  readonly before: number | null;
};

/**
 * The cells that are drawn, row by row: none of the future in a causal model, and none that is hidden; of these, those
 * whose size (see `sizeOfCell`) is wanted.
 */
export function* shownCells(
  { pattern, before, nKeys, isCausal, hidden }: CellSource,
  isWanted: (size: number) => boolean = () => true,
): Generator<WeightCell, void, void> {
  const nQueries = pattern.length / nKeys;
  const scaleOf = (of: Float32Array) => (hidden === null ? null : renormalise(of, nKeys, hidden.keys).rowScale);
  const [scale, scaleBefore] = [scaleOf(pattern), before && scaleOf(before)];
  for (let query = 0; query < nQueries; query++) {
    if (hidden?.queries[query]) continue;
    const nAllowed = isCausal ? Math.min(query + 1, nKeys) : nKeys;
    for (let key = 0; key < nAllowed; key++) {
      if (hidden?.keys[key]) continue;
      const at = query * nKeys + key;
      const weight = pattern[at]! * (scale?.[query] ?? 1);
      const weightBefore = before && before[at]! * (scaleBefore?.[query] ?? 1);
      if (isWanted(sizeOf(weight, weightBefore))) yield { query, key, weight, before: weightBefore };
    }
  }
}

/** What a cell is drawn by: its change, or its weight where nothing has changed. */
function sizeOfCell({ weight, before }: WeightCell): number {
  return sizeOf(weight, before);
}

function sizeOf(weight: number, before: number | null): number {
  return Math.abs(before === null ? weight : weight - before);
}

/**
 * The cells of the largest size, largest first; of equals those that came first.
 * `cellsOf` may leave out cells of a size that is too small to be among them, of which there are more and more as it goes on.
 */
export function largestCells<Cell extends WeightCell>(
  cellsOf: (isLarge: (size: number) => boolean) => Iterable<Cell>,
  count: number,
): readonly Cell[] {
  let kept: Cell[] = [];
  let least = -1;
  for (const cell of cellsOf((size) => size > least)) {
    if (sizeOfCell(cell) <= least) continue;
    kept.push(cell);
    // Sorted now and then only: a sentence of 256 tokens has 65,000 cells a head.
    if (kept.length < 2 * count) continue;
    kept = largestFirst(kept).slice(0, count);
    least = sizeOfCell(kept.at(-1)!);
  }
  return largestFirst(kept).slice(0, count);
}

function largestFirst<Cell extends WeightCell>(cells: readonly Cell[]): Cell[] {
  return cells.toSorted((a, b) => sizeOfCell(b) - sizeOfCell(a));
}
