/** What the weights of one row come to. A sink that is no key counts as one more place that attention can go to. */
export type RowFacts = {
  /** Keys that the query may look at. */
  readonly nAllowed: number;
  /** In nats, at least 0; 0 for a row of one key. */
  readonly entropy: number;
  /** Entropy over ln of the number of places, 0 to 1; null where there is one place only, or none. */
  readonly share: number | null;
  /** e to the power of the entropy: over how many keys alike the attention is spread as widely. */
  readonly effectiveKeys: number;
  /** The largest weight and its key, the first of equals; 0 and -1 where no key is allowed. */
  readonly largest: number;
  readonly largestKey: number;
  /** 1 - sum of squares, 0 to 1: the trace of the softmax's Jacobian. At 0 a small change of the scores changes no weight. */
  readonly movable: number;
  /** Allowed keys whose weight is 0 all the same: too small for the type of the weights. */
  readonly nUnderflowed: number;
  /** What goes to the sink, 0 to 1. */
  readonly sinkMass: number;
};

/**
 * Facts of one row of a pattern. Formulas: docs/metrics.md. Shapes: weights [key], allowed [key].
 * Where the model has no sink, what is missing to a sum of 1 is rounding and counts for nothing.
 */
export function rowFacts(weights: ArrayLike<number>, allowed: Uint8Array, hasSink: boolean): RowFacts {
  let [nAllowed, nUnderflowed, largest, largestKey, sum] = [0, 0, 0, -1, 0];
  for (let key = 0; key < weights.length; key++) {
    if (allowed[key] === 0) continue;
    const weight = weights[key]!;
    nAllowed++;
    sum += weight;
    if (weight === 0) nUnderflowed++;
    if (weight > largest || largestKey < 0) [largest, largestKey] = [weight, key];
  }
  const sinkMass = hasSink ? Math.max(0, 1 - sum) : 0;
  // Of the place with the most only what the others leave it is used: 1 less a tiny number has lost that number's digits.
  const isSinkLargest = sinkMass > largest;
  let others = isSinkLargest ? 0 : sinkMass;
  let entropy = isSinkLargest ? 0 : surprise(sinkMass);
  let movable = isSinkLargest ? 0 : sinkMass * (1 - sinkMass);
  for (let key = 0; key < weights.length; key++) {
    if (allowed[key] === 0 || (!isSinkLargest && key === largestKey)) continue;
    const weight = weights[key]!;
    others += weight;
    entropy += surprise(weight);
    movable += weight * (1 - weight);
  }
  const top = isSinkLargest ? sinkMass : largest;
  const nPlaces = nAllowed + (hasSink ? 1 : 0);
  if (nPlaces > 1) {
    entropy -= top * Math.log1p(-Math.min(others, 1 - 1 / nPlaces));
    movable += top * others;
  }
  return {
    nAllowed,
    entropy,
    share: nPlaces > 1 ? entropy / Math.log(nPlaces) : null,
    effectiveKeys: Math.exp(entropy),
    largest,
    largestKey,
    movable,
    nUnderflowed,
    sinkMass,
  };
}

/** -w ln w, 0 at 0. */
function surprise(weight: number): number {
  return weight > 0 ? -weight * Math.log(weight) : 0;
}

/** What the rows of a head come to together; rows with one place only say nothing of a head and are left out. */
export type HeadFacts = {
  readonly nRows: number;
  /** Median over rows of the entropy's share; NaN without rows. */
  readonly medianShare: number;
  /** Part of the rows with a weight above `ABOVE`, 0 to 1; NaN without rows. */
  readonly sharpRows: number;
};

/** From this weight on a row is as good as one key. */
const ABOVE = 0.99;

/** Facts of a whole head. Shapes: pattern [query, key], allowed [query, key]. */
export function headFacts(pattern: ArrayLike<number> & Rows, allowed: Uint8Array, nKeys: number, hasSink: boolean) {
  const shares: number[] = [];
  let nSharp = 0;
  for (let start = 0; start < pattern.length; start += nKeys) {
    const row = pattern.subarray(start, start + nKeys);
    const { share, largest } = rowFacts(row, allowed.subarray(start, start + nKeys), hasSink);
    if (share === null) continue;
    shares.push(share);
    if (largest > ABOVE) nSharp++;
  }
  shares.sort((a, b) => a - b);
  const middle = shares.length / 2;
  const medianShare = (shares[Math.ceil(middle) - 1]! + shares[Math.floor(middle)]!) / 2;
  const facts: HeadFacts = { nRows: shares.length, medianShare, sharpRows: nSharp / shares.length };
  return facts;
}

type Rows = { readonly subarray: (from: number, to: number) => ArrayLike<number> };
