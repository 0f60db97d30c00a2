/** Work for the queue; `signal` aborts once a newer job makes this one pointless. */
export type Job = (signal: AbortSignal) => Promise<void>;

export type Lane = 'load' | 'run';

export type Queue = {
  /** Adds a job: a newer job of a lane replaces the waiting one and aborts the running one; a load does so to runs too. */
  put(lane: Lane, job: Job): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};

type Entry = { readonly lane: Lane; readonly job: Job; readonly controller: AbortController };

/**
 * One job at a time, latest wins: two overlapping calls on one WebGPU session kill the tab, so everything that
 * touches the runtime goes through here.
 * A waiting load goes before a waiting run. Jobs handle their own errors; what one throws goes to `onError`.
 */
export function createQueue(onError: (thrown: unknown) => void): Queue {
  let running: Entry | null = null;
  let draining: Promise<void> = Promise.resolve();
  const waiting: { load: Entry | null; run: Entry | null } = { load: null, run: null };

  function drop(lane: Lane): void {
    waiting[lane] = null;
    if (running?.lane === lane) running.controller.abort();
  }

  async function drain(): Promise<void> {
    for (let next = take(waiting); next; next = take(waiting)) {
      running = next;
      try {
        await next.job(next.controller.signal);
      } catch (error) {
        onError(error);
      }
    }
    running = null;
  }

  return {
    put(lane, job) {
      drop(lane);
      if (lane === 'load') drop('run');
      waiting[lane] = { lane, job, controller: new AbortController() };
      if (!running) draining = drain();
    },
    idle: () => draining,
  };
}

function take(waiting: { load: Entry | null; run: Entry | null }): Entry | null {
  const next = waiting.load ?? waiting.run;
  if (next) waiting[next.lane] = null;
  return next;
}
