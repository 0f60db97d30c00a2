import { expect, test } from 'vitest';
import type { AskedInput } from '../../core/inputUses.ts';
import { choicesFor, formOf, inputUseOf, takesWhole } from './inputForm.ts';

const STYLE: AskedInput = { name: 'style', shape: 'float32 [1, 6]', use: 0, guess: 0 };
const SPEED: AskedInput = { name: 'speed', shape: 'float32 [1]', isNumber: true, use: 1, guess: 1 };
const HEARD: AskedInput = { name: 'heard', shape: 'float32 [batch, place, 5]', use: null, guess: null };
const EXTRA: AskedInput = { name: 'extra', shape: 'int64 [batch, seq]', use: 'types', guess: 0 };

test.each<[string, AskedInput, string]>([
  ['vectors beside a text', STYLE, '0 1 mask number'],
  ['one number', SPEED, 'number'],
  ['vectors where nothing is read', HEARD, ' 0 1 mask sound random number'],
  ['pixels where nothing is read', { ...HEARD, shape: 'float32 [1, 3, 20, 20]' }, ' 0 1 mask image random number'],
  ['integers', EXTRA, '0 1 ids mask types positions number'],
])('what %s can be fed with', (_, input, choices) => {
  expect(
    choicesFor(input)
      .map(([value]) => value)
      .join(' '),
  ).toBe(choices);
});

test.each<[AskedInput, string, AskedInput['use']]>([
  [STYLE, '0', 0],
  [{ ...STYLE, use: 2.5 }, 'number', 2.5],
  [SPEED, 'number', 1],
  [HEARD, '', null],
  [{ ...HEARD, use: 'random' }, 'random', 'random'],
  [EXTRA, 'types', 'types'],
])('a row shows what is fed, and says it again: %j', (input, choice, use) => {
  expect(formOf(input).choice).toBe(choice);
  expect(inputUseOf(formOf(input))).toBe(use);
});

test('a number that is not typed yet says nothing', () => {
  expect(inputUseOf({ choice: 'number', number: ' ' })).toBeNull();
  expect(inputUseOf({ choice: 'number', number: '-2' })).toBe(-2);
});

test('a number is whole where the input takes integers', () => {
  expect([STYLE, SPEED, HEARD, EXTRA].map(takesWhole)).toEqual([false, false, false, true]);
});
