import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDrawing, writeDrawing } from './written.ts';

test('a drawing is written as greys, blacks and repetitions', () => {
  // 204 is the grey of number 12, 255 of 15: M and P; two blacks are R, two pixels more p.
  const pixels = Uint8ClampedArray.of(0, 0, 204, 204, 204, 255, 0, 8, 9);
  expect(writeDrawing(pixels)).toBe('RMpPRB');
  expect([...readDrawing('RMpPRB', 9)!]).toEqual([0, 0, 204, 204, 204, 255, 0, 0, 17]);
});

test('what is read back is the nearest of 16 greys at every pixel, and is written as before', () => {
  const grey = fc.oneof(fc.constant(0), fc.constant(204), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(grey, { minLength: 1, maxLength: 120 }), (list) => {
      const text = writeDrawing(Uint8ClampedArray.from(list));
      const back = readDrawing(text, list.length)!;
      for (const [at, value] of list.entries()) expect(Math.abs(back[at]! - value)).toBeLessThanOrEqual(8);
      expect(writeDrawing(back)).toBe(text);
      expect(text.length).toBeLessThanOrEqual(list.length);
      expect(readDrawing(text, list.length + 1)).toBeNull();
      expect(readDrawing(text, list.length - 1)).toBeNull();
    }),
  );
});

test('what is no such text is no drawing', () => {
  for (const text of ['', 'A B', 'Aé', '.', 'AA=']) expect(readDrawing(text, 2)).toBeNull();
});
