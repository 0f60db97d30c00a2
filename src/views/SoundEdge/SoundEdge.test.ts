import { expect, test } from 'vitest';
import { edgePixels } from './SoundEdge.pixels.ts';

/** Loud (255) in bin 0 of column 0, bin 1 of column 2, and bin 3 of column 5; silent elsewhere. 6 columns of 4 bins over 0.6 s. */
const levels = new Uint8Array(4 * 6);
levels[0] = 255;
levels[6 + 2] = 255;
levels[3 * 6 + 5] = 255;
const SOUND = {
  nPrefix: 0,
  nBands: 1,
  nSteps: 3,
  stepSeconds: 0.2,
  seconds: 0.6,
  givenSeconds: 0.6,
  wholeSeconds: 0.6,
  picture: { nBins: 4, nColumns: 6, levels },
};

/** Places [row, column] of what is loud. */
function loud({ width, pixels }: ReturnType<typeof edgePixels>): readonly (readonly number[])[] {
  return [...pixels.entries()].flatMap(([at, pixel]) =>
    (pixel & 255) === 255 ? [[Math.floor(at / width), at % width]] : [],
  );
}

test('under keys time runs to the right, low pitches below; beside queries time runs down, low pitches at the left', () => {
  const keys = edgePixels(SOUND, { start: 0, end: 3 }, 'key');
  expect([keys.width, keys.height]).toEqual([6, 4]);
  expect(loud(keys)).toEqual([
    [0, 5],
    [2, 2],
    [3, 0],
  ]);
  const queries = edgePixels(SOUND, { start: 0, end: 3 }, 'query');
  expect([queries.width, queries.height]).toEqual([4, 6]);
  expect(loud(queries)).toEqual([
    [0, 0],
    [2, 1],
    [5, 3],
  ]);
});

test('a stretch shows its own moments', () => {
  expect(loud(edgePixels(SOUND, { start: 1, end: 3 }, 'key'))).toEqual([
    [0, 3],
    [2, 0],
  ]);
});

test('tokens before the sound are left out, and a band of pitch shows its own bins', () => {
  const banded = { ...SOUND, nPrefix: 1, nBands: 2 };
  const { width, height, pixels } = edgePixels(banded, { start: 0, end: 7 }, 'key');
  // Two columns a token: one token before, three moments of the low band, three of the high one.
  expect([width, height]).toEqual([14, 2]);
  expect([...pixels.subarray(0, 2)]).toEqual([0, 0]);
  expect(loud({ width, height, pixels })).toEqual([
    [0, 4],
    [0, 13],
    [1, 2],
  ]);
});
