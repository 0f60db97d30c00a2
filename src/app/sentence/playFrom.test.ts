import { expect, test } from 'vitest';
import { playFrom } from './playFrom.ts';

/** [CLS], then 2 bands of 5 steps of 0.2 s, of which 0.6 s were given. */
const HEARD = {
  nPrefix: 1,
  nBands: 2,
  nSteps: 5,
  stepSeconds: 0.2,
  seconds: 1,
  givenSeconds: 0.6,
  wholeSeconds: 0.6,
  picture: { nBins: 0, nColumns: 0, levels: new Uint8Array() },
};

test.each([
  ['no moment', null, 0],
  ['a token before the sound', 0, 0],
  ['its beginning', 1, 0],
  ['a moment in it', 3, 0.4],
  ['the same in the other band', 8, 0.4],
  ['a moment in the silence behind it', 5, 0],
])('%s is played from where there is something to hear', (_, position, seconds) => {
  expect(playFrom(HEARD, position)).toBe(seconds);
});

test('the first moment of silence is played from the beginning too', () => {
  expect(playFrom({ ...HEARD, stepSeconds: 0.5, givenSeconds: 0.5 }, 2)).toBe(0);
});
