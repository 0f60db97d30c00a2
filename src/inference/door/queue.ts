import { nextTask } from '../nextTask.ts';

/**
 * Work for the queue; `signal` aborts once a newer job makes this one pointless.
 * `turn` ends a step of a long job: messages are heard, and jobs of higher lanes go first. It rejects with the signal's
 * reason once that is aborted, after which the job must leave the runtime alone.
 */
export type Job = (signal: AbortSignal, turn: Turn) => Promise<void>;

/** With a lane: what is left of the job is less urgent, and from here on jobs of that lane go first too. */
export type Turn = (after?: Lane) => Promise<void>;

/**
 * Highest first. Labels come after what is switched off: a picture is never kept waiting by its names. Each question about the
 * inside of a layer has a lane of its own, since only one about the same thing takes its place; lengths, labels on them, sought words and copying take many passes.
 */
const LANES = [
  'load',
  'run',
  'ablate',
  'layer',
  'sharpness',
  'direct',
  'word',
  'against',
  'weights',
  'label',
  'cost',
  'sent-label',
  'lengths',
  'sent-labels',
  'sought',
  'copying',
  'study',
  'time',
] as const;
type Lane = (typeof LANES)[number];

/** What a newer job of a lane makes pointless; without a row that of its own lane. A study and a timing have inputs of their own, so that no run ends them. */
const DROPS: Readonly<Partial<Record<Lane, readonly Lane[]>>> = {
  load: LANES,
  run: LANES.filter((lane) => lane !== 'load' && lane !== 'study' && lane !== 'time'),
};

type Queue = {
  /** Adds a job: it replaces the waiting job of its lane and aborts the one under way, and so in the lanes it makes pointless. */
  put(lane: Lane, job: Job): void;
  /** Aborts the job of a lane, waiting or under way. */
  drop(lane: Lane): void;
  /** Holds a lane back, or lets it go on: a job under way stops at its next turn, a new one waits. */
  pause(lane: Lane, isPaused: boolean): void;
  /** Resolves when nothing runs and nothing waits but what is paused. */
  idle(): Promise<void>;
};

type Entry = {
  readonly lane: Lane;
  readonly controller: AbortController;
  /** Place in the order of lanes; the smallest goes first. */
  rank: number;
  /** Begins the job, or goes on with it; resolves when it ends or stops at a turn. */
  advance: () => Promise<void>;
};

/**
 * One job at a time, latest wins: two overlapping calls on one WebGPU session kill the tab, so everything that
 * touches the runtime goes through here.
 * Higher lanes go first. Jobs handle their own errors; what one throws goes to `onError`, unless it was aborted.
 */
export function createQueue(onError: (thrown: unknown) => void): Queue {
  let running: Entry | null = null;
  let draining: Promise<void> = Promise.resolve();
  const waiting = new Map<Lane, Entry>();
  const paused = new Set<Lane>();

  function drop(lane: Lane): void {
    const stale = [waiting.get(lane), running?.lane === lane ? running : undefined];
    waiting.delete(lane);
    for (const entry of stale) entry?.controller.abort();
  }

  function next(): Entry | undefined {
    const ready = [...waiting.values()].filter(({ lane }) => !paused.has(lane));
    return ready.toSorted((a, b) => a.rank - b.rank)[0];
  }

  async function drain(): Promise<void> {
    for (let entry = next(); entry; entry = next()) {
      waiting.delete(entry.lane);
      running = entry;
      await entry.advance();
    }
    running = null;
  }

  function wake(): void {
    if (!running) draining = drain();
  }

  function makeEntry(lane: Lane, job: Job): Entry {
    const controller = new AbortController();
    const { signal } = controller;
    /** Tells the queue that the job ended or stopped at a turn. */
    let yieldNow = (): void => {};

    const turn: Turn = async (after) => {
      if (after !== undefined) entry.rank = Math.max(entry.rank, LANES.indexOf(after) + 0.5);
      await nextTask();
      signal.throwIfAborted();
      const first = next();
      if (!paused.has(lane) && (!first || first.rank > entry.rank)) return;
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        entry.advance = () =>
          new Promise((stopped) => {
            yieldNow = stopped;
            resolve();
          });
        waiting.set(lane, entry);
        yieldNow();
      });
    };

    const entry: Entry = {
      lane,
      controller,
      rank: LANES.indexOf(lane),
      advance: () =>
        new Promise((stopped) => {
          yieldNow = stopped;
          job(signal, turn)
            .catch((error: unknown) => {
              if (!signal.aborted) onError(error);
            })
            .finally(() => yieldNow());
        }),
    };
    return entry;
  }

  return {
    put(lane, job) {
      for (const stale of DROPS[lane] ?? [lane]) drop(stale);
      waiting.set(lane, makeEntry(lane, job));
      wake();
    },
    drop,
    pause(lane, isPaused) {
      if (isPaused) paused.add(lane);
      else paused.delete(lane);
      wake();
    },
    idle: () => draining,
  };
}
