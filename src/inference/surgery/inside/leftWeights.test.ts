import { expect, test } from 'vitest';
import type { Constant } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
import { narrowed } from '../narrowed.ts';
import { storedFloats } from '../testing/storedFloats.ts';
import { filledWeights, leftWeights } from './leftWeights.ts';

const bytesOfFloats = (...values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);

test('weights are told by where their bytes lie in the file or beside it, without the bytes, and are themselves once filled', () => {
  const model = new Uint8Array([0, 0, 0, 0, ...bytesOfFloats(1, 2, 3, 4)]);
  const beside = new Uint8Array([...bytesOfFloats(0), ...bytesOfFloats(10, 20, 30, 40)]);
  const stored = (bytes: Uint8Array, path: string): Constant => ({
    ...storedFloats([2, 2], []),
    nBytes: bytes.length,
    at: `${path}:${path === '' ? bytes.byteOffset : 4}`,
    bytes: (start, end) => bytes.subarray(start, end),
  });
  const weights: Constant = {
    made: 'summed',
    dims: [2, 2],
    of: { made: 'moved', dims: [2, 2], perm: [1, 0], of: stored(model.subarray(4), '') },
    and: { made: 'scaled', dims: [2, 2], by: 0.5, of: stored(beside.subarray(4), 'data.bin') },
  };
  const external = [{ path: 'data.bin', data: beside }];
  const left = leftWeights(weights, { model, external });
  if (left === 'too-large') throw new Error('they lie in the files');
  expect(left.places).toEqual([
    { location: null, offset: 4, nBytes: 16, rows: null },
    { location: 'data.bin', offset: 4, nBytes: 16, rows: null },
  ]);
  expect(decodeConstant(left.form)).toBe(null);
  const parts = [model.slice(4), beside.slice(4)];
  expect([...decodeConstant(filledWeights(left, parts))!.data]).toEqual([1 + 5, 3 + 10, 2 + 15, 4 + 20]);
  // Of a file whose functions were written out the bytes are not where they were.
  expect(leftWeights(weights, { model: null, external })).toBe('too-large');
});

/** Weights of 32 bits that lie in the file of the graph. */
function inFile(dims: readonly number[], model: Uint8Array): Constant & { made: 'stored' } {
  const nBytes = 4 * dims.reduce((product, dim) => product * dim, 1);
  return { ...storedFloats(dims, []), nBytes, bytes: (start = 0, end = nBytes) => model.subarray(start, end) };
}

test('weights of more than 64 MiB are not read', () => {
  const model = new Uint8Array(2 ** 26 + 4);
  const files = { model, external: [] };
  expect(leftWeights(inFile([2 ** 24], model), files)).toHaveProperty('places');
  expect(leftWeights(inFile([2 ** 24 + 1], model), files)).toBe('too-large');
});

/** Of queries, keys and values in one product of which each takes 48 MiB. */
const WIDE = 2 ** 11 * 3;
const PACKED_FILE = new Uint8Array(4 * 3 * 2 ** 11 * WIDE);

test.each<[string, Constant, readonly object[] | 'too-large']>([
  [
    'columns of them are, in rows',
    { made: 'cut', dims: [2 ** 11, WIDE], axis: 1, start: WIDE, of: inFile([2 ** 11, 3 * WIDE], PACKED_FILE) },
    [
      {
        location: null,
        offset: 0,
        nBytes: PACKED_FILE.length,
        rows: { start: 4 * WIDE, size: 4 * WIDE, step: 12 * WIDE, count: 2 ** 11 },
      },
    ],
  ],
  [
    'rows of them are, alone',
    {
      made: 'cut',
      dims: [2 ** 11, WIDE],
      axis: 1,
      start: WIDE,
      of: { made: 'moved', dims: [2 ** 11, 3 * WIDE], perm: [1, 0], of: inFile([3 * WIDE, 2 ** 11], PACKED_FILE) },
    },
    [{ location: null, offset: 2 ** 13 * WIDE, nBytes: 2 ** 13 * WIDE, rows: null }],
  ],
])('of weights of more than 64 MiB %s', (_, weights, places) => {
  const left = leftWeights(narrowed(weights), { model: PACKED_FILE, external: [] });
  expect(left === 'too-large' ? left : left.places).toEqual(places);
});
