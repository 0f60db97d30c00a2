import { widthOf } from './regions.ts';
import type { Region, Regions } from './regions.ts';

/** The weights of one head, shape [query, key], rows summing to 1. */
export type Pattern = Float32Array | Float64Array;

/** What each row of a pattern puts into a region. Shapes [query]. */
export type RowSums = {
  /** Sum of the weights. */
  readonly mass: Float64Array;
  /** Sum of squared distances of the weights from their mean. */
  readonly scatter: Float64Array;
  /** Sum of cubed distances of the weights from their mean. */
  readonly skew: Float64Array;
  /** Sum of -w ln w in nats; the entropy of the row inside the region is `surprise / mass + ln mass`. */
  readonly surprise: Float64Array;
};

/**
 * The row sums of one head in every region, computed once and shared by all labels. `surprises` hold until another head of the same
 * text is summed.
 */
export type HeadSums = Readonly<Record<keyof Regions, RowSums>> & { readonly surprises: Float64Array };

/** Each lies inside the next. */
const NESTED = ['beyondBand', 'others', 'content', 'all'] as const;

/** Sums of w, w^2, w^3 and -w ln w. */
const N_SUMS = 4;

/**
 * Row sums of one pattern in all regions of its text: each weight is read once, and its logarithm taken once.
 * Shapes: pattern [query, key] -> arrays [query]; all sums in double precision.
 */
export function sumHead(pattern: Pattern, regions: Regions): HeadSums {
  const surprises = roomOf(regions, pattern.length);
  const [beyondBand, others, content, all] = NESTED.map((name) => regions[name].allowed);
  const nTokens = regions.all.nKeys.length;
  const sums = {
    all: emptySums(nTokens),
    content: emptySums(nTokens),
    others: emptySums(nTokens),
    beyondBand: emptySums(nTokens),
  };
  // What lies in a region and not in the one inside of it. Shape: [region, sum].
  const rings = new Float64Array(NESTED.length * N_SUMS);
  for (let query = 0, cell = 0; query < nTokens; query++) {
    rings.fill(0);
    let sum = 0;
    let squares = 0;
    let cubes = 0;
    let nats = 0;
    for (let key = 0; key < nTokens; key++, cell++) {
      if (all![cell] === 0) continue;
      const weight = pattern[cell]!;
      const surprise = weight > 0 ? -weight * Math.log(weight) : 0;
      surprises[cell] = surprise;
      if (beyondBand![cell] === 1) {
        sum += weight;
        squares += weight * weight;
        cubes += weight * weight * weight;
        nats += surprise;
        continue;
      }
      const at = (others![cell] === 1 ? 1 : content![cell] === 1 ? 2 : 3) * N_SUMS;
      rings[at]! += weight;
      rings[at + 1]! += weight * weight;
      rings[at + 2]! += weight * weight * weight;
      rings[at + 3]! += surprise;
    }
    for (const [ring, name] of NESTED.entries()) {
      const at = ring * N_SUMS;
      sum += rings[at]!;
      squares += rings[at + 1]!;
      cubes += rings[at + 2]!;
      nats += rings[at + 3]!;
      setRow(sums[name], query, regions[name].nKeys[query]!, sum, squares, cubes, nats);
    }
  }
  return { surprises, ...sums };
}

/** By text: for 144 heads over 512 tokens new ones each time would be 300 MB, all of them garbage at once. */
const rooms = new WeakMap<Regions, Float64Array>();

/** Room for a number of each cell; those that are not allowed are 0, since no head of the text writes there. */
function roomOf(regions: Regions, size: number): Float64Array {
  const before = rooms.get(regions);
  if (before?.length === size) return before;
  const room = new Float64Array(size);
  rooms.set(regions, room);
  return room;
}

/** Row sums of one pattern in one region; `surprises` holds -w ln w of each cell that may be allowed. */
export function sumRows(pattern: Pattern, surprises: Float64Array, region: Region): RowSums {
  const { allowed, nKeys } = region;
  const nTokens = nKeys.length;
  const width = widthOf(region);
  const sums = emptySums(nTokens);
  for (let query = 0, cell = 0; query < nTokens; query++) {
    let sum = 0;
    let squares = 0;
    let cubes = 0;
    let nats = 0;
    for (let key = 0; key < width; key++, cell++) {
      if (allowed[cell] === 0) continue;
      const weight = pattern[cell]!;
      sum += weight;
      squares += weight * weight;
      cubes += weight * weight * weight;
      nats += surprises[cell]!;
    }
    setRow(sums, query, nKeys[query]!, sum, squares, cubes, nats);
  }
  return sums;
}

function emptySums(nTokens: number): RowSums {
  return {
    mass: new Float64Array(nTokens),
    scatter: new Float64Array(nTokens),
    skew: new Float64Array(nTokens),
    surprise: new Float64Array(nTokens),
  };
}

function setRow(
  { mass, scatter, skew, surprise }: RowSums,
  query: number,
  nKeys: number,
  sum: number,
  squares: number,
  cubes: number,
  nats: number,
): void {
  mass[query] = sum;
  if (nKeys > 0) {
    const mean = sum / nKeys;
    scatter[query] = Math.max(0, squares - sum * mean);
    skew[query] = cubes - 3 * mean * squares + 2 * mean * mean * sum;
  }
  surprise[query] = nats;
}
