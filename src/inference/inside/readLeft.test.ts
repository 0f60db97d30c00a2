import { expect, test } from 'vitest';
import type { RunnableModel } from '../run/runnable.ts';
import type { FilePart } from '../sources/readPart.ts';
import type { Constant } from '../surgery/constants.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import { leftWeights } from '../surgery/inside/leftWeights.ts';
import { narrowed } from '../surgery/narrowed.ts';
import { storedFloats } from '../surgery/testing/storedFloats.ts';
import { leftReader } from './readLeft.ts';

const MODEL = { prepared: { taken: ['onnx/model.onnx'] } } as unknown as RunnableModel;
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

  const asked: FilePart[] = [];
  const read = async (_: unknown, part: FilePart): Promise<Uint8Array> => {
    asked.push(part);
    return file.slice(part.place.offset, part.place.offset + part.place.nBytes);
  };
  const found = await leftReader(MODEL, 0, read, new AbortController().signal)(left);
  const data = decodeConstant(found)!.data;
  const wrong = data.findIndex((value, at) => {
    return value !== Math.floor(at / WIDTH) * 3 * WIDTH + WIDTH + (at % WIDTH);
  });
  expect([data.length, wrong]).toEqual([N_ROWS * WIDTH, -1]);
  expect(asked.map(({ place }) => place.nBytes <= 2 ** 22)).toEqual([true, true, true, true]);
  // From the first column that is wanted to the last one.
  const [first, last] = [asked[0]!.place, asked.at(-1)!.place];
  expect(first.offset).toBe(8 + 4 * WIDTH);
  expect(last.offset + last.nBytes).toBe(file.length - 4 * WIDTH);
});
