import { expect, test } from 'vitest';
import { headCounts } from './headCounts.ts';
import type { HeadlessShape } from './headCounts.ts';

const TEXTBOOK: HeadlessShape = {
  kept: 'together',
  d: 512,
  width: 512,
  dK: 64,
  sharing: 1,
  nTokens: 512,
  nLayers: 1,
  hasBiases: false,
  bytes: 4,
};

const told = (fixed: HeadlessShape, ...others: readonly number[]) =>
  headCounts(fixed, others).map((row) =>
    row.shape === null ? row.why : [row.nHeads, row.shape.nKeyHeads, row.shape.dK],
  );

test('at one width together a head is as narrow as the others leave it; at one width each it stays', () => {
  expect(told(TEXTBOOK)).toEqual([
    [1, 1, 512],
    [2, 2, 256],
    [4, 4, 128],
    [8, 8, 64],
    [16, 16, 32],
    [32, 32, 16],
    [64, 64, 8],
  ]);
  expect(told({ ...TEXTBOOK, kept: 'each' }).at(-1)).toEqual([64, 64, 64]);
});

test('what heads do not divide is refused, not rounded, and the model’s own number is among the rows', () => {
  expect(told({ ...TEXTBOOK, d: 300, width: 300 }, 12, 1)).toEqual([
    [1, 1, 300],
    [2, 2, 150],
    [4, 4, 75],
    '8 does not divide 300',
    [12, 12, 25],
    '16 does not divide 300',
    '32 does not divide 300',
    '64 does not divide 300',
  ]);
});

test('as many heads as before share keys and values', () => {
  expect(told({ ...TEXTBOOK, kept: 'each', sharing: 4 })).toEqual([
    '1 is no multiple of the 4 heads that share keys and values',
    '2 is no multiple of the 4 heads that share keys and values',
    [4, 1, 64],
    [8, 2, 64],
    [16, 4, 64],
    [32, 8, 64],
    [64, 16, 64],
  ]);
});

test('heads may together be wider than the stream: their own width is what they divide', () => {
  const wide = { ...TEXTBOOK, d: 1024, width: 16_384 };
  const [one] = headCounts(wide, []);
  expect(told(wide, 128).at(-1)).toEqual([128, 128, 128]);
  expect([one?.shape?.dK, one?.shape?.d]).toEqual([16_384, 1024]);
});
