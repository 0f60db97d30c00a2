import type { Compared } from '../../core/inside/against.ts';
import { cosineOf, lengthOf } from '../../core/inside/vectors.ts';
import { preciseChange, preciseNumber } from '../../views/parts/numbers.ts';

/** What two texts differ by in a step, in a sentence; `keys` are those that are looked into, one of each text. */
export function comparedWords(compared: Compared, keys: readonly [number, number]): string {
  const { first, second, difference, whyNot, axes } = compared;
  if (first === null || second === null) return 'Not to be had of both texts, so there is no difference.';
  if (axes === 'key') {
    const [one, other] = [first[keys[0]] ?? Number.NaN, second[keys[1]] ?? Number.NaN];
    const both = `At the key that is looked into: ${numberOrNot(one)} and ${numberOrNot(other)}`;
    if (whyNot === 'shape')
      return `${both}. The rows have ${first.length} and ${second.length} keys, and rows of different length have no difference.`;
    if (whyNot === 'relative')
      return `${both}. These are known up to a constant of each row, so they have no difference.`;
    const by = difference?.[keys[0]] ?? Number.NaN;
    return Number.isNaN(by) || keys[0] !== keys[1] ? `${both}.` : `${both}, ${preciseChange(by)}.`;
  }
  if (difference === null) return `There are ${first.length} and ${second.length} numbers, which have no difference.`;
  if (axes === '')
    return `${preciseNumber(first[0] ?? 0)} and ${preciseNumber(second[0] ?? 0)}, ${preciseChange(difference[0] ?? 0)}.`;
  const by = lengthOf(difference);
  if (by === 0) return 'The same in both texts, number by number.';
  const cosine = cosineOf(first, second);
  return `${preciseNumber(lengthOf(first))} and ${preciseNumber(lengthOf(second))} long; their difference is ${preciseNumber(by)} long, their cosine ${cosine === null ? '–' : preciseNumber(cosine)}.`;
}

function numberOrNot(value: number): string {
  return Number.isFinite(value) ? preciseNumber(value) : 'not allowed';
}
