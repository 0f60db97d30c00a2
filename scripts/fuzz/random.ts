import { randomStream } from '../../src/core/random.ts';

/** A stream of chance that a seed repeats: whole numbers from 0 up to, and without, `below`. */
export type Random = (below: number) => number;

/** Numbers of a seed. */
export function randomOf(seed: number): Random {
  const next = randomStream(seed);
  return (below) => Math.floor(next() * below);
}

/** One of a list. Throws RangeError for an empty one. */
export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[random(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
