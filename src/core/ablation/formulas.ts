/** An effect is told from noise if it is more than this many times as large. */
export const VISIBLE_TIMES = 10;

/** Whether an effect, of either sign, stands out from what repeating the same computation differs by. */
export function isVisible(effect: number, floor: number): boolean {
  return Math.abs(effect) > VISIBLE_TIMES * floor;
}

/**
 * Effects of a head below which there is next to nothing to explain, however small the noise.
 * `kl`: mean KL in nats; at 0.001 probabilities move by less than 0.023 on the mean, as half the sum of their moves is at
 * most sqrt(KL / 2). `turn`: 1 - cosine; at 0.00015 vectors turn by one degree. Our choice.
 * Source of the bound: Pinsker's inequality.
 */
export const LITTLE = { kl: 0.001, turn: 0.00015 } as const;

/**
 * Whether an effect is large enough to be explained: above noise and at least `little`, in the unit of all three.
 * `noise` also where it is no finite number.
 */
export function sizeOfEffect(effect: number, floor: number, little: number): 'noise' | 'little' | 'enough' {
  if (!isVisible(effect, floor) || !Number.isFinite(effect)) return 'noise';
  return Math.abs(effect) < little ? 'little' : 'enough';
}

/**
 * How much of what a head does is explained by its label: 1 - KL(ideal pattern in its place) / KL(mean output in its
 * place), -1 to 1. 1: the label's pattern does all that the head does; 0: no more than its mean output.
 * Null where the mean output changes the prediction by no more than noise or by less than `little`: then there is
 * nothing to explain.
 */
export function fidelity(klMean: number, klIdeal: number, floor: number, little: number): number | null {
  if (sizeOfEffect(klMean, floor, little) !== 'enough' || Number.isNaN(klIdeal)) return null;
  return Math.min(1, Math.max(-1, 1 - klIdeal / klMean));
}

/**
 * What two heads lose together beyond what they lose one by one, in the unit of the changes.
 * Above 0: more than both added up; near 0: as much; below 0: less.
 */
export function interaction(changeA: number, changeB: number, changeBoth: number): number {
  return changeBoth - changeA - changeB;
}
