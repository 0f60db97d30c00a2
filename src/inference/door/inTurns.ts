import type { Slices } from '../../core/slices.ts';

/** How long work may keep the worker deaf, in milliseconds, unless it says otherwise. */
const TURN_MS = 50;

/**
 * Does sliced work, and calls `turn` between two slices whenever enough time has passed since the last time.
 * Where `turn` rejects so does this, and the rest is not done.
 */
export async function inTurns<Result>(
  slices: Slices<Result>,
  turn: () => Promise<void>,
  turnMs = TURN_MS,
): Promise<Result> {
  let turnedAt = performance.now();
  for (;;) {
    const { done, value } = slices.next();
    if (done === true) return value;
    if (performance.now() - turnedAt <= turnMs) continue;
    await turn();
    turnedAt = performance.now();
  }
}
