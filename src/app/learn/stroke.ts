/** A place on screen, in pixels. */
type Place = { readonly x: number; readonly y: number };
/** The box of a column that is drawn in. */
type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/**
 * A stroke of a pen over columns. Each call carries it on to a place, and gives what that sets: for columns by their number, a part of their
 * height from the bottom, 0 to 1. A column has what the stroke had nearest to its middle; one that is passed between two calls has what
 * lies on the line between them.
 */
export function beginStroke(boxes: readonly Box[]): (to: Place) => ReadonlyMap<number, number> {
  const nearest = new Map<number, number>();
  let last: Place | null = null;
  return (to) => {
    const from = last ?? to;
    last = to;
    const isSteep = Math.abs(to.y - from.y) > 2 * Math.abs(to.x - from.x);
    const set = new Map<number, number>();
    for (const [n, { left, right, top, bottom }] of boxes.entries()) {
      const [middle, width] = [(left + right) / 2, right - left];
      const isPassed = from.x < middle ? middle <= to.x : middle < from.x && to.x <= middle;
      if (!isPassed && (to.x < left || to.x > right)) continue;
      const off = isPassed ? 0 : Math.abs(to.x - middle);
      // A pen that goes up and down in one place is followed wherever that is.
      if (off > (nearest.get(n) ?? width) && !isSteep) continue;
      nearest.set(n, off);
      const y = isPassed ? from.y + ((middle - from.x) / (to.x - from.x)) * (to.y - from.y) : to.y;
      set.set(n, Math.min(1, Math.max(0, (bottom - y) / (bottom - top))));
    }
    return set;
  };
}
