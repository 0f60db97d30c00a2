import type { CombinedComparison } from '../../core/alike/combine.ts';
import type { AlikeKeys } from '../../core/alike/comparison.ts';
import type { PairFigures, PairVerdict } from '../../core/alike/verdict.ts';
import { MIN_TEXTS, RESTING_MASS } from '../../core/alike/verdict.ts';
import { counted, percent, twoDecimals } from '../../core/numberWords.ts';
import { basisWords } from '../shown/basisWords.ts';
import type { Thing } from '../../core/runExtras.ts';
import type { AlikeStudy } from '../state/studies.ts';

/** What the groups are among, over how many sentences or pictures, and what is left out. */
export function groupsWords(
  { nLayers, nHeads, nGiven, nTexts, nContentTexts }: CombinedComparison,
  keys: AlikeKeys,
  tau: number,
  nLeftOut: number,
  thing: Thing,
): string {
  const n = keys === 'all' ? nTexts : nContentTexts;
  const short = nGiven - n;
  const left = short === 0 ? '' : ` (${short} of ${nGiven} ${short === 1 ? 'is' : 'are'} too short to tell)`;
  const out = nLeftOut === 0 ? '' : ` (${nLeftOut} left out, with too little on content keys)`;
  return `groups among ${nLayers * nHeads - nLeftOut} heads${out} at ${tau.toFixed(2)}${keys === 'all' ? '' : ' on content keys'} over ${counted(n, thing)}${left}`;
}

/** The sentences that were compared, by name: fewer than the study was begun on while it is under way, or where it was stopped. */
export function comparedWords({ basis }: AlikeStudy, { nGiven }: CombinedComparison): string {
  return basisWords({ ...basis, texts: basis.texts.slice(0, nGiven) });
}

/** That sentences are missing, for a figure that stays when the page has gone on; empty where none is. */
export function unfinishedWords({ basis, status }: AlikeStudy, { nGiven }: CombinedComparison): string {
  const { length } = basis.texts;
  const things = counted(length, basis.thing);
  if (nGiven >= length) return '';
  return status === 'running' || status === 'paused'
    ? `Not finished: ${nGiven} of ${things} so far.`
    : `Stopped after ${nGiven} of ${things}.`;
}

/** What distances on content keys do not tell, of heads that hardly look there; empty where there are none, and on all keys. */
export function restingHeadsWords({ contentMass }: CombinedComparison, keys: AlikeKeys): string {
  const n = contentMass.filter((mass) => mass > 0 && mass < RESTING_MASS).length;
  if (keys === 'all' || n === 0) return '';
  return `${n} of the heads ${n === 1 ? 'has' : 'have'} less than ${percent(RESTING_MASS)} of the attention on content keys: distances from ${n === 1 ? 'it' : 'them'} tell of next to nothing.`;
}

/** Why there is nothing to draw, or null if there is. */
export function tooShortWords(
  { nGiven, nTexts, nContentTexts }: CombinedComparison,
  keys: AlikeKeys,
  thing: Thing,
): string | null {
  const n = keys === 'all' ? nTexts : nContentTexts;
  if (n > 0) return null;
  const which = nGiven === 1 ? `this ${thing} has no` : `none of these ${thing}s has a`;
  const [piece, other] = thing === 'picture' ? ['patch', 'Choose another picture'] : ['token', 'Type a longer one'];
  return keys === 'all'
    ? `Too short to tell: ${which} ${piece} that looks at three keys or more. ${other} and compare again.`
    : `Too short to tell on content keys: ${which} ${piece} that looks at three of them or more. Take all keys. ${other} and compare again.`;
}

/** What the choice of keys is called, and what it means. */
export const KEYS_WORDS: Readonly<Record<AlikeKeys, { readonly name: string; readonly says: string }>> = {
  all: { name: 'all keys', says: 'Every key that a query may look at' },
  content: {
    name: 'content keys',
    says: 'Special tokens and sinks left out, rows renormalised over what stays: heads that share only a sink come apart',
  },
};

/** What two heads are to each other, in words with the number that decides. */
export function verdictWords(
  { verdict, because }: PairVerdict,
  pair: PairFigures,
  tau: number,
  nTexts: number,
  thing: Thing,
): string {
  const over = nTexts === 1 ? `in this ${thing}` : `over ${counted(nTexts, thing)}`;
  switch (verdict) {
    case 'redundant':
      return `Redundant as far as they look: ${over} both look at the same places, on all keys and on content keys alone.`;
    case 'alike':
      return `Alike ${over}: both look at the same places. “Redundant” is said from ${counted(MIN_TEXTS, thing)} on.`;
    case 'resting':
      return `Both rest on special tokens and sinks nearly all the time ${over}: whether they do the same cannot be judged.`;
    case 'unknown':
      return `Too short to tell ${over}: what the two look at among content keys cannot be held against each other.`;
    case 'different':
      switch (because) {
        case 'content':
          return `Close by where they rest, but what they look at among content keys differs (${twoDecimals(pair.contentDistance)} there).`;
        case 'mass':
          return 'Close, but too little of their attention lies on content keys to call them alike.';
        case 'distance':
        case null:
          return `Different: ${twoDecimals(pair.distance)} apart, more than ${twoDecimals(tau)}.`;
      }
  }
}
