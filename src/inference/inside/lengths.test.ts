import { describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measureLengths } from './lengths.ts';
import { Refused } from './refuse.ts';

const noTurn = async (): Promise<void> => {};

describe.each(['bookworm-gpt', 'bookworm-bert'] as const)('%s', (id) => {
  const kind = id === 'bookworm-gpt' ? 'decoder' : 'encoder';

  test('lengths of what keys offer are those of an independent network, in every layer', async () => {
    const model = await startShipped(id);
    for (const { text, layer, head, fNorms, ids } of INSIDE.cases.filter((each) => each.model === id)) {
      const input = { kind: 'text', text, pair: null } as const;
      const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
      const { data, ...told } = await measureLengths(model, kept, kind, noTurn);
      expect(told).toEqual({ nLayers: 4, nHeads: 8, nKeys: ids.length, refused: [] });
      const own = data.subarray((layer * 8 + head) * ids.length);
      for (const [key, length] of fNorms.entries()) expect(Math.abs(own[key]! - length)).toBeLessThan(3e-5);
      // No head offers nothing.
      for (let at = 0; at < 32; at++)
        expect(Math.max(...data.subarray(at * ids.length).slice(0, ids.length))).toBeGreaterThan(0);
      await expect(measureLengths(model, kept, 'cross', noTurn)).rejects.toThrow(Refused);
    }
    await model.session.release();
  });
});
