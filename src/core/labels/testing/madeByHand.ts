import type { LabelContext } from '../context.ts';
import { contextOfStrings } from './strings.ts';

/** A text of words parted by spaces, ready for labelling. */
export function textOf(words: string, isCausal = false, hasSegments = false): LabelContext {
  return contextOfStrings(words.split(' '), isCausal, { hasSegments });
}

/**
 * A pattern written by hand: for each row the weights of some keys; what is left of 1 is spread evenly over the other
 * allowed keys that `isForRest` lets have some. Shape: [query, key].
 */
export function patternOf(
  { text: { nTokens }, regions }: LabelContext,
  weightsOf: (query: number) => Readonly<Record<number, number>>,
  isForRest: (key: number, query: number) => boolean = () => true,
): Float64Array {
  const pattern = new Float64Array(nTokens * nTokens);
  for (let query = 0; query < nTokens; query++) {
    const isAllowed = (key: number): boolean => regions.all.allowed[query * nTokens + key] === 1;
    const given = Object.entries(weightsOf(query)).filter(([key]) => isAllowed(Number(key)));
    for (const [key, weight] of given) pattern[query * nTokens + Number(key)] = weight;
    const rest = 1 - given.reduce((sum, [, weight]) => sum + weight, 0);
    const named = new Set(given.map(([key]) => Number(key)));
    const others = Array.from({ length: nTokens }, (_, key) => key).filter((key) => isAllowed(key) && !named.has(key));
    const open = others.filter((key) => isForRest(key, query));
    const takers = open.length > 0 ? open : others;
    for (const key of takers) pattern[query * nTokens + key] = rest / takers.length;
    if (takers.length === 0) pattern[query * nTokens + Number(given[0]![0])]! += rest;
  }
  return pattern;
}
