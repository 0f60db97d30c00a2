export type PlanePlace = { readonly x: number; readonly y: number };

/** A group of heads, largest first; a head alone is none. */
export type PlaneCluster = {
  /** A, B, C, ... */
  readonly letter: string;
  readonly members: readonly number[];
  readonly centre: PlanePlace;
};

export type PlaneLayout = {
  readonly places: readonly PlanePlace[];
  readonly clusters: readonly PlaneCluster[];
  /** CSS pixels for one unit of distance, the same on both axes. */
  readonly unit: number;
};

/** Fits points [head, 2] into a box with one scale for both axes, and finds the middle of each cluster of two heads or more. */
export function planeLayout(
  points: ArrayLike<number>,
  clusters: readonly number[],
  width: number,
  height: number,
  rem: number,
): PlaneLayout {
  const n = Math.floor(points.length / 2);
  const xs = Array.from({ length: n }, (_, i) => points[2 * i] ?? 0);
  const ys = Array.from({ length: n }, (_, i) => points[2 * i + 1] ?? 0);
  const [left, right] = [Math.min(0, ...xs), Math.max(0, ...xs)];
  const [low, high] = [Math.min(0, ...ys), Math.max(0, ...ys)];
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
  return { places, clusters: groups(clusters, places), unit };
}

function groups(clusters: readonly number[], places: readonly PlanePlace[]): readonly PlaneCluster[] {
  const members = new Map<number, number[]>();
  for (const [head, cluster] of clusters.entries()) members.set(cluster, [...(members.get(cluster) ?? []), head]);
  return [...members.values()]
    .filter((heads) => heads.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .map((heads, i) => ({
      letter: letterOf(i),
      members: heads,
      centre: middle(heads.flatMap((head) => places[head] ?? [])),
    }));
}

function middle(places: readonly PlanePlace[]): PlanePlace {
  const sum = places.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}

/** 0 -> A, 25 -> Z, 26 -> A1 */
export function letterOf(index: number): string {
  const round = Math.floor(index / 26);
  return `${String.fromCharCode(65 + (index % 26))}${round === 0 ? '' : round}`;
}

const DIRECTIONS: Readonly<Record<string, PlanePlace>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** The nearest point towards an arrow; Page Down and Page Up go through all heads in turn; null for any other key. */
export function movePlane(places: readonly PlanePlace[], from: number, key: string): number | null {
  const last = places.length - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'PageDown') return Math.min(last, from + 1);
  if (key === 'PageUp') return Math.max(0, from - 1);
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
