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

/** The row sums of one head in every region, computed once and shared by all labels. */
export type HeadSums = Readonly<Record<keyof Regions, RowSums>> & { readonly surprises: Float64Array };

/**
 * Row sums of one pattern in all regions of its text.
 * Shapes: pattern [query, key] -> arrays [query]; all sums in double precision.
 */
export function sumHead(pattern: Pattern, regions: Regions): HeadSums {
  const surprises = new Float64Array(pattern.length);
  for (let cell = 0; cell < pattern.length; cell++) {
    const weight = pattern[cell]!;
    if (weight > 0) surprises[cell] = -weight * Math.log(weight);
  }
  return {
    surprises,
    all: sumRows(pattern, surprises, regions.all),
    content: sumRows(pattern, surprises, regions.content),
    others: sumRows(pattern, surprises, regions.others),
    beyondBand: sumRows(pattern, surprises, regions.beyondBand),
  };
}

/** Row sums of one pattern in one region; `surprises` holds -w ln w of each cell. */
export function sumRows(pattern: Pattern, surprises: Float64Array, { allowed, nKeys }: Region): RowSums {
  const nTokens = nKeys.length;
  const mass = new Float64Array(nTokens);
  const scatter = new Float64Array(nTokens);
  const skew = new Float64Array(nTokens);
  const surprise = new Float64Array(nTokens);
  for (let query = 0, cell = 0; query < nTokens; query++) {
    let sum = 0;
    let squares = 0;
    let cubes = 0;
    let nats = 0;
    for (let key = 0; key < nTokens; key++, cell++) {
      if (allowed[cell] === 0) continue;
      const weight = pattern[cell]!;
      sum += weight;
      squares += weight * weight;
      cubes += weight * weight * weight;
      nats += surprises[cell]!;
    }
    mass[query] = sum;
    if (nKeys[query]! > 0) {
      const mean = sum / nKeys[query]!;
      scatter[query] = Math.max(0, squares - sum * mean);
      skew[query] = cubes - 3 * mean * squares + 2 * mean * mean * sum;
    }
    surprise[query] = nats;
  }
  return { mass, scatter, skew, surprise };
}
