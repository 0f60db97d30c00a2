import { expect, test } from 'vitest';
import { keepRun } from '../ablate/keptRun.ts';
import { runInput } from '../run/runInput.ts';
import { startZoo } from '../testing/startShipped.ts';
import { changedRun } from './changedRun.ts';

test('a changed run does its own to its layers, and more may be done to that', async () => {
  const model = await startZoo('gpt2');
  const input = { kind: 'ids', ids: [1, 2, 3, 4] } as const;
  const kept = keepRun(await runInput(model, { type: 'run', runId: 1, input }, new AbortController().signal));
  const { feed, pass } = kept.done;
  const name = model.prepared.graphs[0]!.sites[1]!.inside!.attentionOutput!;
  const offAt = (at: number) =>
    model.session.support.map((_, site) =>
      site === at ? { scale: new Float32Array(3), pattern: null, context: null } : null,
    );
  const changed = changedRun({ model, kept }, pass, offAt(0)).model.session;
  const written = async (session: typeof changed, interventions: ReturnType<typeof offAt> | null) =>
    (await session.tensors(feed, 1, [name], interventions)).get(name)!.data;
  expect(await written(changed, null)).toEqual(await written(model.session, offAt(0)));
  expect(await written(changed, null)).not.toEqual(await written(model.session, null));
  const both = offAt(0).map((own, site) => own ?? offAt(1)[site]!);
  expect(await written(changed, offAt(1))).toEqual(await written(model.session, both));
  const said = async (session: typeof changed, interventions: ReturnType<typeof offAt> | null) =>
    (await session.run(feed, interventions)).layers.map(({ data }) => data);
  expect(await said(changed, null)).toEqual(await said(model.session, offAt(0)));
  expect(await said(changed, null)).not.toEqual(await said(model.session, null));
});
