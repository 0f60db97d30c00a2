/** How many sequences go through the model at once: as many as fit the memory and a short step. */
export type BatchSizer = {
  /** At least 1. */
  readonly size: () => number;
  /** Tells how long a batch took, in milliseconds. */
  readonly took: (nSequences: number, ms: number) => void;
};

/** Numbers that the answers of one batch may hold: 64 MB. */
const MAX_FLOATS = 2 ** 24;

/** How long a step may keep the person waiting, in milliseconds: what comes meanwhile is heard only afterwards. */
const STEP_MS = 100;

/**
 * Sizes batches by the time that those before took; `firstMs` is that of a single sequence.
 * `floatsEach` is what the model says to one sequence; `limit` is the most that may go together in any case.
 */
export function createBatchSizer(floatsEach: number, firstMs: number, limit = Infinity): BatchSizer {
  const most = Math.max(1, Math.min(limit, Math.floor(MAX_FLOATS / Math.max(1, floatsEach))));
  let msEach = firstMs;
  return {
    size: () => Math.min(most, Math.max(1, Math.floor(STEP_MS / Math.max(msEach, STEP_MS / most)))),
    took(nSequences, ms) {
      msEach = ms / nSequences;
    },
  };
}
