import { expect, test } from 'vitest';
import type { Constant } from './constants.ts';
import { bytesOf, decodeConstant, keepConstant } from './decodeConstant.ts';
import { narrowed } from './narrowed.ts';
import { storedFloats } from './testing/storedFloats.ts';

const range = (n: number, from = 0): readonly number[] => Array.from({ length: n }, (_, at) => at + from);
const ROWS = storedFloats([4, 6], range(24));
const TURNED: Constant = { made: 'moved', dims: [4, 6], perm: [1, 0], of: storedFloats([6, 4], range(24)) };
const stored8 = (dims: readonly number[], values: readonly number[]): Constant & { made: 'stored' } => {
  const bytes = Uint8Array.from(values);
  const at = (start?: number, end?: number) => bytes.subarray(start, end);
  return { ...storedFloats(dims, []), elementType: 'uint8', nBytes: bytes.length, bytes: at };
};
const BLOCKS: Constant = {
  made: 'blocks',
  dims: [4, 6],
  bits: 8,
  blockSize: 2,
  of: stored8([6, 2, 2], range(24)),
  scale: storedFloats([12], range(12, 1)),
  zero: stored8([12], range(12)),
};
const dequantised = (axis: number, n: number, blockSize = 0): Constant & { made: 'dequantised' } => ({
  made: 'dequantised',
  dims: [4, 6],
  axis,
  blockSize,
  of: stored8([4, 6], range(24)),
  scale: blockSize > 0 ? storedFloats([2, 6], range(12, 1)) : storedFloats([n], range(n, 1)),
  zero: blockSize > 0 ? null : stored8([n], range(n, 3)),
});

test.each<[string, Constant, number]>([
  ['columns of stored rows', ROWS, 48],
  ['columns that lie as rows', TURNED, 48],
  ['those times a number', { made: 'scaled', dims: [4, 6], by: 2, of: TURNED }, 48],
  ['those of two that are added', { made: 'summed', dims: [4, 6], of: TURNED, and: ROWS }, 96],
  [
    'those of a product: only what stands behind is cut',
    { made: 'product', dims: [4, 6], of: storedFloats([4, 2], range(8)), times: storedFloats([2, 6], range(12)) },
    32 + 24,
  ],
  [
    'those of a convolution',
    {
      made: 'moved',
      dims: [4, 6],
      perm: [1, 0],
      of: { made: 'shaped', dims: [6, 4], of: storedFloats([6, 4, 1], range(24)) },
    },
    48,
  ],
  ['those of bytes with one scale', dequantised(1, 1), 12 + 4 + 1],
  ['those of bytes with a scale each', dequantised(1, 6), 12 + 12 + 3],
  ['those of bytes with a scale for each row', dequantised(0, 4), 12 + 16 + 4],
  ['those of bytes with a scale for each two rows', dequantised(0, 4, 2), 12 + 24],
  ['those of blocks', BLOCKS, 12 + 24 + 6],
  ['those of a cut', { made: 'cut', dims: [4, 6], axis: 1, start: 1, of: storedFloats([4, 8], range(32)) }, 48],
  [
    'those of rows that are cut',
    { made: 'cut', dims: [4, 6], axis: 0, start: 1, of: storedFloats([6, 6], range(36)) },
    48,
  ],
  // Three places of six do not stand together in four of six.
  [
    'what lies in no axis of its own is cut out of the whole',
    { made: 'shaped', dims: [4, 6], of: storedFloats([6, 4], range(24)) },
    96,
  ],
  [
    'what begins in the middle of a block of scales too',
    { ...dequantised(0, 4, 2), axis: 1, blockSize: 3, scale: storedFloats([4, 2], range(8)) },
    24 + 32,
  ],
])('%s: the same numbers, of no more bytes than it takes', (_, of, nBytes) => {
  const cut: Constant = { made: 'cut', dims: [4, 3], axis: 1, start: 2, of };
  const expected = decodeConstant(cut);
  const narrow = narrowed(cut);
  expect(bytesOf(narrow)).toBe(nBytes);
  expect(decodeConstant(narrow)).toEqual(expected);
  expect(decodeConstant(keepConstant(narrow))).toEqual(expected);
  expect(expected?.data).toHaveLength(12);
});
