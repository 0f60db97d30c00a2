import { expect, test } from 'vitest';
import type { HeadTimes } from '../../../core/cost/headTimes.ts';
import { NO_TIMING } from '../timing.ts';
import { ended, reduceTiming } from './timing.ts';

const PLAN = { d: 6, nTokens: 5, counts: [1, 2] };
const OTHER = { d: 6, nTokens: 7, counts: [1, 3] };
const found = (ms: number, nRounds: number): HeadTimes => ({
  times: [{ nHeads: 1, ms, unrest: 0.01 }],
  nRounds,
  nRoundsInAll: 12,
  backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
});
const begun = reduceTiming(NO_TIMING, { type: 'timingStarted', timingId: 4, plan: PLAN });

test('a timing ends with its last round', () => {
  const one = reduceTiming(begun, { type: 'heads-timed', timingId: 4, found: found(9, 6) });
  expect([one.isPending, one.found]).toEqual([true, { plan: PLAN, times: found(9, 6) }]);
  const last = reduceTiming(one, { type: 'heads-timed', timingId: 4, found: found(8, 12) });
  expect([last.isPending, last.found?.times.times[0]?.ms]).toEqual([false, 8]);
});

test('of too few rounds nothing is told but how many they were', () => {
  const one = reduceTiming(begun, { type: 'heads-timed', timingId: 4, found: found(9, 5) });
  expect([one.found, one.progress]).toEqual([null, { nRounds: 5, nRoundsInAll: 12 }]);
  expect(reduceTiming(one, { type: 'timingStarted', timingId: 5, plan: OTHER }).progress).toBeNull();
});

test('answers to an older question, and to one that was stopped, fall through', () => {
  expect(reduceTiming(begun, { type: 'heads-timed', timingId: 3, found: found(9, 1) })).toBe(begun);
  const stopped = reduceTiming(begun, { type: 'timingStopped' });
  expect(stopped.isPending).toBe(false);
  expect(reduceTiming(stopped, { type: 'heads-timed', timingId: 4, found: found(9, 1) })).toBe(stopped);
});

test('what was found stays, with its own plan, until a newer answer is there, and also when that fails', () => {
  const one = reduceTiming(begun, { type: 'heads-timed', timingId: 4, found: found(9, 12) });
  const again = reduceTiming(one, { type: 'timingStarted', timingId: 5, plan: OTHER });
  expect([again.isPending, again.found?.plan]).toEqual([true, PLAN]);
  const failed = reduceTiming(again, {
    type: 'timing-failed',
    timingId: 5,
    error: { code: 'run-failed', detail: 'x' },
  });
  expect([failed.isPending, failed.found?.plan, failed.error?.detail]).toEqual([false, PLAN, 'x']);
  expect(reduceTiming(failed, { type: 'timing-failed', timingId: 4, error: { code: 'run-failed', detail: 'y' } })).toBe(
    failed,
  );
});

test('another load ends it', () => {
  expect(ended(begun).isPending).toBe(false);
  expect(ended(NO_TIMING)).toBe(NO_TIMING);
});
