import { expect } from 'vitest';

/** The largest difference between two lists of the same length. */
export function farthest(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(got.length).toBe(expected.length);
  return Math.max(...Array.from(expected, (one, at) => Math.abs(got[at]! - one)));
}
