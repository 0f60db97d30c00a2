/** Two nodes that become one: items are 0 to n - 1, merge i makes node n + i. `a` is below `b`. */
type Merge = { readonly a: number; readonly b: number; readonly height: number; readonly size: number };

/** Merges from the lowest up, and the items in the order in which they stand below the tree. */
export type Tree = { readonly merges: readonly Merge[]; readonly order: readonly number[] };

/**
 * Agglomerative clustering with average linkage: the height of a merge is the mean distance between the members of its
 * two sides. Shape: distance [item, item], symmetric, finite.
 * Throws RangeError for a distance that is none. By chains of nearest neighbours, in time items squared.
 */
export function averageLinkage(distance: Float32Array, count: number): Tree {
  checkDistance(distance, count);
  const far = Float64Array.from(distance);
  const sizes = new Int32Array(count).fill(1);
  const found: { a: number; b: number; height: number }[] = [];
  const chain: number[] = [];
  while (found.length < count - 1) {
    if (chain.length === 0) chain.push(sizes.findIndex((size) => size > 0));
    const top = chain[chain.length - 1]!;
    const before = chain[chain.length - 2];
    const nearest = nearestOf(far, sizes, top, before);
    if (nearest !== before) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    found.push({ a: top, b: nearest, height: far[top * count + nearest]! });
    for (let other = 0; other < count; other++) {
      if (sizes[other] === 0 || other === top || other === nearest) continue;
      const merged =
        (sizes[top]! * far[top * count + other]! + sizes[nearest]! * far[nearest * count + other]!) /
        (sizes[top]! + sizes[nearest]!);
      far[nearest * count + other] = far[other * count + nearest] = merged;
    }
    sizes[nearest]! += sizes[top]!;
    sizes[top] = 0;
  }
  const merges = nameNodes(
    found.toSorted((one, other) => one.height - other.height),
    count,
  );
  return { merges, order: leavesOf(merges, count) };
}

/** The nearest group; of equals the one below in the chain, without which chains might never end. */
function nearestOf(far: Float64Array, sizes: Int32Array, top: number, before: number | undefined): number {
  const count = sizes.length;
  let nearest = before ?? -1;
  for (let other = 0; other < count; other++) {
    if (other === top || sizes[other] === 0) continue;
    if (nearest < 0 || far[top * count + other]! < far[top * count + nearest]!) nearest = other;
  }
  return nearest;
}

/** Chains find merges in any order and name groups by one member; from the lowest up each gets the number of its node. */
function nameNodes(found: readonly { a: number; b: number; height: number }[], count: number): Merge[] {
  const parent = Int32Array.from({ length: 2 * count }, (_, node) => node);
  const size = new Int32Array(2 * count).fill(1);
  const rootOf = (node: number): number => {
    let root = node;
    while (parent[root] !== root) root = parent[root]!;
    return root;
  };
  return found.map(({ a, b, height }, step) => {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    const node = count + step;
    parent[rootA] = parent[rootB] = node;
    size[node] = size[rootA]! + size[rootB]!;
    return { a: Math.min(rootA, rootB), b: Math.max(rootA, rootB), height, size: size[node] };
  });
}

function leavesOf(merges: readonly Merge[], count: number): number[] {
  const order: number[] = [];
  const open = count > 0 ? [2 * count - 2] : [];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const merge = merges[node - count];
    if (merge) open.push(merge.b, merge.a);
    else order.push(node);
  }
  return order;
}

/** Throws RangeError unless there are count x count finite distances. */
export function checkDistance(distance: Float32Array, count: number): void {
  if (distance.length !== count * count) {
    throw new RangeError(`invalid distances: ${distance.length} (for ${count} items)`);
  }
  const broken = distance.findIndex((one) => !Number.isFinite(one));
  if (broken >= 0) throw new RangeError(`invalid distance: ${distance[broken]}`);
}
