import { expect, test } from 'vitest';
import { gridPositions } from './gridPositions.ts';

// What transformers' Qwen2VLModel.get_rope_index gives.
test.each([
  [
    3,
    { nRows: 2, nColumns: 3 },
    2,
    [
      [0, 1, 2, 3, 3, 3, 3, 3, 3, 6, 7],
      [0, 1, 2, 3, 3, 3, 4, 4, 4, 6, 7],
      [0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7],
    ],
  ],
  [
    0,
    { nRows: 3, nColumns: 1 },
    2,
    [
      [0, 0, 0, 3, 4],
      [0, 1, 2, 3, 4],
      [0, 0, 0, 3, 4],
    ],
  ],
  [
    2,
    { nRows: 1, nColumns: 4 },
    0,
    [
      [0, 1, 2, 2, 2, 2],
      [0, 1, 2, 2, 2, 2],
      [0, 1, 2, 3, 4, 5],
    ],
  ],
])('%i words, a picture of %j tokens and %i words', (nBefore, grid, nBehind, want) => {
  const nTokens = nBefore + grid.nRows * grid.nColumns + nBehind;
  expect(gridPositions(nTokens, nBefore, grid)).toEqual(want);
});
