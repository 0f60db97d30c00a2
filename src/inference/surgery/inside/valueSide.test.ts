import { expect, test } from 'vitest';
import type { Constant } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
import { keptValueSide } from './valueSide.ts';
import { storedFloats } from '../testing/storedFloats.ts';

/** 2 channels, queries, keys and values of 2 each side by side: 48 bytes, of which 16 are of values. */
const PACKED = storedFloats(
  [2, 6],
  Array.from({ length: 12 }, (_, at) => at),
);
const VALUES: Constant = { made: 'cut', dims: [2, 2], axis: 1, start: 4, of: PACKED };
/** Rows that lie as columns are kept whole. */
const TURNED: Constant = {
  ...VALUES,
  of: { made: 'moved', dims: [2, 6], perm: [1, 0], of: { ...PACKED, dims: [6, 2] } },
};

test.each<[string, Constant, number, readonly number[] | 'too-large']>([
  ['columns that fit, of weights that do not', VALUES, 16, [4, 5, 10, 11]],
  ['columns that do not fit', VALUES, 15, 'too-large'],
  ['weights that fit', PACKED, 48, Array.from({ length: 12 }, (_, at) => at)],
  ['weights that do not fit', PACKED, 47, 'too-large'],
  ['columns that are not kept alone, where all fit', TURNED, 48, [8, 10, 9, 11]],
  ['columns that are not kept alone, where not all fit', TURNED, 47, 'too-large'],
])('%s', (_, weights, maxBytes, expected) => {
  const kept = keptValueSide({ kind: 'rms', gamma: null, weights }, maxBytes);
  expect(kept === 'too-large' ? kept : [...decodeConstant(kept.weights)!.data]).toEqual(expected);
});
