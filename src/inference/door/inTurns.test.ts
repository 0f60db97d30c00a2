import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inTurns } from './inTurns.ts';

let time = 0;
let nDone = 0;
beforeEach(() => {
  [time, nDone] = [1000, 0];
  vi.spyOn(performance, 'now').mockImplementation(() => time);
});
afterEach(() => vi.restoreAllMocks());

/** Work of as many slices as there are times, in milliseconds. */
function* work(times: readonly number[]): Generator<void, string, void> {
  for (const ms of times) {
    time += ms;
    nDone += 1;
    yield;
  }
  return 'done';
}

test('short work is done in one go, and long work with a turn every 50 milliseconds', async () => {
  const turn = vi.fn<() => Promise<void>>(async () => {});
  expect(await inTurns(work([10, 20, 15]), turn)).toBe('done');
  expect(turn).not.toHaveBeenCalled();
  const doneAtTurns: number[] = [];
  nDone = 0;
  // A turn may itself take long, as when a run goes first: that is no time in which nobody was heard.
  const long = inTurns(work([30, 30, 30, 30, 200, 10, 10]), async () => {
    doneAtTurns.push(nDone);
    time += 500;
  });
  expect(await long).toBe('done');
  expect(doneAtTurns).toEqual([2, 4, 5]);
});

test('a turn that rejects ends the work', async () => {
  const stop = new Error('a newer request came');
  await expect(inTurns(work([60, 60, 60]), () => Promise.reject(stop))).rejects.toBe(stop);
  expect(nDone).toBe(1);
});
