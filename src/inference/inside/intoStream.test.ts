import { expect, test } from 'vitest';
import type { Constant } from '../surgery/constants.ts';
import type { NormAt } from '../surgery/inside/lastNorm.ts';
import type { Summand } from '../surgery/inside/summands.ts';
import { rowsIntoStream } from './intoStream.ts';
import { Refused } from './refuse.ts';
import { storedFloats } from '../surgery/testing/storedFloats.ts';

const stored = (...numbers: readonly number[]): Constant => storedFloats([numbers.length], numbers);
const norm = (kind: NormAt['kind'], gamma: Constant | null): NormAt => {
  // What a norm adds is the same for all that a head looks at.
  return { kind, epsilon: 1e-6, gamma, beta: stored(5, 5), stream: ['written'] };
};

const ROWS = Float32Array.of(1, 3, -2, 4);

test.each<[string, Summand, readonly number[]]>([
  ['as they are', { factor: 1, norm: null }, [1, 3, -2, 4]],
  ['times a number', { factor: -2, norm: null }, [-2, -6, 4, -8]],
  ['through a norm without the mean', { factor: 1, norm: norm('rms', stored(10, -1)) }, [10, -3, -20, -4]],
  ['through a norm that takes the mean out', { factor: 1, norm: norm('layer', stored(10, -1)) }, [-10, -1, -30, -3]],
  ['through a norm and times a number', { factor: 3, norm: norm('rms', null) }, [3, 9, -6, 12]],
])('rows come into the stream %s', (_, summand, expected) => {
  expect([...rowsIntoStream(summand, ROWS, 2)]).toEqual(expected);
});

test('a norm of another width is refused', () => {
  expect(() => rowsIntoStream({ factor: 1, norm: norm('rms', stored(1)) }, ROWS, 2)).toThrow(Refused);
});
