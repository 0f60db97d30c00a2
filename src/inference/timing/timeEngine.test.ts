import { expect, test } from 'vitest';
import { hearEngine } from '../testing/hearEngine.ts';
import { pretendGpuRuntime } from '../testing/runtimes.ts';
import { N_ROUNDS } from './fastest.ts';

const PLAN = { d: 12, nTokens: 5, counts: [1, 2, 3] };
const ENDED = 'heads-timed';

test('a layer is timed with each number of heads, round by round, also before any model is there', async () => {
  const { engine, of } = hearEngine();
  engine.handle({ type: 'time-heads', timingId: 3, plan: PLAN });
  await engine.idle();
  const told = of(ENDED);
  expect(told.map(({ timingId, found }) => [timingId, found.nRounds, found.nRoundsInAll])).toEqual(
    Array.from({ length: N_ROUNDS - 1 }, (_, round) => [3, round + 2, N_ROUNDS]),
  );
  const { times, backend } = told.at(-1)!.found;
  expect(times.map(({ nHeads }) => nHeads)).toEqual([1, 2, 3]);
  expect(times.every(({ ms }) => Number.isFinite(ms) && ms >= 0)).toBe(true);
  expect(backend).toEqual({ name: 'wasm', threads: 1, adapter: null, isSoftware: false });
});

test('it runs on the backend of the model, and gives back all that it opened', async () => {
  const gpu = pretendGpuRuntime();
  const { engine, load, of } = hearEngine({ gpu: gpu.runtime, wasm: gpu.runtime });
  load(1, 'bookworm-gpt', 'webgpu');
  await engine.idle();
  const before = gpu.log.length;
  engine.handle({ type: 'time-heads', timingId: 1, plan: PLAN });
  await engine.idle();
  expect(of(ENDED).at(-1)?.found.backend.name).toBe('webgpu');
  const after = gpu.log.slice(before);
  const count = (what: string) => after.filter((line) => line === what).length;
  expect([count('create webgpu'), count('run webgpu'), count('release webgpu')]).toEqual([3, 3 * (N_ROUNDS + 1), 3]);
});

test('one that is stopped says no more, and gives back what it had opened', async () => {
  const gpu = pretendGpuRuntime();
  const { engine, of, until } = hearEngine({ wasm: gpu.runtime });
  engine.handle({ type: 'time-heads', timingId: 1, plan: PLAN });
  await until(ENDED);
  engine.handle({ type: 'stop-timing' });
  const nTold = of(ENDED).length;
  await engine.idle();
  expect([of(ENDED).length, of('timing-failed').length]).toEqual([nTold, 0]);
  expect(gpu.log.filter((line) => line.startsWith('release'))).toHaveLength(3);
});

test('a sentence goes first, a load ends it', async () => {
  const { engine, load, run, until, replies, of } = hearEngine();
  load(1, 'bookworm-gpt');
  await engine.idle();
  engine.handle({ type: 'time-heads', timingId: 1, plan: PLAN });
  await until(ENDED);
  run(1, 'The dog slept.');
  await engine.idle();
  const types = replies.map(({ type }) => type);
  expect(types.indexOf('ran')).toBeLessThan(types.lastIndexOf(ENDED));
  expect(of(ENDED)).toHaveLength(N_ROUNDS - 1);
  engine.handle({ type: 'time-heads', timingId: 2, plan: PLAN });
  load(2, 'bookworm-gpt');
  await engine.idle();
  expect(of(ENDED).filter(({ timingId }) => timingId === 2)).toHaveLength(0);
});

test('what cannot be timed is told', async () => {
  const { engine, of } = hearEngine();
  engine.handle({ type: 'time-heads', timingId: 1, plan: { ...PLAN, counts: [1, 5] } });
  await engine.idle();
  expect(of('timing-failed')).toEqual([
    {
      type: 'timing-failed',
      timingId: 1,
      error: { code: 'run-failed', detail: expect.stringContaining('invalid heads: 5') },
    },
  ]);
});

test('a lost graphics device ends it with the model’s restart, and no session of it is touched again', async () => {
  const gpu = pretendGpuRuntime();
  const { engine, load, until, of } = hearEngine({ gpu: gpu.runtime });
  load(1, 'bookworm-gpt', 'webgpu');
  await engine.idle();
  engine.handle({ type: 'time-heads', timingId: 1, plan: { d: 96, nTokens: 64, counts: [1, 2, 3] } });
  await until(ENDED);
  gpu.lose('unplugged');
  await engine.idle();
  expect([of('restarting').length, of('timing-failed').length]).toEqual([1, 0]);
  expect(of(ENDED).length).toBeLessThan(N_ROUNDS - 1);
  engine.handle({ type: 'time-heads', timingId: 2, plan: PLAN });
  await engine.idle();
  const last = of(ENDED).at(-1)!;
  expect([last.timingId, last.found.nRounds, last.found.backend.name]).toEqual([2, N_ROUNDS, 'wasm']);
  expect(gpu.log.filter((line) => line === 'release webgpu')).toEqual([]);
});

test('a load gives back what a timing had opened', async () => {
  const gpu = pretendGpuRuntime();
  const { engine, load, until } = hearEngine({ wasm: gpu.runtime });
  engine.handle({ type: 'time-heads', timingId: 1, plan: PLAN });
  await until(ENDED);
  load(1, 'bookworm-gpt');
  await engine.idle();
  expect(gpu.log.filter((line) => line === 'release wasm')).toHaveLength(PLAN.counts.length);
});
