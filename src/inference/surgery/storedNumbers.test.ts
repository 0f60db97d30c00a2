import { describe, expect, test } from 'vitest';
import type { ElementType } from './elementTypes.ts';
import { toNumbers, unpackBits } from './storedNumbers.ts';

const stored = (elementType: ElementType, bytes: Uint8Array, nElements: number) =>
  toNumbers({ elementType, nElements, areVarints: false, bytes });

/** Bytes little-endian by hand, and the numbers that they are. */
const ROWS: readonly (readonly [type: ElementType, bytes: readonly number[], numbers: readonly number[]])[] = [
  ['float32', [0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0], [1, -2.5]],
  ['float64', [0, 0, 0, 0, 0, 0, 0x04, 0xc0], [-2.5]],
  ['float16', [0x00, 0x3c, 0x00, 0xc1, 0x01, 0x00, 0x00, 0x7c], [1, -2.5, 2 ** -24, Infinity]],
  ['bfloat16', [0x80, 0x3f, 0x20, 0xc0], [1, -2.5]],
  ['int8', [1, 255], [1, -1]],
  ['uint8', [1, 255], [1, 255]],
  ['int16', [0xff, 0xff, 0, 1], [-1, 256]],
  ['uint16', [0xff, 0xff], [65_535]],
  ['int32', [0xfe, 0xff, 0xff, 0xff], [-2]],
  ['uint32', [0xff, 0xff, 0xff, 0xff], [2 ** 32]],
  ['int64', [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0, 0, 0, 0, 0], [-2, 7]],
  ['int4', [0x8f, 0x07], [-1, -8, 7]],
  ['uint4', [0x8f, 0x07], [15, 8, 7]],
  ['int2', [0b10_01_11_00], [0, -1, 1, -2]],
  ['uint2', [0b10_01_11_00], [0, 3, 1, 2]],
];

describe('stored numbers', () => {
  test.each(ROWS)('%s', (type, bytes, numbers) => {
    expect([...(stored(type, Uint8Array.from(bytes), numbers.length) ?? [])]).toEqual(numbers);
  });

  test.each(ROWS)('%s, wherever they lie in a file, in memory of their own', (type, bytes, numbers) => {
    for (const before of [1, 2, 3, 4, 8]) {
      const file = Uint8Array.from([...Array<number>(before).fill(9), ...bytes, 9, 9]);
      const found = stored(type, file.subarray(before), numbers.length)!;
      expect([...found]).toEqual(numbers);
      expect(found.buffer).not.toBe(file.buffer);
    }
  });

  test.each(ROWS)('%s: too few bytes are none', (type, bytes, numbers) => {
    expect(stored(type, Uint8Array.from(bytes).subarray(1), numbers.length)).toBeNull();
  });

  test('a type that is not known is none; bits of a block end within a byte', () => {
    expect(stored('string', new Uint8Array(8), 1)).toBeNull();
    expect([...unpackBits(Uint8Array.of(0x21, 0x43), 3, 4, false)!]).toEqual([1, 2, 3]);
  });
});
