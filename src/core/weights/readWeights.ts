import type { AttentionTensor } from '../tensor.ts';
import { blockEdges } from './thumbnails.ts';

/** Patterns of the heads of one layer. Shape: [head, query, key]. */
type LayerPatterns = { readonly data: Float32Array; readonly nQueries: number; readonly nKeys: number };

/** What is wrong with a row: its place in [head, query], its sum, and whether all that it holds are weights. */
type BadRow = { readonly row: number; readonly sum: number; readonly isWeights: boolean };

type Reading = {
  /** A row may be as far from 1 as this. */
  readonly mostError: number;
  /** Rows may sum to less: the rest of them goes to a sink that is no key. */
  readonly mayFallShort: boolean;
  /** Room of this layer, which becomes the largest weight of each block of cells; null to pool nothing. */
  readonly thumbnails: (Pick<AttentionTensor, 'nQueries' | 'nKeys'> & { readonly data: Float32Array }) | null;
};

/**
 * Goes through the weights of a layer once, row by row: checks each, sums its row and pools its block, up to the first row that is no attention.
 * `worst` is the largest |row sum - 1|, or only above 1 where rows may fall short. Entropies are left to the labels: the
 * picture need not wait for logarithms.
 */
export function readWeights(
  { data, nQueries, nKeys }: LayerPatterns,
  { mostError, mayFallShort, thumbnails }: Reading,
): { readonly worst: number; readonly bad: BadRow | null } {
  const lines = blockEdges(nQueries, thumbnails?.nQueries ?? 1);
  const pool = thumbnails && pooler(nKeys, thumbnails);
  // Weights are never negative, and such floats order as their bits do.
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  // Down the columns first: what is left to be done along the rows is a fraction.
  const largest = new Int32Array(nKeys);
  const nRows = data.length / nKeys;
  let worst = 0;
  for (let row = 0, query = 0, line = 0; row < nRows; row++) {
    let sum = 0;
    let isWeights = true;
    for (let at = row * nKeys; at < (row + 1) * nKeys; at++) {
      const weight = data[at] ?? NaN;
      // False for NaN too.
      if (!(weight >= 0)) isWeights = false;
      sum += weight;
    }
    const error = mayFallShort ? Math.max(0, sum - 1) : Math.abs(sum - 1);
    if (!isWeights || !(error <= mostError)) return { worst, bad: { row, sum, isWeights } };
    if (error > worst) worst = error;
    if (pool === null) continue;
    for (let key = 0, at = row * nKeys; key < nKeys; key++, at++) {
      // The larger of two numbers without a branch, which would be guessed wrong too often; -0 counts as 0.
      const before = largest[key] ?? 0;
      const less = before - ((bits[at] ?? 0) & 0x7fffffff);
      largest[key] = before - (less & (less >> 31));
    }
    query++;
    if (query === lines[line + 1]) {
      pool(new Float32Array(largest.buffer));
      largest.fill(0);
      line++;
    }
    if (query === nQueries) query = line = 0;
  }
  return { worst, bad: null };
}

/** What writes the next line of thumbnails, each point the largest of a block of a row [key]. */
function pooler(nKeys: number, { nKeys: width, data: pooled }: NonNullable<Reading['thumbnails']>) {
  const edges = blockEdges(nKeys, width);
  let to = 0;
  return (row: Float32Array): void => {
    for (let x = 0, key = 0; x < width; x++, to++) {
      const end = edges[x + 1] ?? 0;
      let largest = 0;
      for (; key < end; key++) if ((row[key] ?? 0) > largest) largest = row[key] ?? 0;
      pooled[to] = largest;
    }
  };
}
