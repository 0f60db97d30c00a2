export type PlanePlace = { readonly x: number; readonly y: number };

/** Heads that belong together. */
export type PlaneGroup = { readonly letter: string; readonly members: readonly number[] };

type PlaneCluster = PlaneGroup & { readonly centre: PlanePlace };

export type PlaneLayout = {
  /** By head; not-a-number for a head that has no place. */
  readonly places: readonly PlanePlace[];
  readonly clusters: readonly PlaneCluster[];
  /** CSS pixels for one unit of distance, the same on both axes. */
  readonly unit: number;
};

/** Fits points [head, 2], NaN for heads without a place, into a box with one scale for both axes, and finds the middle of each group. */
export function planeLayout(
  points: ArrayLike<number>,
  groups: readonly PlaneGroup[],
  width: number,
  height: number,
  rem: number,
): PlaneLayout {
  const n = Math.floor(points.length / 2);
  const xs = Array.from({ length: n }, (_, i) => points[2 * i] ?? 0);
  const ys = Array.from({ length: n }, (_, i) => points[2 * i + 1] ?? 0);
  const [left, right] = extentOf(xs);
  const [low, high] = extentOf(ys);
  const pad = 1.6 * rem;
  const unit = Math.max(
    1e-9,
    Math.min(
      Math.max(1, width - 2 * pad) / Math.max(1e-9, right - left),
      Math.max(1, height - 2 * pad) / Math.max(1e-9, high - low),
    ),
  );
  const places = xs.map((x, i) => ({
    x: width / 2 + (x - (left + right) / 2) * unit,
    y: height / 2 - ((ys[i] ?? 0) - (low + high) / 2) * unit,
  }));
  const clusters = groups.map((group) => ({ ...group, centre: middle(group.members.flatMap((i) => places[i] ?? [])) }));
  return { places, clusters, unit };
}

/** Zero is always inside. */
function extentOf(values: readonly number[]): readonly [number, number] {
  const known = values.filter(Number.isFinite);
  return [Math.min(0, ...known), Math.max(0, ...known)];
}

function middle(places: readonly PlanePlace[]): PlanePlace {
  const sum = places.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}

/** Whether a head has a place on the plane. */
export function isPlaced(place: PlanePlace | undefined): boolean {
  return place !== undefined && Number.isFinite(place.x) && Number.isFinite(place.y);
}

const DIRECTIONS: Readonly<Record<string, PlanePlace>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The nearest point towards an arrow; Page Down and Page Up go through all heads in turn; null for any other key. */
export function movePlane(places: readonly PlanePlace[], from: number, key: string): number | null {
  const there = [...places.keys()].filter((index) => isPlaced(places[index]));
  if (key === 'Home') return there[0] ?? null;
  if (key === 'End') return there.at(-1) ?? null;
  if (key === 'PageDown') return there.find((index) => index > from) ?? from;
  if (key === 'PageUp') return there.findLast((index) => index < from) ?? from;
  const direction = DIRECTIONS[key];
  const start = places[from];
  if (direction === undefined || start === undefined) return null;
  let nearest = from;
  let least = Infinity;
  for (const [index, place] of places.entries()) {
    const [dx, dy] = [place.x - start.x, place.y - start.y];
    const along = dx * direction.x + dy * direction.y;
    const across = Math.abs(dx * direction.y) + Math.abs(dy * direction.x);
    // Within 45 degrees of the arrow.
    if (index === from || along <= 0 || across > along) continue;
    const distance = Math.hypot(dx, dy);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}
