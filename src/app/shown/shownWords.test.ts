import { expect, test } from 'vitest';
import { NO_STUDIES } from '../state/studies.ts';
import { isOfOtherSentences } from './shownWords.ts';

const { sentences } = NO_STUDIES;
const OWN = { ...sentences, isWordsList: true, list: 'a\nb' };

test.each([
  ['those of the page, which are chosen', 'shipped', [], sentences, false],
  ['those of the page, where a list is chosen now', 'shipped', [], OWN, true],
  ['a list as it is now', 'list', ['a', 'b'], OWN, false],
  ['a list that was another', 'list', ['a'], OWN, true],
  ['a list, where those of the page are chosen now', 'list', ['a', 'b'], { ...OWN, isWordsList: false }, true],
  ['the list of another page does not count', 'shipped', [], { ...sentences, isList: true }, false],
] as const)('what was found over %s: other sentences or not', (_, kind, texts, now, isOther) => {
  expect(isOfOtherSentences({ kind, texts }, now)).toBe(isOther);
});
