import type { LabelContext } from '../labels/context.ts';
import type { HeadMeasures } from '../labels/measure.ts';
import type { HeadStats } from '../labels/report.ts';
import type { Pattern } from '../labels/rowSums.ts';

/**
 * The figures of one head that are no label. Formulas: docs/metrics.md.
 * Shape: pattern [query, key] -> scalars; entropies in nats, distances in tokens, NaN where no row can tell.
 */
export function headStats(
  pattern: Pattern,
  { text, regions }: LabelContext,
  { sums, sink, skills }: HeadMeasures,
): HeadStats {
  const { nTokens, content } = text;
  const { nKeys } = regions.all;
  let nContent = 0;
  let entropy = 0;
  let mostEntropy = 0;
  let peak = 0;
  let mostPeak = 0;
  let maxWeight = NaN;
  const offsetCounts = new Map<number, number>();
  for (let query = 0; query < nTokens; query++) {
    // A row with a single key has no choice: it says nothing of the head.
    if (nKeys[query]! < 2) continue;
    const best = hardestKey(pattern, regions.all.allowed, query, nTokens);
    peak += best.weight - 1 / nKeys[query]!;
    mostPeak += 1 - 1 / nKeys[query]!;
    if (content[query] === 0) continue;
    nContent++;
    entropy += sums.all.surprise[query]!;
    mostEntropy += Math.log(nKeys[query]!);
    maxWeight = Number.isNaN(maxWeight) ? best.weight : Math.max(maxWeight, best.weight);
    if (best.isAlone) offsetCounts.set(best.key - query, (offsetCounts.get(best.key - query) ?? 0) + 1);
  }
  const [argmaxOffset, agreeing] = mostCommon(offsetCounts);
  const distance = skills.get('long_range');
  return {
    entropyNats: entropy / nContent,
    entropyRatio: mostEntropy > 0 ? entropy / mostEntropy : NaN,
    effectiveKeys: Math.exp(entropy / nContent),
    confidence: mostPeak > 0 ? peak / mostPeak : NaN,
    sinkMass: text.sink.includes(1) ? sink.raw : nContent > 0 ? 0 : NaN,
    meanDistance: distance && distance.coverage > 0 ? distance.raw / distance.coverage : NaN,
    meanDistanceUniform: distance && distance.coverage > 0 ? distance.rawChance / distance.coverage : NaN,
    maxWeight,
    argmaxOffset,
    argmaxAgreement: agreeing / nContent,
  };
}

/** Where a row looks hardest. */
type Hardest = { readonly key: number; readonly weight: number; readonly isAlone: boolean };

/** The key with the largest weight of a row; not alone if another key ties with it. */
export function hardestKey(pattern: Pattern, allowed: Uint8Array, query: number, nTokens: number): Hardest {
  let at = -1;
  let weight = -Infinity;
  let isAlone = false;
  for (let key = 0; key < nTokens; key++) {
    const cell = query * nTokens + key;
    if (allowed[cell] === 0 || pattern[cell]! < weight) continue;
    isAlone = pattern[cell]! > weight;
    if (isAlone) at = key;
    weight = pattern[cell]!;
  }
  return { key: at, weight, isAlone };
}

/** The offset with the largest count, the nearer one on a tie, and its count. */
function mostCommon(counts: ReadonlyMap<number, number>): [number, number] {
  let most: [number, number] = [NaN, 0];
  for (const [offset, count] of counts) {
    const isNearer = count === most[1] && Math.abs(offset) < Math.abs(most[0]);
    if (count > most[1] || isNearer) most = [offset, count];
  }
  return most;
}
