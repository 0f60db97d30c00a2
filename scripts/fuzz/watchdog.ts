import { Worker } from 'node:worker_threads';

/** Ends this process if what is expected does not come: no timer of its own runs while a loop holds the thread. */
export type Watchdog = {
  /** From now on time counts; `words` go to the error stream if it runs out. */
  expect(words: string): void;
  rest(): void;
  stop(): void;
};

const LOOK = `
const { workerData: { state, words, limitMs } } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let seen = 0;
let since = Date.now();
setInterval(() => {
  const turn = Atomics.load(state, 0);
  if (turn !== seen || turn % 2 === 0) {
    seen = turn;
    since = Date.now();
  } else if (Date.now() - since > limitMs) {
    writeSync(2, Buffer.from(words.slice(0, Atomics.load(state, 1))).toString() + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }
}, 250);
`;

/** A thread that looks after this one. */
export function watch(limitMs: number): Watchdog {
  // Odd while something is expected, and another number each time; then the length of the words.
  const state = new Int32Array(new SharedArrayBuffer(8));
  const words = new Uint8Array(new SharedArrayBuffer(1000));
  const worker = new Worker(LOOK, { eval: true, workerData: { state, words, limitMs } });
  worker.unref();
  return {
    expect(text) {
      // Encoders refuse shared memory.
      const bytes = new TextEncoder().encode(text).subarray(0, words.length);
      words.set(bytes);
      Atomics.store(state, 1, bytes.length);
      Atomics.add(state, 0, 1);
    },
    rest: () => void Atomics.add(state, 0, 1),
    stop: () => void worker.terminate(),
  };
}
