import { expect, test } from 'vitest';
import type { Constant } from '../constants.ts';
import { decodeConstant } from '../decodeConstant.ts';
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
    bytes: () => bytes,
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
    { location: null, offset: 4, nBytes: 16 },
    { location: 'data.bin', offset: 4, nBytes: 16 },
  ]);
  expect(decodeConstant(left.form)).toBe(null);
  const parts = [model.slice(4), beside.slice(4)];
  expect([...decodeConstant(filledWeights(left, parts))!.data]).toEqual([1 + 5, 3 + 10, 2 + 15, 4 + 20]);
  // Of a file whose functions were written out the bytes are not where they were.
  expect(leftWeights(weights, { model: null, external })).toBe('too-large');
});

test('weights of more than 64 MiB are not read', () => {
  const model = new Uint8Array(2 ** 26 + 4);
  const stored = (nBytes: number): Constant => ({
    ...storedFloats([nBytes / 4], []),
    nBytes,
    bytes: () => model.subarray(0, nBytes),
  });
  expect(leftWeights(stored(2 ** 26), { model, external: [] })).toHaveProperty('places');
  expect(leftWeights(stored(2 ** 26 + 4), { model, external: [] })).toBe('too-large');
});
