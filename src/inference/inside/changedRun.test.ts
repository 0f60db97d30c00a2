import { expect, test } from 'vitest';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startZoo } from '../testing/startShipped.ts';
import { changedRun } from './changedRun.ts';

test('a changed run does its own to its layers, and refuses to do more', async () => {
  const model = await startZoo('gpt2');
  const input = { kind: 'ids', ids: [1, 2, 3, 4] } as const;
  const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
  const { feed, pass } = kept.done;
  const name = model.prepared.graphs[0]!.sites[1]!.inside!.attentionOutput!;
  const off = model.session.support.map((_, site) =>
    site === 0 ? { scale: new Float32Array(3), pattern: null, context: null } : null,
  );
  const changed = changedRun({ model, kept }, pass, off).model.session;
  const written = async (session: typeof changed, interventions: typeof off | null) =>
    (await session.tensors(feed, 1, [name], interventions)).get(name)!.data;
  expect(await written(changed, null)).toEqual(await written(model.session, off));
  expect(await written(changed, null)).not.toEqual(await written(model.session, null));
  await expect(written(changed, off)).rejects.toThrow(RangeError);
});
