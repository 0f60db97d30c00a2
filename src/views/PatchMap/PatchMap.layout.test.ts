import { describe, expect, test } from 'vitest';
import { patchAt, patchBeside, patchBox, patchWeights } from './PatchMap.layout.ts';

/** 3 rows of 4 patches behind 2 other tokens: 14 tokens. */
const IMAGE = { width: 8, height: 6, pixels: new Uint8ClampedArray(0), nPatchRows: 3, nPatchColumns: 4, nPrefix: 2 };

test('patches are counted row by row behind the tokens before them', () => {
  expect(patchAt(IMAGE, 0.3, 0.5)).toBe(2 + 4 + 1);
  expect(patchAt(IMAGE, 1.2, -1)).toBe(2 + 3);
  const box = Object.values(patchBox(IMAGE, 7)).map((percent) => Number.parseFloat(percent));
  [25, 100 / 3, 25, 100 / 3].forEach((wanted, at) => expect(box[at]).toBeCloseTo(wanted, 9));
});

test('of the row of a query, or the column of a key, the part is taken that lies on patches', () => {
  const pattern = Float32Array.from({ length: 14 * 14 }, (_, at) => at);
  const patches = Array.from({ length: 12 }, (_, patch) => 2 + patch);
  expect([...patchWeights(IMAGE, { pattern, nKeys: 14 }, 3, 'query')]).toEqual(patches.map((key) => 3 * 14 + key));
  expect([...patchWeights(IMAGE, { pattern, nKeys: 14 }, 3, 'key')]).toEqual(patches.map((query) => query * 14 + 3));
});

test('patches that look at regions have a row of as many keys as there are regions', () => {
  const regions = { nPatchRows: 1, nPatchColumns: 3, nPrefix: 0 };
  const pattern = Float32Array.from({ length: 14 * 3 }, (_, at) => at);
  expect([...patchWeights(regions, { pattern, nKeys: 3 }, 5, 'query')]).toEqual([15, 16, 17]);
});

test('patches that stand in another order lie where they are', () => {
  // Blocks of 2 x 2, behind one other token.
  const order = [0, 1, 4, 5, 2, 3, 6, 7];
  const blocks = { nPatchRows: 2, nPatchColumns: 4, nPrefix: 1, order };
  expect(patchAt(blocks, 0.6, 0.1)).toBe(1 + 4);
  expect(patchBox(blocks, 1 + 2)).toMatchObject({ left: '0%', top: '50%' });
  expect(['ArrowRight', 'ArrowDown', 'ArrowLeft'].map((key) => patchBeside(blocks, 1 + 1, key))).toEqual([5, 4, 1]);
  const pattern = Float32Array.from({ length: 81 }, (_, at) => at);
  expect([...patchWeights(blocks, { pattern, nKeys: 9 }, 0, 'query')]).toEqual([1, 2, 5, 6, 3, 4, 7, 8]);
});

describe('arrow keys', () => {
  test.each([
    ['ArrowRight', 7, 8],
    ['ArrowUp', 7, 3],
    ['ArrowDown', 11, 11],
    ['ArrowLeft', 6, 6],
    ['ArrowLeft', 0, 2 + 4 + 2],
    ['Home', 9, 0],
  ])('%s leads from %i to %i', (key, from, to) => {
    expect(patchBeside(IMAGE, from, key)).toBe(to);
  });

  test('other keys lead nowhere, and Home nowhere where nothing stands before the patches', () => {
    expect(patchBeside(IMAGE, 7, 'x')).toBeNull();
    expect(patchBeside({ ...IMAGE, nPrefix: 0 }, 7, 'Home')).toBeNull();
  });
});
