import type { HeadRef } from '../selection.ts';
import { distancesOn } from './combine.ts';
import type { AlikeKeys, HeadComparison } from './comparison.ts';

/** Default for `tau`: the distance up to which two heads look alike. */
export const TAU = 0.2;
/** Texts needed to call two heads redundant rather than alike in these texts. */
export const MIN_TEXTS = 5;
const MAX_CONTENT_DISTANCE = 0.25;
const MIN_MASS = 0.25;
/** Below this content mass a head rests. */
export const RESTING_MASS = 0.1;

/** The figures a pair of heads is judged by; masses are those of either head. */
export type PairFigures = {
  readonly distance: number;
  readonly contentDistance: number;
  readonly massA: number;
  readonly massB: number;
};

/**
 * redundant: alike in five texts or more. alike: in the texts seen. resting: both hardly look at content, which cannot be
 * judged. unknown: the texts are too short to tell. different: none of these; `because` names the first figure that
 * stands against it (mass: at least one looks at content too little to be called alike).
 */
export type PairVerdict =
  | { readonly verdict: 'redundant' | 'alike' | 'resting' | 'unknown'; readonly because: null }
  | { readonly verdict: 'different'; readonly because: 'distance' | 'content' | 'mass' };

/** The figures of one pair. Throws RangeError for heads that are not in the comparison. */
export function pairOf(comparison: HeadComparison, a: HeadRef, b: HeadRef): PairFigures {
  const [indexA, indexB] = [indexOf(comparison, a), indexOf(comparison, b)];
  const cell = indexA * comparison.contentMass.length + indexB;
  return {
    distance: comparison.distance[cell]!,
    contentDistance: comparison.contentDistance[cell]!,
    massA: comparison.contentMass[indexA]!,
    massB: comparison.contentMass[indexB]!,
  };
}

/** Judges a pair by its mean figures over `nTexts` texts; rule in docs/metrics.md. Figures that are NaN are never alike nor different. */
export function verdictOf(
  { distance, contentDistance, massA, massB }: PairFigures,
  { tau = TAU, nTexts }: { readonly tau?: number; readonly nTexts: number },
): PairVerdict {
  if (massA < RESTING_MASS && massB < RESTING_MASS) return { verdict: 'resting', because: null };
  if (Number.isNaN(distance)) return UNKNOWN;
  if (!(distance <= tau)) return { verdict: 'different', because: 'distance' };
  if (Number.isNaN(massA) || Number.isNaN(massB)) return UNKNOWN;
  if (!(massA >= MIN_MASS && massB >= MIN_MASS)) return { verdict: 'different', because: 'mass' };
  if (Number.isNaN(contentDistance)) return UNKNOWN;
  if (!(contentDistance <= MAX_CONTENT_DISTANCE)) return { verdict: 'different', because: 'content' };
  return { verdict: nTexts >= MIN_TEXTS ? 'redundant' : 'alike', because: null };
}

const UNKNOWN: PairVerdict = { verdict: 'unknown', because: null };

/** A head and how far it is from another. */
type NearHead = { readonly head: HeadRef; readonly distance: number };

/**
 * The `count` heads that look most like one head on some keys, nearest first, itself left out; equals in the order layer, head.
 * Heads whose distance is not known (NaN) are left out.
 */
export function nearestHeads(
  comparison: HeadComparison,
  head: HeadRef,
  count: number,
  keys: AlikeKeys = 'all',
): NearHead[] {
  const { nHeads, contentMass } = comparison;
  const distance = distancesOn(comparison, keys);
  const index = indexOf(comparison, head);
  const others = Array.from(contentMass, (_, other) => other).filter((other) => other !== index);
  return others
    .map((other) => ({
      head: { layer: Math.floor(other / nHeads), head: other % nHeads },
      distance: distance[index * contentMass.length + other]!,
    }))
    .filter((other) => !Number.isNaN(other.distance))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, Math.max(0, count));
}

function indexOf({ nLayers, nHeads }: HeadComparison, { layer, head }: HeadRef): number {
  if (!(layer >= 0 && layer < nLayers && head >= 0 && head < nHeads)) {
    throw new RangeError(`invalid head: L${layer}H${head} (there are ${nLayers} layers of ${nHeads} heads)`);
  }
  return layer * nHeads + head;
}
