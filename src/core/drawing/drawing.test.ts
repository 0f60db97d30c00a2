import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begunAnew, emptyDrawing, inColour, pixelsOf, undone, withPoint, withStroke } from './drawing.ts';

const WIDE = 7;
const HIGH = 5;
const BROAD = { width: 3, grey: 200 };
const blank = emptyDrawing(WIDE, HIGH);
const rowsOf = (pixels: Uint8ClampedArray) =>
  Array.from({ length: HIGH }, (_, row) => [...pixels.subarray(row * WIDE, (row + 1) * WIDE)]);
const line = (brush: { width: number; grey: number }, ...points: [number, number][]) => ({
  brush,
  points: points.map(([x, y]) => ({ x, y })),
});

describe('a stroke', () => {
  test('of one point is a disc: whole within, half covered where its edge goes through the middle of a pixel', () => {
    const drawn = pixelsOf(withStroke(blank, line({ width: 2, grey: 200 }, [3.5, 2.5])));
    const corner = Math.round(200 * (1.5 - Math.SQRT2));
    expect(rowsOf(drawn)).toEqual([
      [0, 0, 0, 0, 0, 0, 0],
      [0, 0, corner, 100, corner, 0, 0],
      [0, 0, 100, 200, 100, 0, 0],
      [0, 0, corner, 100, corner, 0, 0],
      [0, 0, 0, 0, 0, 0, 0],
    ]);
  });

  test('of two points is the line between them, and leaves the picture at its edge', () => {
    const drawn = rowsOf(pixelsOf(withStroke(blank, line(BROAD, [-20, 2.5], [4.5, 2.5]))));
    expect(drawn[2]).toEqual([200, 200, 200, 200, 200, 200, 0]);
    expect(drawn.map((row) => row[2])).toEqual([0, 200, 200, 200, 0]);
  });

  test('that is black takes away', () => {
    const whole = withStroke(blank, line({ width: 30, grey: 255 }, [3, 3]));
    const drawn = rowsOf(pixelsOf(withStroke(whole, line({ width: 1, grey: 0 }, [0.5, 1.5], [9, 1.5]))));
    expect(drawn[1]).toEqual(Array(WIDE).fill(0));
    expect(drawn[3]).toEqual(Array(WIDE).fill(255));
  });

  test('does not grow when it goes over itself, in whatever steps it is drawn', () => {
    const place = fc.record({
      x: fc.double({ min: -2, max: 9, noNaN: true }),
      y: fc.double({ min: -2, max: 7, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 5 }), fc.constantFrom(0, 90, 255), (points, grey) => {
        const base = new Uint8ClampedArray(WIDE * HIGH).fill(120);
        const there = { brush: { width: 2, grey }, points };
        const andBack = { ...there, points: [...points, ...points.toReversed()] };
        const [once, twice] = [there, andBack].map((stroke) => pixelsOf(withStroke({ ...blank, base }, stroke)));
        expect(twice).toEqual(once);
      }),
    );
  });
});

test('a drawing goes on, and is undone stroke by stroke down to what was there first', () => {
  const base = new Uint8ClampedArray(WIDE * HIGH).fill(7);
  const first = withStroke({ ...blank, base }, line(BROAD, [1, 1]));
  const longer = withPoint(first, { x: 5, y: 1 });
  const whole = withStroke({ ...blank, base }, line(BROAD, [1, 1], [5, 1]));
  expect(pixelsOf(longer)).toEqual(pixelsOf(whole));
  expect(pixelsOf(undone(withStroke(longer, line(BROAD, [3, 4]))))).toEqual(pixelsOf(longer));
  expect(pixelsOf(undone(longer))).toEqual(base);
  expect(withPoint(blank, { x: 1, y: 1 })).toBe(blank);
  expect(pixelsOf(blank)).not.toBe(blank.base);
});

test('another picture takes the place of a drawing, which comes back by undoing', () => {
  const drawn = withStroke(blank, line(BROAD, [1, 1]));
  const other = begunAnew(drawn, new Uint8ClampedArray(WIDE * HIGH).fill(9));
  expect(pixelsOf(other)).toEqual(other.base);
  expect(undone(undone(withStroke(other, line(BROAD, [1, 1]))))).toBe(drawn);
  expect(undone(blank)).toBe(blank);
  expect(() => begunAnew(blank, new Uint8ClampedArray(3))).toThrow('3 pixels are not 7 x 5');
});

test('grey in colour is red, green and blue alike', () => {
  expect([...inColour(Uint8ClampedArray.of(3, 250))]).toEqual([3, 3, 3, 255, 250, 250, 250, 255]);
});
