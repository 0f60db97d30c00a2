/** An effect is told from noise if it is more than this many times as large. */
export const VISIBLE_TIMES = 10;

/** Whether an effect, of either sign, stands out from what repeating the same computation differs by. */
export function isVisible(effect: number, floor: number): boolean {
  return Math.abs(effect) > VISIBLE_TIMES * floor;
}

/**
 * How much of what a head does is explained by its label: 1 - KL(ideal pattern in its place) / KL(mean output in its
 * place), -1 to 1. 1: the label's pattern does all that the head does; 0: no more than its mean output.
 * Null where the mean output changes the prediction by no more than noise: then there is nothing to explain.
 */
export function fidelity(klMean: number, klIdeal: number, floor: number): number | null {
  if (!isVisible(klMean, floor) || !Number.isFinite(klMean) || Number.isNaN(klIdeal)) return null;
  return Math.min(1, Math.max(-1, 1 - klIdeal / klMean));
}

/**
 * What two heads lose together beyond what they lose one by one, in the unit of the changes.
 * Above 0: each stands in for the other; near 0: independent; below 0: both are links of one chain.
 */
export function interaction(changeA: number, changeB: number, changeBoth: number): number {
  return changeBoth - changeA - changeB;
}
