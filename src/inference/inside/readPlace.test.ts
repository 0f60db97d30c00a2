import { expect, test } from 'vitest';
import type { Constant } from '../surgery/constants.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import { filledWeights, leftWeights } from '../surgery/inside/leftWeights.ts';
import { narrowed } from '../surgery/narrowed.ts';
import type { FilePlace } from '../surgery/inside/leftWeights.ts';
import { storedFloats } from '../surgery/testing/storedFloats.ts';
import { readPlace } from './readPlace.ts';

const [N_ROWS, WIDTH] = [1500, 700];

test('columns of a product of several are read with what lies between them, a few megabytes at a time, and kept alone', async () => {
  const numbers = Float32Array.from({ length: N_ROWS * 3 * WIDTH }, (_, at) => at);
  const stored = storedFloats([N_ROWS, 3 * WIDTH], [...numbers]);
  const file = new Uint8Array(8 + stored.nBytes);
  file.set(stored.bytes(), 8);
  const inFile = (start = 0, end = stored.nBytes) => file.subarray(8 + start, 8 + end);
  const of: Constant = { ...stored, at: ':8', bytes: inFile };
  const keys = narrowed({ made: 'cut', dims: [N_ROWS, WIDTH], axis: 1, start: WIDTH, of });
  const left = leftWeights(keys, { model: file, external: [] });
  if (left === 'too-large') throw new Error('they lie in the file');

  const asked: FilePlace[] = [];
  const read = async (place: FilePlace): Promise<Uint8Array> => {
    asked.push(place);
    return file.slice(place.offset, place.offset + place.nBytes);
  };
  const found = filledWeights(left, [await readPlace(left.places[0]!, read)]);
  const data = decodeConstant(found)!.data;
  const wrong = data.findIndex((value, at) => {
    return value !== Math.floor(at / WIDTH) * 3 * WIDTH + WIDTH + (at % WIDTH);
  });
  expect([data.length, wrong]).toEqual([N_ROWS * WIDTH, -1]);
  expect(asked.map(({ nBytes }) => nBytes <= 2 ** 22)).toEqual([true, true, true, true]);
  // From the first column that is wanted to the last one.
  const [first, last] = [asked[0]!, asked.at(-1)!];
  expect(first.offset).toBe(8 + 4 * WIDTH);
  expect(last.offset + last.nBytes).toBe(file.length - 4 * WIDTH);
});
