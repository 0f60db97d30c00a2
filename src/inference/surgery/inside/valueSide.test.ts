import { expect, test } from 'vitest';
import type { Constant } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
import { keptValueSide } from './valueSide.ts';
import { narrowed } from '../narrowed.ts';
import { storedFloats } from '../testing/storedFloats.ts';

/** 2 channels, queries, keys and values of 2 each side by side: 48 bytes, of which 16 are of values. */
const PACKED = storedFloats(
  [2, 6],
  Array.from({ length: 12 }, (_, at) => at),
);
const VALUES: Constant = { made: 'cut', dims: [2, 2], axis: 1, start: 4, of: PACKED };
/** The same numbers in rows. */
const TURNED: Constant = {
  ...VALUES,
  of: { made: 'moved', dims: [2, 6], perm: [1, 0], of: { ...PACKED, dims: [6, 2] } },
};

test.each<[string, Constant, number, readonly number[] | 'too-large']>([
  ['columns that fit, of weights that do not', VALUES, 16, [4, 5, 10, 11]],
  ['columns that do not fit', VALUES, 15, 'too-large'],
  ['weights that fit', PACKED, 48, Array.from({ length: 12 }, (_, at) => at)],
  ['weights that do not fit', PACKED, 47, 'too-large'],
  ['columns that lie as rows and fit', TURNED, 16, [8, 10, 9, 11]],
  ['columns that lie as rows and do not fit', TURNED, 15, 'too-large'],
])('%s', (_, weights, maxBytes, expected) => {
  const files = { model: null, external: [] };
  const kept = keptValueSide({ kind: 'rms', gamma: null, weights: narrowed(weights) }, { files, maxBytes }).weights;
  if (kept !== 'too-large' && 'places' in kept) throw new Error('they lie in no file');
  expect(kept === 'too-large' ? kept : [...decodeConstant(kept)!.data]).toEqual(expected);
});
