import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LoadTools } from './loadTools.ts';
import { withLoadTools } from './loadTools.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** What a load tells: the stage, the bytes, and when, in milliseconds since it began. */
async function toldBy(
  work: (tools: LoadTools, until: (ms: number) => void) => void,
): Promise<readonly (readonly [stage: string, bytes: number, at: number])[]> {
  const told: (readonly [string, number, number])[] = [];
  const start = Date.now();
  await withLoadTools(
    7,
    new AbortController().signal,
    async () => {},
    (reply) => {
      if (reply.type === 'progress') told.push([reply.stage, reply.loadedBytes, Date.now() - start]);
    },
    async (tools) => {
      await Promise.resolve();
      work(tools, (ms) => vi.advanceTimersByTime(ms - (Date.now() - start)));
    },
  );
  vi.advanceTimersByTime(10_000);
  return told;
}

test('what has come is told four times a second at most, at once where it is all, and with every stage', async () => {
  const told = await toldBy(({ onProgress, onStage }, until) => {
    for (const [ms, loaded] of [
      [0, 10],
      [100, 200],
      [249, 400],
      [251, 500],
      [260, 700],
      [270, 1000],
      [280, 1000],
    ] as const) {
      until(ms);
      onProgress(loaded, 1000);
    }
    onStage('graph');
  });
  expect(told).toEqual([
    ['files', 10, 0],
    ['files', 400, 250],
    ['files', 1000, 270],
    ['files', 1000, 280],
    ['graph', 1000, 280],
  ]);
});

test('what came last is told also where nothing more comes for long', async () => {
  const told = await toldBy(({ onProgress }, until) => {
    onProgress(10, 1000);
    onProgress(500, 1000);
    until(5000);
  });
  expect(told).toEqual([
    ['files', 10, 0],
    ['files', 500, 250],
  ]);
});

test('bytes are told no more once a later stage is, or the load is over', async () => {
  const told = await toldBy(({ onProgress, onStage }, until) => {
    onProgress(10, 1000);
    onProgress(500, 1000);
    onStage('graph');
    until(1000);
    onProgress(600, 1000);
    onProgress(700, 1000);
  });
  expect(told).toEqual([
    ['files', 10, 0],
    ['graph', 500, 0],
    ['files', 600, 1000],
  ]);
});
