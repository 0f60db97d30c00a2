import { describe, expect, test } from 'vitest';
import { INSIDE } from '../../core/inside/testing/fixtures.ts';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startShipped } from '../testing/startShipped.ts';
import { measureLengths } from './lengths.ts';
import { Refused } from './refuse.ts';

const noTurn = async (): Promise<void> => {};

test('W_O that is left in the file is read for the first text, a layer at a time, and for no text after it', async () => {
  const model = await startShipped('bookworm-gpt');
  const input = { kind: 'text', text: 'The old man', pair: null } as const;
  const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
  const stored: Uint8Array[] = [];
  const graphs = model.prepared.graphs.map((graph) => ({
    ...graph,
    sites: graph.sites.map((site) => {
      const { outputWeights } = site.inside!;
      if (outputWeights === 'too-large' || outputWeights === null || !('made' in outputWeights)) throw new Error();
      if (outputWeights.made !== 'stored') throw new Error(outputWeights.made);
      const place = { location: null, offset: stored.length, nBytes: outputWeights.nBytes, rows: null };
      stored.push(outputWeights.bytes());
      return { ...site, inside: { ...site.inside!, outputWeights: { form: outputWeights, places: [place] } } };
    }),
  }));
  const reads: number[] = [];
  const reading: RunnableModel = {
    ...model,
    prepared: { ...model.prepared, graphs },
    readPart: async ({ place: { offset } }) => {
      reads.push(offset);
      return stored[offset]!;
    },
  };
  const expected = await measureLengths(model, kept, 'decoder', noTurn);
  for (let text = 0; text < 3; text++)
    expect(await measureLengths(reading, { ...kept }, 'decoder', noTurn)).toEqual(expected);
  expect(reads).toEqual([0, 1, 2, 3]);
  await model.session.release();
}, 60_000);

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
