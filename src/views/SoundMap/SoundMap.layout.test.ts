import { describe, expect, test } from 'vitest';
import { momentAt, momentBeside, momentBox, momentWeights, secondsOf } from './SoundMap.layout.ts';
import { soundPixels } from './SoundMap.pixels.ts';

/** 5 steps in 3 bands behind 2 other tokens, over a picture of 10 columns and 6 bins. */
const SOUND = {
  nPrefix: 2,
  nBands: 3,
  nSteps: 5,
  stepSeconds: 0.2,
  seconds: 1,
  givenSeconds: 1,
  wholeSeconds: 1,
  picture: { nBins: 6, nColumns: 10, levels: new Uint8Array(60).fill(255) },
};

test('steps run to the right and bands upwards, the lowest first', () => {
  expect(momentAt(SOUND, { x: 0.5, y: 0.9 })).toBe(2 + 2);
  expect(momentAt(SOUND, { x: 0.5, y: 0.1 })).toBe(2 + 2 * 5 + 2);
  expect(momentAt(SOUND, { x: 1.3, y: -1 })).toBe(2 + 2 * 5 + 4);
  const box = Object.values(momentBox(SOUND, 2 + 5 + 3)).map((percent) => Number.parseFloat(percent));
  [60, 100 / 3, 20, 100 / 3].forEach((wanted, at) => expect(box[at]).toBeCloseTo(wanted, 9));
});

test('a token begins with its step; those before the sound begin with it', () => {
  expect([0, 2, 6, 7, 11].map((position) => secondsOf(SOUND, position))).toEqual([0, 0, 0.8, 0, 0.8]);
});

test('the row of a query, or the column of a key', () => {
  const pattern = Float32Array.from({ length: 3 * 4 }, (_, at) => at);
  expect([...momentWeights({ pattern, nKeys: 4 }, 1, 'query')]).toEqual([4, 5, 6, 7]);
  expect([...momentWeights({ pattern, nKeys: 4 }, 1, 'key')]).toEqual([1, 5, 9]);
});

test('a place is as bright as the weight of its token, by the largest', () => {
  const weights = new Float32Array(17);
  weights[2 + 5 + 1] = 0.5;
  const pixels = soundPixels(SOUND, weights);
  const level = (row: number, column: number) => pixels[4 * (row * 10 + column)];
  expect([level(2, 2), level(3, 3)]).toEqual([255, 255]);
  expect([level(1, 2), level(2, 4)]).toEqual([46, 46]);
  expect(soundPixels(SOUND, null).every((value) => value === 255)).toBe(true);
});

describe('arrow keys', () => {
  test.each([
    ['ArrowRight', 3, 4],
    ['ArrowRight', 6, 6],
    ['ArrowUp', 3, 8],
    ['ArrowDown', 3, 3],
    ['ArrowLeft', 8, 7],
    ['ArrowLeft', 0, 2],
    ['Home', 9, 0],
    ['End', 9, 6],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(momentBeside(SOUND, from, key)).toBe(to);
  });

  test('other keys lead nowhere', () => {
    expect(momentBeside(SOUND, 3, 'x')).toBeNull();
  });
});
