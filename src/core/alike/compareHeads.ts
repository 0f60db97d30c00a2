import { sinkPositions } from '../hiding.ts';
import type { Region } from '../labels/regions.ts';
import type { AttentionTensor } from '../tensor.ts';
import type { Token } from '../tokens.ts';
import type { HeadComparison } from './comparison.ts';
import { timesLog } from './naturalLog.ts';

/** Which cells of a pattern count: all that are allowed, and those on content keys. A `LabelContext` is one. */
export type ComparedRegions = { readonly regions: { readonly all: Region; readonly content: Region } };

/** The patterns of all heads of one stack by layer, then head, wherever each lies in memory. Shape of each: [query, key]. */
export type ComparedPatterns = Pick<AttentionTensor, 'nLayers' | 'nHeads' | 'nQueries' | 'nKeys'> & {
  readonly heads: readonly Float32Array[];
};

/** Rows with fewer keys are alike whatever the heads do. */
const MIN_KEYS = 3;
/** Cells compared between two yields: a few milliseconds of work. */
const SLICE = 100_000;

/** The regions of cross-attention, where queries and keys are different tokens: sinks are special keys only. */
export function crossContext(queryTokens: readonly Token[], keyTokens: readonly Token[]): ComparedRegions {
  const nQueries = queryTokens.length;
  const isSink = sinkPositions(keyTokens, false);
  const row = isSink.map((flag) => 1 - flag);
  const rows = (flags: Uint8Array): Region => ({
    allowed: Uint8Array.from({ length: nQueries * flags.length }, (_, cell) => flags[cell % flags.length]!),
    nKeys: new Int32Array(nQueries).fill(flags.reduce((sum, flag) => sum + flag, 0)),
  });
  return { regions: { all: rows(new Uint8Array(keyTokens.length).fill(1)), content: rows(row) } };
}

/**
 * How alike all heads of one stack look on one text, in slices of a few milliseconds: yields the part that is done, 0 to 1, and
 * returns the comparison; see `HeadComparison` and docs/metrics.md.
 * Throws RangeError if the regions are of another size than the patterns. `distance` is NaN where no row has three keys.
 */
export function* compareHeadsInSlices(
  { nLayers, nHeads, nQueries, nKeys, heads: patterns }: ComparedPatterns,
  { regions: { all, content } }: ComparedRegions,
): Generator<number, HeadComparison, void> {
  const nAll = nLayers * nHeads;
  const size = nQueries * nKeys;
  for (const { allowed, nKeys: counts } of [all, content]) {
    if (allowed.length !== size || counts.length !== nQueries) {
      throw new RangeError(`invalid regions: ${counts.length} rows, ${allowed.length} cells (${nQueries} x ${nKeys})`);
    }
  }
  const rows = comparedRows(nQueries, nKeys, all, content);
  const nContentRows = rows.filter(({ isOnContent }) => isOnContent).length;
  const nPairs = (nAll * (nAll - 1)) / 2;
  const heads: ReadHead[] = [];
  for (const pattern of patterns) {
    heads.push(readHead(pattern, rows));
    yield heads.length / (nAll + nPairs);
  }

  const distance = new Float32Array(nAll * nAll);
  const contentDistance = new Float32Array(nAll * nAll);
  const contentMass = Float32Array.from(heads, ({ mass }) => {
    let sum = 0;
    for (let row = 0; row < rows.length; row++) if (rows[row]!.isOnContent) sum += mass[row]!;
    return Math.min(1, sum / nContentRows);
  });
  let nDone = nAll;
  let cells = 0;
  for (let a = 0; a < nAll; a++) {
    contentDistance[a * nAll + a] = contentMass[a]! > 0 ? 0 : NaN;
    for (let b = a + 1; b < nAll; b++) {
      const pair = comparePair(heads[a]!, heads[b]!, rows);
      distance[a * nAll + b] = distance[b * nAll + a] = pair.distance;
      contentDistance[a * nAll + b] = contentDistance[b * nAll + a] = pair.contentDistance;
      nDone++;
      cells += size;
      if (cells >= SLICE) {
        cells = 0;
        yield nDone / (nAll + nPairs);
      }
    }
  }
  return { nLayers, nHeads, nTokens: nQueries, distance, contentDistance, contentMass };
}

/** A row that heads are compared on: its allowed cells, those on content keys first. */
type Row = { readonly cells: Int32Array; readonly nContent: number; readonly isOnContent: boolean };

function comparedRows(nQueries: number, nKeys: number, all: Region, content: Region): Row[] {
  const rows: Row[] = [];
  for (let query = 0; query < nQueries; query++) {
    if (all.nKeys[query]! < MIN_KEYS) continue;
    const onContent: number[] = [];
    const others: number[] = [];
    for (let cell = query * nKeys; cell < (query + 1) * nKeys; cell++) {
      if (all.allowed[cell] === 0) continue;
      (content.allowed[cell] === 1 ? onContent : others).push(cell);
    }
    const isOnContent = onContent.length >= MIN_KEYS;
    rows.push({ cells: Int32Array.from([...onContent, ...others]), nContent: onContent.length, isOnContent });
  }
  return rows;
}

/** What a pair needs of each head, by row: sum of w ln w, attention on content keys, the first sum on the renormalised content. */
type ReadHead = {
  readonly pattern: Float32Array;
  readonly order: Float64Array;
  readonly mass: Float64Array;
  readonly contentOrder: Float64Array;
};

function readHead(pattern: Float32Array, rows: readonly Row[]): ReadHead {
  const order = new Float64Array(rows.length);
  const mass = new Float64Array(rows.length);
  const contentOrder = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) {
    const { cells, nContent, isOnContent } = rows[row]!;
    for (let at = 0; at < cells.length; at++) {
      order[row]! += timesLog(pattern[cells[at]!]!);
      if (at < nContent) mass[row]! += pattern[cells[at]!]!;
    }
    if (!isOnContent || !(mass[row]! > 0)) continue;
    const scale = 1 / mass[row]!;
    for (let at = 0; at < nContent; at++) contentOrder[row]! += timesLog(pattern[cells[at]!]! * scale);
  }
  return { pattern, order, mass, contentOrder };
}

type PairDistances = { readonly distance: number; readonly contentDistance: number };

/** JSD = H((a + b) / 2) - (H(a) + H(b)) / 2, with the entropies of the heads known. */
function comparePair(a: ReadHead, b: ReadHead, rows: readonly Row[]): PairDistances {
  let sum = 0;
  let contentSum = 0;
  let weights = 0;
  for (let row = 0; row < rows.length; row++) {
    const { cells, nContent, isOnContent } = rows[row]!;
    const weight = isOnContent ? Math.sqrt(a.mass[row]! * b.mass[row]!) : 0;
    const scaleA = weight > 0 ? 1 / a.mass[row]! : 0;
    const scaleB = weight > 0 ? 1 / b.mass[row]! : 0;
    let middle = 0;
    let contentMiddle = 0;
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at]!;
      const weightA = a.pattern[cell]!;
      const weightB = b.pattern[cell]!;
      middle += timesLog((weightA + weightB) / 2);
      if (weight > 0 && at < nContent) contentMiddle += timesLog((weightA * scaleA + weightB * scaleB) / 2);
    }
    sum += rootDistance(a.order[row]!, b.order[row]!, middle);
    if (weight > 0) {
      contentSum += weight * rootDistance(a.contentOrder[row]!, b.contentOrder[row]!, contentMiddle);
      weights += weight;
    }
  }
  return { distance: sum / rows.length, contentDistance: weights > 0 ? contentSum / weights : NaN };
}

/** sqrt(JSD / ln 2), from sums of w ln w; kept inside 0..1 against rounding. */
function rootDistance(a: number, b: number, middle: number): number {
  return Math.sqrt(Math.min(1, Math.max(0, ((a + b) / 2 - middle) / Math.LN2)));
}
