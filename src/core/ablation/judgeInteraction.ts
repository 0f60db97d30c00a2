import { signTest } from '../stats/signTest.ts';
import { interaction, isVisible, VISIBLE_TIMES } from './formulas.ts';

/** Changes of the loss, in nats per token, without one head, without the other, and without both. */
export type PairChanges = readonly [a: number, b: number, both: number];

/** Below this many nats per token nothing is said of a change: it moves the perplexity by less than 1 %. Our choice. */
const LEAST_CHANGE = 0.01;
/** An interaction below this part of the largest of the three changes is as good as none. Our choice. */
const SMALL_PART = 0.1;
/** With so many texts or more, they must agree on the sign of an interaction. */
export const MIN_TEXTS_TO_AGREE = 5;
/** Signs agree if chance alone makes them agree so well in no more than this part of all cases. All of 5, 6 and 7; 7 of 8. */
const SIGN_LEVEL = 0.1;

/**
 * What three changes of the loss say of two heads.
 * `more`: together they lose more than added up, and the text is foretold worse without both. `spared`: more than added up,
 * but no worse without both. `less`: less than added up. `additive`: as much. `too-small`: the changes, or the interaction,
 * are too small to tell. `mixed`: texts disagree about the sign.
 */
type InteractionVerdict = 'more' | 'spared' | 'less' | 'additive' | 'too-small' | 'mixed';

export type JudgedInteraction = {
  readonly verdict: InteractionVerdict;
  /** Over all texts, in nats per token. */
  readonly value: number;
  /** Smallest and largest of single texts, and in how many of them it has the sign of `value`, of those where it has any. */
  readonly low: number;
  readonly high: number;
  readonly nAgree: number;
  readonly nSigned: number;
};

/**
 * Judges the interaction of two heads: the changes over all texts, those of each text, and the noise in the same quantity.
 * NaN in `perText` is left out. Formulas and thresholds: docs/metrics.md.
 */
export function judgeInteraction(
  changes: PairChanges,
  perText: readonly PairChanges[],
  noise: number,
): JudgedInteraction {
  const value = interaction(...changes);
  const single = perText.map((one) => interaction(...one)).filter((one) => !Number.isNaN(one));
  const signed = single.filter((one) => isVisible(one, noise));
  const nAgree = signed.filter((one) => one > 0 === value > 0).length;
  const [low, high] = [Math.min(...single), Math.max(...single)];
  const found = { value, low, high, nAgree, nSigned: signed.length };
  const verdict = verdictOf(changes, value, noise);
  const isClaim = verdict === 'more' || verdict === 'less' || verdict === 'spared';
  const mustAgree = isClaim && single.length >= MIN_TEXTS_TO_AGREE;
  return { ...found, verdict: mustAgree && signTest(nAgree, signed.length) > SIGN_LEVEL ? 'mixed' : verdict };
}

function verdictOf(changes: PairChanges, value: number, noise: number): InteractionVerdict {
  const largest = Math.max(...changes.map(Math.abs));
  const part = SMALL_PART * largest;
  if (!(largest >= LEAST_CHANGE)) return 'too-small';
  // That there is none can only be said where the noise would not hide one.
  if (Math.abs(value) < part) return part > VISIBLE_TIMES * noise ? 'additive' : 'too-small';
  if (Math.abs(value) < LEAST_CHANGE || !isVisible(value, noise)) return 'too-small';
  if (value < 0) return 'less';
  return changes[2] > 0 ? 'more' : 'spared';
}
