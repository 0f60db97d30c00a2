import { describe, expect, test } from 'vitest';
import { createRoom, free } from './freshMemory.ts';

describe('a room', () => {
  test('gives copies of the same numbers, in memory that the next copy is written over', () => {
    const copied = createRoom();
    const numbers = Float32Array.of(1, 2, 3);
    const first = copied(numbers);
    expect(first).toEqual(numbers);
    expect(first.buffer).not.toBe(numbers.buffer);
    numbers[0] = 9;
    expect(first[0]).toBe(1);
    const second = copied(Float32Array.of(4, 5, 6, 7));
    expect(second).toEqual(Float32Array.of(4, 5, 6, 7));
    expect(second.buffer).toBe(first.buffer);
  });

  test('grows by doubling, so that a text of one token more has the same', () => {
    const copied = createRoom();
    const buffers = Array.from({ length: 64 }, (_, at) => copied(new Float32Array(65 + at)).buffer);
    expect(new Set(buffers).size).toBe(1);
  });
});

describe('memory that is freed', () => {
  // Node has it from 22 on.
  test.skipIf(!('transfer' in ArrayBuffer.prototype))('is empty at once', () => {
    const array = new Float32Array(8);
    free([array]);
    expect(array).toHaveLength(0);
    free([array, array]);
    expect(array).toHaveLength(0);
  });

  test.each([
    ['a part of other memory', new Float32Array(8).subarray(0, 4)],
    ['what is shared', new Float32Array(new SharedArrayBuffer(16))],
  ])('is not %s', (_, array) => {
    free([array]);
    expect(array).toHaveLength(4);
  });
});
