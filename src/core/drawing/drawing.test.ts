import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begunAnew, emptyDrawing, inColour, undone, withPoints, withStroke } from './drawing.ts';

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
    const drawn = withStroke(blank, line({ width: 2, grey: 200 }, [3.5, 2.5])).pixels;
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
    const drawn = rowsOf(withStroke(blank, line(BROAD, [-20, 2.5], [4.5, 2.5])).pixels);
    expect(drawn[2]).toEqual([200, 200, 200, 200, 200, 200, 0]);
    expect(drawn.map((row) => row[2])).toEqual([0, 200, 200, 200, 0]);
  });

  test('that is black takes away', () => {
    const whole = withStroke(blank, line({ width: 30, grey: 255 }, [3, 3]));
    const drawn = rowsOf(withStroke(whole, line({ width: 1, grey: 0 }, [0.5, 1.5], [9, 1.5])).pixels);
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
        const grey120 = begunAnew(blank, new Uint8ClampedArray(WIDE * HIGH).fill(120));
        const there = { brush: { width: 2, grey }, points };
        const andBack = { ...there, points: [...points, ...points.toReversed()] };
        const [once, twice] = [there, andBack].map((stroke) => withStroke(grey120, stroke).pixels);
        expect(twice).toEqual(once);
      }),
    );
  });
});

test('a drawing goes on, piece by piece as in one go, and is undone stroke by stroke down to what was there first', () => {
  const first = begunAnew(blank, new Uint8ClampedArray(WIDE * HIGH).fill(7));
  const begun = withStroke(first, line(BROAD, [1, 1]));
  const longer = [
    [5, 1],
    [6, 4],
    [2, 2],
  ].reduce((drawing, [x = 0, y = 0]) => withPoints(drawing, [{ x, y }]), begun);
  expect(longer.pixels).toEqual(withStroke(first, line(BROAD, [1, 1], [5, 1], [6, 4], [2, 2])).pixels);
  expect(undone(withStroke(longer, line(BROAD, [3, 4])))).toBe(longer);
  expect(undone(longer)).toBe(first);
  expect(first.pixels).toEqual(new Uint8ClampedArray(WIDE * HIGH).fill(7));
  expect(withPoints(blank, [{ x: 1, y: 1 }])).toBe(blank);
  expect([withPoints(begun, []), withStroke(begun, line(BROAD))]).toEqual([begun, begun]);
});

test('another picture takes the place of a drawing, which comes back by undoing', () => {
  const drawn = withStroke(blank, line(BROAD, [1, 1]));
  const other = begunAnew(drawn, new Uint8ClampedArray(WIDE * HIGH).fill(9));
  // No line of the picture before goes on in it.
  expect(withPoints(other, [{ x: 5, y: 1 }])).toBe(other);
  expect(undone(undone(withStroke(other, line(BROAD, [1, 1]))))).toBe(drawn);
  expect(undone(blank)).toBe(blank);
  expect(() => begunAnew(blank, new Uint8ClampedArray(3))).toThrow('3 pixels are not 7 x 5');
});

test('grey in colour is red, green and blue alike', () => {
  expect([...inColour(Uint8ClampedArray.of(3, 250))]).toEqual([3, 3, 3, 255, 250, 250, 250, 255]);
});
