export type Point = { readonly x: number; readonly y: number };

/** A round brush: its width in pixels, and the grey it leaves, 0 to 255. */
export type Brush = { readonly width: number; readonly grey: number };

/** Shape: pixels [row, column]. */
type Picture = { readonly width: number; readonly height: number; readonly pixels: Uint8ClampedArray };

/**
 * Draws a line with round ends into a picture, in place. A pixel takes the brush's grey by how much of it is covered: wholly up to
 * half a pixel within the edge of the line, not at all from half a pixel beyond it. It is only moved towards that grey, and the same
 * line drawn twice is drawn once, so that a line may be drawn piece by piece.
 */
export function paintLine({ width, height, pixels }: Picture, brush: Brush, from: Point, to: Point): void {
  const reach = brush.width / 2 + 0.5;
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach];
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach];
  for (let row = Math.max(0, Math.floor(top)); row < Math.min(height, bottom); row++) {
    for (let column = Math.max(0, Math.floor(left)); column < Math.min(width, right); column++) {
      const covered = reach - distance({ x: column + 0.5, y: row + 0.5 }, from, to);
      const at = row * width + column;
      pixels[at] = towards(pixels[at] ?? 0, brush.grey, Math.max(0, Math.min(1, covered)));
    }
  }
}

/** Black takes away and everything else adds: whichever it is, a pixel goes as far as its covered share, not further each time. */
function towards(before: number, grey: number, covered: number): number {
  return grey === 0 ? Math.min(before, 255 * (1 - covered)) : Math.max(before, grey * covered);
}

/** From a point to the nearest point of a line between two others. */
function distance({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - from.x) * dx + (y - from.y) * dy) / length));
  return Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
}
