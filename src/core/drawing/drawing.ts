import { paintLine } from './brush.ts';
import type { Brush, Point } from './brush.ts';

/** One movement of the pen. Points in pixels, from the picture's upper left corner. */
export type Stroke = { readonly brush: Brush; readonly points: readonly Point[] };

/**
 * A grey picture that is being drawn: what it looks like, the line that may go on, and what it was before the last thing that was done to
 * it, null for nothing. Shape: pixels [row, column], 0 to 255.
 */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
  readonly pen: { readonly brush: Brush; readonly at: Point } | null;
  readonly before: Drawing | null;
};

export function emptyDrawing(width: number, height: number): Drawing {
  return { width, height, pixels: new Uint8ClampedArray(width * height), pen: null, before: null };
}

/** Another picture in the place of a drawing, which can be had back. Throws RangeError for a picture of another size. */
export function begunAnew(before: Drawing, pixels: Uint8ClampedArray): Drawing {
  const { width, height } = before;
  if (pixels.length !== width * height) throw new RangeError(`${pixels.length} pixels are not ${width} x ${height}`);
  return { width, height, pixels, pen: null, before };
}

/** The drawing with a stroke of at least one point on it. */
export function withStroke(drawing: Drawing, { brush, points }: Stroke): Drawing {
  const [first, ...others] = points;
  if (first === undefined) return drawing;
  const begun = { ...drawing, pen: { brush, at: first }, before: drawing };
  return withPoints({ ...begun, pixels: painted(begun, brush, [first, first]) }, others);
}

/** The last stroke some points further, of which only the new piece is painted; a drawing without a stroke stays as it is. */
export function withPoints(drawing: Drawing, points: readonly Point[]): Drawing {
  const { pen } = drawing;
  const last = points.at(-1);
  if (pen === null || last === undefined) return drawing;
  return { ...drawing, pixels: painted(drawing, pen.brush, [pen.at, ...points]), pen: { ...pen, at: last } };
}

/** The drawing before the last thing that was done to it; itself where there was none. */
export function undone(drawing: Drawing): Drawing {
  return drawing.before ?? drawing;
}

/** The picture of a drawing with a line on it. Memory of its own. */
function painted({ width, height, pixels }: Drawing, brush: Brush, points: readonly Point[]): Uint8ClampedArray {
  const picture = { width, height, pixels: pixels.slice() };
  for (const [at, to] of points.entries()) {
    const from = points[at - 1];
    if (from !== undefined) paintLine(picture, brush, from, to);
  }
  return picture.pixels;
}

/** Grey to red, green, blue and no transparency. Shape: [row, column] -> [row, column, 4]. */
export function inColour(grey: Uint8ClampedArray): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * grey.length).fill(255);
  for (const [at, value] of grey.entries()) pixels.fill(value, 4 * at, 4 * at + 3);
  return pixels;
}
