/** Where a matrix stands, in CSS pixels from the top left: its name above it, its norm under it. */
export type MatrixPlace = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

/** Places of matrices that stand side by side, and under each other where there is no room. */
export type WeightPicturesLayout = {
  readonly width: number;
  readonly height: number;
  readonly places: readonly MatrixPlace[];
  /** Middle of the line above a matrix, and of that under it, from its edge. */
  readonly above: number;
  readonly under: number;
};

/** In rem. */
const LONG = 12;
const WIDEST = 30;
/** Words above and under a matrix need so much. */
const LEAST = 6.5;
const THIN = 2;
const LINE = 1.4;
const GAP = 1;

type Shape = { readonly nRows: number; readonly nColumns: number };

/** The longer side of a matrix is as long as there is room; the shorter as its numbers have it, as far as words fit. */
export function weightPicturesLayout(shapes: readonly Shape[], room: number, rem: number): WeightPicturesLayout {
  const [line, gap] = [LINE * rem, GAP * rem];
  const places: MatrixPlace[] = [];
  let [x, top, tallest, widest] = [0, 0, 0, 0];
  for (const shape of shapes) {
    const { width, height } = sizeOf(shape, room, rem);
    if (x > 0 && x + width > room) {
      top += tallest + 2 * line + gap;
      [x, tallest] = [0, 0];
    }
    places.push({ x, y: top + line, width, height });
    tallest = Math.max(tallest, height);
    widest = Math.max(widest, x + width);
    x += width + gap;
  }
  const height = shapes.length === 0 ? 0 : top + tallest + 2 * line;
  return { width: widest, height, places, above: line / 2, under: line / 2 };
}

function sizeOf({ nRows, nColumns }: Shape, room: number, rem: number) {
  const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
  if (nColumns > nRows) {
    const width = Math.min(room, WIDEST * rem);
    return { width, height: within((width * nRows) / nColumns, THIN * rem, LONG * rem) };
  }
  const height = LONG * rem;
  return { width: within((height * nColumns) / nRows, LEAST * rem, height), height };
}
