import type { Slices } from '../../core/slices.ts';

/** How long a slice of work may keep the worker deaf, in milliseconds. */
const TURN_MS = 50;

/**
 * Does sliced work, and calls `turn` between two slices whenever enough time has passed since the last time.
 * Where `turn` rejects so does this, and the rest is not done.
 */
export async function inTurns<Result>(slices: Slices<Result>, turn: () => Promise<void>): Promise<Result> {
  let turnedAt = performance.now();
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    if (performance.now() - turnedAt <= TURN_MS) continue;
    await turn();
    turnedAt = performance.now();
  }
}
