import type { Unembedding } from './direct.ts';

/** How the table of the vocabulary lies. */
type TableShape = Pick<Unembedding, 'layout' | 'd' | 'nTokens'>;

/** What vectors of the normed stream say over a vocabulary. */
export type Spoken = {
  /** Of each vector its logits, each less the mean of all, [nTokens]. */
  readonly over: readonly Float64Array[];
  /** Of each token that was asked about its column of the table, [d]. */
  readonly columns: ReadonlyMap<number, Float64Array>;
  /** Mean column of the table over the vocabulary, [d]. */
  readonly average: Float64Array;
};

type Speaking = {
  /** The next rows of the table as it lies: [tokens, d], or [channels, nTokens]. */
  readonly add: (rows: Float32Array) => void;
  /** Throws RangeError where rows are missing. */
  readonly end: () => Spoken;
};

/**
 * What vectors say by a table that comes stretch by stretch, so that it need not be in memory as a whole: the same as `overAverage`, `columnOf` and
 * `averageToken` of the whole. Shapes: vectors [d] each.
 */
export function startSpeaking(
  { layout, d, nTokens }: TableShape,
  vectors: readonly Float64Array[],
  ids: readonly number[],
): Speaking {
  const logits = vectors.map(() => new Float64Array(nTokens));
  const columns = new Map(ids.map((id) => [id, new Float64Array(d)]));
  const average = new Float64Array(d);
  let nRows = 0;
  const addToken = (rows: Float32Array, from: number, id: number): void => {
    for (const [at, vector] of vectors.entries()) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += vector[c]! * rows[from + c]!;
      logits[at]![id] = sum;
    }
    columns.get(id)?.set(rows.subarray(from, from + d));
    for (let c = 0; c < d; c++) average[c]! += rows[from + c]!;
  };
  const addChannel = (rows: Float32Array, from: number, c: number): void => {
    for (const [at, vector] of vectors.entries()) {
      const part = vector[c]!;
      const own = logits[at]!;
      for (let id = 0; id < nTokens; id++) own[id]! += part * rows[from + id]!;
    }
    for (const [id, column] of columns) column[c] = rows[from + id]!;
    let sum = 0;
    for (let id = 0; id < nTokens; id++) sum += rows[from + id]!;
    average[c] = sum;
  };
  const isByToken = layout === 'token-dim';
  const [width, add] = isByToken ? [d, addToken] : [nTokens, addChannel];
  return {
    add(rows) {
      for (let from = 0; from < rows.length; from += width) add(rows, from, nRows++);
    },
    end() {
      const nAll = isByToken ? nTokens : d;
      if (nRows !== nAll) throw new RangeError(`invalid table: ${nRows} of ${nAll} rows`);
      return { over: logits.map(lessMean), columns, average: average.map((sum) => sum / nTokens) };
    },
  };
}

function lessMean(row: Float64Array): Float64Array {
  const mean = row.reduce((sum, one) => sum + one, 0) / row.length;
  return row.map((one) => one - mean);
}
