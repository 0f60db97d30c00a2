import type { Interventions, SiteIntervention } from '../runtime/interventions.ts';

type Part = 'scale' | 'pattern' | 'context';

/** What does nothing: factors of one, additions of zero. */
const NEUTRAL: Readonly<Record<Part, number>> = { scale: 1, pattern: 0, context: 0 };

/**
 * The interventions of several sequences as those of one batch, in their order.
 * Each is for one sequence of the same length; `nHeads` are those of each layer. A layer that no sequence touches stays null.
 * Throws RangeError if arrays of one layer differ in size.
 */
export function mergeInterventions(sequences: readonly Interventions[], nHeads: readonly number[]): Interventions {
  return nHeads.map((heads, site): SiteIntervention | null => {
    const ofSite = sequences.map((layers) => layers[site] ?? null);
    if (ofSite.every((one) => one === null)) return null;
    const nKeys = ofSite.find((one) => one?.nKeys !== undefined)?.nKeys;
    return {
      scale: join(ofSite, 'scale', heads) ?? new Float32Array(heads * sequences.length).fill(1),
      pattern: join(ofSite, 'pattern', null),
      ...(nKeys !== undefined && { nKeys }),
      context: join(ofSite, 'context', null),
    };
  });
}

/** Null if no sequence has this part; `size` is that of one sequence where it is known beforehand. */
function join(ofSite: readonly (SiteIntervention | null)[], part: Part, size: number | null): Float32Array | null {
  const sizes = ofSite.flatMap((one) => (one?.[part] ? [one[part].length] : []));
  const each = size ?? sizes[0];
  if (each === undefined || sizes.length === 0) return null;
  if (sizes.some((other) => other !== each)) throw new RangeError(`sequences differ in their ${part}: ${sizes.join()}`);
  const joined = new Float32Array(each * ofSite.length).fill(NEUTRAL[part]);
  for (const [sequence, one] of ofSite.entries()) {
    const own = one?.[part];
    if (own) joined.set(own, sequence * each);
  }
  return joined;
}
