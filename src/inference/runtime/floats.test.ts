import { describe, expect, test } from 'vitest';
import { toFloat32, toHalfBits } from './floats.ts';

const halfToNumber = (bits: number) => toFloat32({ type: 'float16', data: Uint16Array.of(bits) })[0]!;

describe('half-precision bits', () => {
  test.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x3555, 0.333251953125],
    [0x7bff, 65504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Infinity],
    [0xfc00, -Infinity],
    [0x7e00, NaN],
  ])('%i are %f', (bits, value) => {
    expect(halfToNumber(bits)).toBe(value);
  });
});

describe('toFloat32', () => {
  test('float32 passes without a copy', () => {
    const data = Float32Array.of(0.25, 0.75);
    expect(toFloat32({ type: 'float32', data })).toBe(data);
  });

  test('raw half-precision bits are decoded', () => {
    expect(toFloat32({ type: 'float16', data: Uint16Array.of(0x3800, 0x3400) })).toEqual(Float32Array.of(0.5, 0.25));
  });

  test('integers are refused', () => {
    expect(() => toFloat32({ type: 'int64', data: BigInt64Array.of(1n) })).toThrow('got int64');
  });
});

describe('toHalfBits', () => {
  test.each([
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [-Infinity, 0xfc00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [-0, 0x8000],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
  ])('%d is 0x%x: ties go to the even neighbour', (value, bits) => {
    expect(toHalfBits(value)).toBe(bits);
  });

  test('every half-precision number comes back as itself', () => {
    const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const numbers = all.filter((bits) => !Number.isNaN(halfToNumber(bits)));
    expect(numbers).toHaveLength(0x10000 - 2 * 1023);
    expect(numbers.filter((bits) => toHalfBits(halfToNumber(bits)) !== bits)).toEqual([]);
    expect(halfToNumber(toHalfBits(NaN))).toBeNaN();
  });
});
