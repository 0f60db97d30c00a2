import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { bytesField, concat, intField, ProtoReader, varint } from './protobuf.ts';

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return 'no error';
};

const walk = (bytes: Uint8Array): number => {
  const reader = ProtoReader.overFile(bytes);
  let nFields = 0;
  for (; reader.next(); nFields++) reader.skip();
  return nFields;
};

const readInt = (bytes: readonly number[]): number => {
  const reader = ProtoReader.overFile(Uint8Array.from([0x08, ...bytes]));
  reader.next();
  return reader.int();
};

const readInts = (bytes: Uint8Array): readonly number[] => {
  const reader = ProtoReader.overFile(bytes);
  const values: number[] = [];
  while (reader.next()) reader.ints((value) => values.push(value));
  return values;
};

const fieldNumber = fc.integer({ min: 1, max: 0x1fffffff });

describe('worked examples of the encoding', () => {
  test('150 is 96 01, 1 is one byte, 2^32 is five', () => {
    expect([...varint(150)]).toEqual([0x96, 0x01]);
    expect([...varint(1)]).toEqual([1]);
    expect([...varint(2 ** 32)]).toEqual([0x80, 0x80, 0x80, 0x80, 0x10]);
  });

  test('-1 and the ends of int64 are read from ten bytes', () => {
    const f = 0xff;
    expect(readInt([f, f, f, f, f, f, f, f, f, 1])).toBe(-1);
    expect(readInt([0xfe, f, f, f, f, f, f, f, f, 1])).toBe(-2);
    expect(readInt([0x80, 0x80, 0x80, 0x80, 0xf0, f, f, f, f, 1])).toBe(-(2 ** 32));
    expect(readInt([0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1])).toBe(-(2 ** 63));
    expect(readInt([f, f, f, f, f, f, f, f, 0x7f])).toBe(2 ** 63);
  });

  test('a 32-bit float is little-endian', () => {
    const reader = ProtoReader.overFile(Uint8Array.from([0x15, 0x00, 0x00, 0x20, 0xc0]));
    reader.next();
    expect([reader.field, reader.wire, reader.float()]).toEqual([2, 5, -2.5]);
  });

  test('a repeated integer field reads the same packed and not', () => {
    const numbers = [3, 270, 86942];
    expect(readInts(bytesField(4, concat(numbers.map(varint))))).toEqual(numbers);
    expect(readInts(concat(numbers.map((value) => intField(4, value))))).toEqual(numbers);
  });
});

describe('what is written is read back', () => {
  test('integers', () => {
    fc.assert(
      fc.property(fieldNumber, fc.maxSafeNat(), (field, value) => {
        const reader = ProtoReader.overFile(intField(field, value));
        expect(reader.next()).toBe(true);
        expect([reader.field, reader.wire, reader.int()]).toEqual([field, 0, value]);
        expect(reader.next()).toBe(false);
      }),
      { seed: 1 },
    );
  });

  test('texts, bytes and nested messages, whatever is skipped between', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), fc.maxSafeNat(), (text, bytes, value) => {
        const inner = concat([bytesField(9, bytes), bytesField(1, text), intField(2, value)]);
        const reader = ProtoReader.overFile(bytesField(7, inner));
        reader.next();
        const message = reader.message();
        message.next();
        message.skip();
        message.next();
        expect(message.text()).toBe(text);
        message.next();
        expect(message.int()).toBe(value);
        expect([message.next(), reader.next()]).toEqual([false, false]);
      }),
      { seed: 2 },
    );
  });

  test('bytes come as a view, not a copy', () => {
    const file = bytesField(9, Uint8Array.from([1, 2, 3]));
    const reader = ProtoReader.overFile(file);
    reader.next();
    expect(reader.bytes().buffer).toBe(file.buffer);
  });
});

describe('bytes that lie', () => {
  test('a file cut short is truncated, at every cut that is not between fields', () => {
    const file = concat([intField(1, 300), bytesField(7, 'abcdef'), intField(8, 2 ** 40)]);
    const whole = new Set([0, 3, 11]);
    for (let length = 0; length < file.length; length++) {
      const code = codeOf(() => walk(file.subarray(0, length)));
      expect(code, `cut at ${length}`).toBe(whole.has(length) ? 'no error' : 'model-truncated');
    }
  });

  test('a length past the end of the record, but not of the file, is malformed', () => {
    const file = concat([bytesField(7, Uint8Array.from([0x0a, 50, 1])), bytesField(9, new Uint8Array(90))]);
    const reader = ProtoReader.overFile(file);
    reader.next();
    const message = reader.message();
    message.next();
    expect(codeOf(() => message.text())).toBe('not-onnx');
  });

  test('a length of 2^62 is refused without being taken', () => {
    const huge = Uint8Array.from([0x3a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]);
    expect(codeOf(() => walk(huge))).toBe('model-truncated');
  });

  test('group fields, field 0, and numbers over 64 bits are malformed', () => {
    expect(codeOf(() => walk(Uint8Array.from([0x0b])))).toBe('not-onnx');
    expect(codeOf(() => walk(Uint8Array.from([0x02, 0x00])))).toBe('not-onnx');
    expect(codeOf(() => walk(Uint8Array.from([0x08, ...new Uint8Array(11).fill(0x80)])))).toBe('not-onnx');
  });

  test('reading a field as another kind is malformed', () => {
    const reader = ProtoReader.overFile(intField(1, 5));
    reader.next();
    expect(codeOf(() => reader.text())).toBe('not-onnx');
  });

  test('any bytes end in a count or an AppError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['no error', 'not-onnx', 'model-truncated']).toContain(codeOf(() => walk(bytes)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

test('a negative or fractional number has no varint', () => {
  expect(() => varint(-1)).toThrow(RangeError);
  expect(() => varint(0.5)).toThrow(RangeError);
});
