import { expect, test } from 'vitest';
import type { Reply } from '../protocol.ts';
import { withLoadTools } from './loadTools.ts';

test('what has come is told four times a second at most, at once where it is all, and with every stage', async () => {
  const told: Reply[] = [];
  let at = 0;
  await withLoadTools(
    7,
    new AbortController().signal,
    async () => {},
    (reply) => told.push(reply),
    async ({ onProgress, onStage }) => {
      const come = (ms: number, loaded: number): void => {
        at = ms;
        onProgress(loaded, 1000);
      };
      for (const [ms, loaded] of [
        [0, 10],
        [100, 200],
        [249, 400],
        [250, 500],
        [260, 700],
        [270, 1000],
        [280, 1000],
      ] as const)
        come(ms, loaded);
      onStage('graph');
    },
    () => at,
  );
  const bytes = told.map((reply) => (reply.type === 'progress' ? [reply.stage, reply.loadedBytes] : []));
  expect(bytes).toEqual([
    ['files', 10],
    ['files', 500],
    ['files', 1000],
    ['files', 1000],
    ['graph', 1000],
  ]);
});
