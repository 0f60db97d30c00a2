/** A stream of chance that a seed repeats: whole numbers from 0 up to, and without, `below`. */
export type Random = (below: number) => number;

/** Numbers of a seed. Source: mulberry32, Tommy Ettinger, public domain. */
export function randomOf(seed: number): Random {
  let state = (seed + 0x9e3779b9) >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** One of a list. Throws RangeError for an empty one. */
export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
