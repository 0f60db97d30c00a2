import { signTest } from '../stats/signTest.ts';
import type { WordSums } from './wordSums.ts';

/** A head stands out where chance alone would make one of all heads look so in one of twenty such questions. */
const SURE = 0.05;

/** And where it gives listed words so many times what is expected of it: a difference that is sure may still be none to speak of. */
const LEAST_TIMES = 1.5;

/** What one head gives to listed words; means over sentences, each counting alike. */
export type HeadWords = {
  /** Place among all heads, in the order of layers and heads. */
  readonly head: number;
  /** Share of a row's attention that goes to listed words, 0 to 1. */
  readonly attention: number;
  /** What the same head gives to other words that lie at the same distances, 0 to 1. */
  readonly byPlace: number;
  /** The attention less what is expected: the larger of chance and the same places. */
  readonly beyond: number;
  /** Sentences in which it is more than both, on which the test rests. */
  readonly nMoreThanChance: number;
  readonly nMoreThanPlace: number;
  /** Sign test over sentences, the weaker of the two, times the number of heads; at most 1. */
  readonly p: number;
  readonly standsOut: boolean;
};

export type WordsFound = {
  /** Sentences with a listed word that some row can look at: what all numbers rest on. */
  readonly nSentences: number;
  readonly nWords: number;
  /** Share of the keys that are of listed words, 0 to 1. */
  readonly chance: number;
  /** So many sentences it takes before a head can stand out among so many heads. */
  readonly nNeeded: number;
  readonly heads: readonly HeadWords[];
};

/** The fewest sentences in which a head that looks at listed words more in all of them can stand out among `nHeads`. */
function sentencesNeeded(nHeads: number): number {
  let n = 1;
  while (nHeads * signTest(n, n) > SURE) n++;
  return n;
}

/** What sums over sentences come to for each head of a stack of `nHeads` heads in all. */
export function wordsFound(sums: readonly WordSums[], nHeads: number): WordsFound {
  const habits = habitsOf(sums, nHeads);
  const told = sums.filter(({ nRows }) => nRows > 0);
  const chances = told.map(({ chance, nRows }) => chance / nRows);
  const chance = mean(chances);
  const heads = Array.from({ length: nHeads }, (_, head): HeadWords => {
    const attentions = told.map(({ attention, nRows }) => attention[head]! / nRows);
    const places = told.map(({ listedAt, nRows }) => expectedAt(listedAt, habits[head]!) / nRows);
    const attention = mean(attentions);
    const byPlace = mean(places);
    const expected = Math.max(chance, byPlace);
    const nMoreThan = (others: readonly number[]): number => attentions.filter((one, at) => one > others[at]!).length;
    const [nMoreThanChance, nMoreThanPlace] = [nMoreThan(chances), nMoreThan(places)];
    const p = Math.min(
      1,
      nHeads * Math.max(oneSide(nMoreThanChance, told.length), oneSide(nMoreThanPlace, told.length)),
    );
    const standsOut = p <= SURE && attention >= LEAST_TIMES * expected;
    return { head, attention, byPlace, beyond: attention - expected, nMoreThanChance, nMoreThanPlace, p, standsOut };
  });
  const nWords = told.reduce((sum, one) => sum + one.nWords, 0);
  return { nSentences: told.length, nWords, chance, nNeeded: sentencesNeeded(nHeads), heads };
}

/** Of a sign test only that side counts on which there are more. */
function oneSide(nMore: number, n: number): number {
  return 2 * nMore > n ? signTest(nMore, n) : 1;
}

/** What each head gives to one other word, by distance, over all sentences; NaN where no other word lay so. */
function habitsOf(sums: readonly WordSums[], nHeads: number): readonly Float64Array[] {
  const nDistances = sums[0]?.othersAt.length ?? 0;
  const counts = new Float64Array(nDistances);
  for (const { othersAt } of sums) for (let at = 0; at < nDistances; at++) counts[at]! += othersAt[at]!;
  return Array.from({ length: nHeads }, (_, head) => {
    const habit = new Float64Array(nDistances);
    for (const { attentionAt } of sums)
      for (let at = 0; at < nDistances; at++) habit[at]! += attentionAt[head * nDistances + at]!;
    return habit.map((sum, at) => sum / counts[at]!);
  });
}

/** What would go to cells at these distances; distances at which no other word lay say nothing. */
function expectedAt(cells: Float64Array, habit: Float64Array): number {
  return cells.reduce((sum, count, at) => sum + (count > 0 && Number.isFinite(habit[at]!) ? count * habit[at]! : 0), 0);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

/** The head that gives most beyond what is expected: of those that stand out, or of all where none does; null without a sentence. */
export function nearestOf({ heads, nSentences }: WordsFound): HeadWords | null {
  if (nSentences === 0) return null;
  const out = heads.filter(({ standsOut }) => standsOut);
  return (out.length > 0 ? out : heads).toSorted((a, b) => b.beyond - a.beyond)[0] ?? null;
}
