import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { finish } from '../slices.ts';
import type { Work } from '../slices.ts';
import { encodeBase64 } from '../files/base64.ts';
import type { NumberArray } from '../files/arrays.ts';
import { base64Numbers } from '../files/base64Numbers.ts';
import { crc32, crc32InSlices } from '../files/crc32.ts';
import { judgeCausal, packStackInSlices } from './packRecorded.ts';
import { readFile } from './readFile.ts';
import { readRecorded } from './recordedRun.ts';
import { measureRowsInSlices } from './rows.ts';
import { READ_TOOLS } from './testing/readTools.ts';

/** Most numbers that one slice may go through. */
const MOST = 2 ** 18;

/** [2, 3, 300, 500] of numbers that tell their place, and how many of them each reading asked for. */
function countingArray(): { readonly array: NumberArray; readonly asked: number[] } {
  const shape = [2, 3, 300, 500];
  const asked: number[] = [];
  const read = (start = 0, end = 900_000): Float32Array => {
    asked.push(end - start);
    const numbers = new Float32Array(end - start);
    for (let i = 0; i < numbers.length; i++) numbers[i] = start + i;
    return numbers;
  };
  return { array: { name: 'attention', shape, read }, asked };
}

test('a large array is packed some numbers at a time, with a pause after each, and none is read twice', () => {
  const { array, asked } = countingArray();
  const slices = packStackInSlices({ kind: 'cross', arrays: [array], layers: null }, []);
  let nPauses = 0;
  for (let step = slices.next(); step.done !== true; step = slices.next()) {
    nPauses += 1;
    expect(asked).toHaveLength(nPauses);
  }
  expect(Math.max(...asked)).toBeLessThanOrEqual(MOST);
  expect(asked.reduce((sum, count) => sum + count, 0)).toBe(900_000);
  const packed = finish(packStackInSlices({ kind: 'cross', arrays: [countingArray().array], layers: null }, []));
  expect(packed.tensor.data).toHaveLength(900_000);
  expect(packed.tensor.data.findIndex((number, place) => number !== place)).toBe(-1);
});

test('rows are judged with a pause at least every 2^18 numbers', () => {
  const [nLayers, nHeads, n] = [2, 3, 512];
  const data = new Float32Array(nLayers * nHeads * n * n);
  for (let row = 0; row < data.length / n; row++) data[row * n] = 1;
  const tensor = { kind: 'decoder', nLayers, nHeads, nQueries: n, nKeys: n, data } as const;
  const pauses = (slices: Generator): number => {
    let count = 0;
    for (const _ of slices) count += 1;
    return count;
  };
  const least = data.length / MOST;
  expect(pauses(measureRowsInSlices({ tensor, layers: [0, 1], isNamed: true }, 1e-3))).toBeGreaterThanOrEqual(least);
  expect(pauses(judgeCausal(tensor))).toBeGreaterThanOrEqual(least);
});

test('a checksum made in slices is that of the whole', () => {
  const bytes = Uint8Array.from({ length: 3 * MOST - 5 }, (_, i) => (i * i) % 251);
  const slices = crc32InSlices(bytes);
  let step = slices.next();
  let nPauses = 0;
  for (; step.done !== true; step = slices.next()) nPauses += 1;
  expect(step.value).toBe(crc32(bytes));
  expect(nPauses).toBe(3);
});

test.each([
  'little-f2.npy',
  'big-f8.npy',
  'fortran.npy',
  'fortran-big.npy',
  'stored.npz',
  'bfloat16.safetensors',
  'float32.safetensors',
])('a part of an array is that part of the whole: %s', async (name) => {
  const bytes = new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
  const { arrays } = await readFile({ name, bytes }, READ_TOOLS);
  for (const array of arrays) {
    const { read } = await array.open();
    const whole = read();
    for (const [start, end] of [
      [0, whole.length],
      [1, Math.min(8, whole.length)],
      [whole.length - 3, whole.length],
    ] as const) {
      expect(read(start, end)).toEqual(whole.slice(start, end));
    }
  }
});

test('reading ends where a pause rejects, in whichever step that is', async () => {
  const json = JSON.stringify({
    attention: [
      [
        [
          [1, 0],
          [0.25, 0.75],
        ],
      ],
    ],
    tokens: ['a', 'b'],
  });
  const files = [{ name: 'r.json', bytes: new TextEncoder().encode(json) }];
  let nSteps = 0;
  const counted: Work = async (slices) => {
    nSteps += 1;
    return finish(slices);
  };
  await readRecorded(files, { ...READ_TOOLS, work: counted });
  expect(nSteps).toBeGreaterThan(2);
  for (let stopAt = 1; stopAt <= nSteps; stopAt++) {
    const stop = new Error('a newer request came');
    let step = 0;
    const stopped: Work = async (slices) => {
      step += 1;
      if (step === stopAt) throw stop;
      return finish(slices);
    };
    await expect(readRecorded(files, { ...READ_TOOLS, work: stopped })).rejects.toBe(stop);
  }
});

test('a run file is read with pauses while its bytes become text, its base64 numbers, and its rows are judged', async () => {
  const n = 300;
  const data = new Float32Array(6 * n * n);
  for (let row = 0; row < 6 * n; row++) data.set([0.25, 0.75], row * n);
  const text = JSON.stringify({
    format: 'headlight-run/1',
    tokens: Array.from({ length: n }, (_, i) => ({ text: `w${i}` })),
    attention: [
      {
        kind: 'encoder',
        dims: [2, 3, n, n],
        encoding: 'base64-float32-le',
        data: encodeBase64(new Uint8Array(data.buffer)),
      },
    ],
  });
  const bytes = new TextEncoder().encode(text);
  let nPauses = 0;
  const counted: Work = async (slices) => {
    for (;;) {
      const { done, value } = slices.next();
      if (done === true) return value;
      nPauses += 1;
    }
  };
  const { attention } = await readRecorded([{ name: 'run.json', bytes }], { ...READ_TOOLS, work: counted });
  expect(nPauses).toBeGreaterThan(bytes.length / MOST + (2 * data.length) / MOST);
  expect(attention[0]?.data.findIndex((number, place) => number !== data[place])).toBe(-1);
});

test('any part of base64 is that part of the whole; padding in the middle of it is refused', () => {
  const data = Float32Array.from({ length: 40 }, (_, i) => i / 7);
  const text = encodeBase64(new Uint8Array(data.buffer));
  const array = base64Numbers({ dims: [5, 8], data: text }, 'a')!;
  for (let start = 0; start < 40; start++)
    for (let end = start; end <= 40; end++) expect(array.read(start, end)).toEqual(data.slice(start, end));
  const broken = base64Numbers({ dims: [5, 8], data: `${text.slice(0, 62)}==${text.slice(64)}` }, 'a')!;
  expect(() => broken.read()).toThrow(/base64/);
  expect(() => broken.read(8, 12)).toThrow(/base64/);
});
