import { expect, test } from 'vitest';
import { sumOf } from './sumOf.ts';

const file = Uint8Array.from({ length: 1003 }, (_, at) => (at * 7) % 256);

test('every change of one bit gives another sum, also behind the last whole word', () => {
  const sums = new Set([sumOf(file)]);
  for (let at = 0; at < file.length; at++)
    sums.add(sumOf(file.map((byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte))));
  expect(sums.size).toBe(file.length + 1);
});

test('length and order count', () => {
  const swapped = file.map((_, at) => file[at < 8 ? (at + 4) % 8 : at]!);
  expect(
    new Set([file, file.subarray(1), file.subarray(0, 1002), swapped, new Uint8Array(4), new Uint8Array(8)].map(sumOf))
      .size,
  ).toBe(6);
});

test('where the bytes lie does not', () => {
  const shifted = new Uint8Array(file.length + 1);
  shifted.set(file, 1);
  expect(sumOf(shifted.subarray(1))).toBe(sumOf(file));
  expect(sumOf(new Uint8Array())).toMatch(/^[0-9a-f]{8}$/);
});
