import { randomStream } from '../random.ts';

/** A sequence that only looking back can foretell: `nBefore` tokens in front (0 or 1), then random tokens, then the same again. */
type InductionProbe = {
  readonly ids: readonly number[];
  readonly nBefore: number;
  /** Tokens of one copy. */
  readonly nRepeated: number;
};

type ProbeDesign = {
  readonly seed: number;
  /** What the model expects in front of a text; null where it expects nothing. */
  readonly startId: number | null;
  /** Tokens are drawn from `firstId` up to, not including, `endId`: best from the middle of a vocabulary sorted by frequency. */
  readonly firstId: number;
  readonly endId: number;
};

const N_SEQUENCES = 4;
const N_REPEATED = 25;

/**
 * Four probes of 25 tokens twice. Within a copy no token comes twice, so that each query has one place to look at.
 * Throws RangeError if the range has fewer than 25 ids.
 * Source: Olsson et al. 2022, "In-context Learning and Induction Heads": random tokens, repeated.
 */
export function makeInductionProbes({ seed, startId, firstId, endId }: ProbeDesign): readonly InductionProbe[] {
  if (!(endId - firstId >= N_REPEATED)) {
    throw new RangeError(`invalid ids: ${firstId} to ${endId} (a probe takes ${N_REPEATED})`);
  }
  const random = randomStream(seed);
  const before = startId === null ? [] : [startId];
  return Array.from({ length: N_SEQUENCES }, () => {
    const drawn = new Set<number>();
    while (drawn.size < N_REPEATED) {
      const id = firstId + Math.floor(random() * (endId - firstId));
      if (id !== startId) drawn.add(id);
    }
    return { ids: [...before, ...drawn, ...drawn], nBefore: before.length, nRepeated: N_REPEATED };
  });
}

/** What a head does on probes. */
export type ProbeScore = {
  /** Mean attention from a repeated token to the one that followed it the first time, 0 to 1. */
  readonly raw: number;
  /** The same without the first position, where heads rest: 0 for even attention, 1 at best; NaN if the head only rests. */
  readonly kappa: number;
  /** Mean attention that is not on the first position, 0 to 1. */
  readonly coverage: number;
};

/**
 * How much a causal head is an induction head, over the rows of the second copies except their first.
 * Shape: `patterns[i]` is the head's [query, key] on `probes[i]`. Throws RangeError if they differ in number or length.
 * Formula: kappa of docs/metrics.md, pooled over all rows, with the first position excluded.
 */
export function scoreInduction(
  patterns: readonly Float32Array[],
  probes: readonly Pick<InductionProbe, 'ids' | 'nBefore' | 'nRepeated'>[],
): ProbeScore {
  if (patterns.length !== probes.length) {
    throw new RangeError(`invalid patterns: ${patterns.length} (there are ${probes.length} probes)`);
  }
  let hits = 0;
  let expected = 0;
  let room = 0;
  let mass = 0;
  let nRows = 0;
  for (const [at, { ids, nBefore, nRepeated }] of probes.entries()) {
    const pattern = patterns[at]!;
    if (pattern.length !== ids.length ** 2) {
      throw new RangeError(`invalid pattern: ${pattern.length} weights (the probe has ${ids.length} tokens)`);
    }
    for (let query = nBefore + nRepeated + 1; query < ids.length; query++) {
      const row = pattern.subarray(query * ids.length, (query + 1) * ids.length);
      // Keys 1 to query: as many as the number of the query.
      let rowMass = 0;
      for (let key = 1; key <= query; key++) rowMass += row[key]!;
      hits += row[query - nRepeated + 1]!;
      expected += rowMass / query;
      room += rowMass * (1 - 1 / query);
      mass += rowMass;
      nRows++;
    }
  }
  return { raw: hits / nRows, kappa: room > 1e-9 ? (hits - expected) / room : NaN, coverage: mass / nRows };
}
