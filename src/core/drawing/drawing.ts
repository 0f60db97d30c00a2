import { paintLine } from './brush.ts';
import type { Brush, Point } from './brush.ts';

/** One movement of the pen. Points in pixels, from the picture's upper left corner. */
export type Stroke = { readonly brush: Brush; readonly points: readonly Point[] };

/**
 * A grey picture that is being drawn: what was there first, what was drawn on it since, and what it was begun in the place of.
 * Shape: base [row, column], 0 to 255.
 */
export type Drawing = {
  readonly width: number;
  readonly height: number;
  readonly base: Uint8ClampedArray;
  readonly strokes: readonly Stroke[];
  readonly before: Drawing | null;
};

export function emptyDrawing(width: number, height: number): Drawing {
  return { width, height, base: new Uint8ClampedArray(width * height), strokes: [], before: null };
}

/** Another picture in the place of a drawing, which can be had back. Throws RangeError for a picture of another size. */
export function begunAnew(before: Drawing, base: Uint8ClampedArray): Drawing {
  const { width, height } = before;
  if (base.length !== width * height) throw new RangeError(`${base.length} pixels are not ${width} x ${height}`);
  return { width, height, base, strokes: [], before };
}

export function withStroke(drawing: Drawing, stroke: Stroke): Drawing {
  return { ...drawing, strokes: [...drawing.strokes, stroke] };
}

/** The last stroke once more, a point further; a drawing without strokes stays as it is. */
export function withPoint(drawing: Drawing, point: Point): Drawing {
  const last = drawing.strokes.at(-1);
  if (last === undefined) return drawing;
  return { ...drawing, strokes: [...drawing.strokes.slice(0, -1), { ...last, points: [...last.points, point] }] };
}

/** The drawing before the last thing that was done to it; itself where there was none. */
export function undone(drawing: Drawing): Drawing {
  if (drawing.strokes.length === 0) return drawing.before ?? drawing;
  return { ...drawing, strokes: drawing.strokes.slice(0, -1) };
}

/** What the drawing looks like. Shape: [row, column], 0 to 255, memory of its own. */
export function pixelsOf({ width, height, base, strokes }: Drawing): Uint8ClampedArray {
  const picture = { width, height, pixels: base.slice() };
  for (const { brush, points } of strokes) {
    for (const [at, point] of points.entries()) paintLine(picture, brush, points[at - 1] ?? point, point);
  }
  return picture.pixels;
}

/** Grey to red, green, blue and no transparency. Shape: [row, column] -> [row, column, 4]. */
export function inColour(grey: Uint8ClampedArray): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * grey.length).fill(255);
  for (const [at, value] of grey.entries()) pixels.fill(value, 4 * at, 4 * at + 3);
  return pixels;
}
