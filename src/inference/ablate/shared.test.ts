import { expect, test } from 'vitest';
import { averagePattern } from '../../core/ablation/averagePattern.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';
import { prepareModel } from '../run/prepare.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { startModel } from '../run/start.ts';
import { attentiveEncoder, N_CHANNELS } from '../testing/attentiveEncoder.ts';
import { nodeRuntime } from '../testing/runtimes.ts';
import { startZoo } from '../testing/startShipped.ts';
import { ZOO_SOURCE, zooFiles } from '../testing/zooModels.ts';
import { ablateRun } from './ablateRun.ts';
import { groundOf } from './ground.ts';
import { keepRun } from './keptRun.ts';
import { planInterventions } from './planInterventions.ts';
import { subjectOf } from './subject.ts';

const { signal } = new AbortController();
const IDS = [16, 14, 11, 4, 26, 14, 9, 3];
const input = { kind: 'ids', ids: IDS } as const;

async function startOneHead(): Promise<RunnableModel> {
  const states = Array.from({ length: 33 * N_CHANNELS }, (_, at) => Math.sin(1.7 * at));
  const onnx = attentiveEncoder(states);
  const files = zooFiles('bert-eager');
  const graphs = [{ role: 'whole', path: 'model.onnx', onnx, externalData: [] }] as const;
  const { model, exposed } = prepareModel(ZOO_SOURCE, { ...files, config: { model_type: 'bert' }, graphs });
  const platform = { gpu: undefined, loadRuntime: async () => nodeRuntime };
  const started = await startModel(model, exposed, platform, { wish: 'wasm', selfTest: false, onStage: () => {} });
  return { ...started, prepared: model };
}

test('a layer of one head shares its pattern with itself: not a bit changes', async () => {
  const model = await startOneHead();
  expect(model.info.nHeads).toBe(1);
  const done = await runInput(model, { type: 'run', runId: 1, input }, signal);
  const before = done.pass.output!.data.slice();
  const plan = groundOf(model, subjectOf(done, done.pass.output!), undefined, null);
  const interventions = planInterventions(
    { mode: 'shared', heads: [{ kind: null, layer: 0, head: 0, keep: 0 }] },
    plan,
  );
  // All of the head is taken away, and its pattern put in its place.
  expect(interventions[0]?.scale).toEqual(Float32Array.of(0));
  expect(interventions[0]?.pattern).toEqual(done.pass.layers[0]?.data);
  const after = await model.session.run(done.feed, interventions);
  expect(after.output!.data).toEqual(before);
  // A mask of ones does nothing in this mode either.
  const kept = planInterventions({ mode: 'shared', heads: [{ kind: null, layer: 0, head: 0, keep: 1 }] }, plan);
  expect(kept).toEqual([null]);
  await model.session.release();
});

test('the patterns that are put in are those of the model as it is, also where an earlier layer is changed', async () => {
  const model = await startZoo('llama-eager');
  const done = await runInput(model, { type: 'run', runId: 1, input }, signal);
  const { nHeads } = model.info;
  const layer = (at: number) => Array.from({ length: nHeads }, (_, head) => ({ kind: null, layer: at, head, keep: 0 }));
  const patterns = done.pass.layers.map(({ data }) => averagePattern(data, nHeads));
  const ground = groundOf(model, subjectOf(done, done.pass.logits!), undefined, null);
  const both = planInterventions({ mode: 'shared', heads: [...layer(0), ...layer(1)] }, ground);
  for (const [site, pattern] of patterns.entries()) {
    for (let head = 0; head < nHeads; head++) {
      expect(both[site]?.pattern?.slice(head * pattern.length, (head + 1) * pattern.length)).toEqual(pattern);
    }
  }
  const runs: AblatedRun[] = [];
  await ablateRun(
    model,
    keepRun(done),
    { mode: 'shared', heads: [...layer(0), ...layer(1)] },
    {
      turn: async () => {},
      meansFor: () => Promise.reject(new Error('not needed')),
      tellRun: (run) => runs.push(run),
      tellEffect: ({ summary }) => expect(summary.meanKl).toBeGreaterThan(1e-7),
    },
  );
  const again = await model.session.run(done.feed, both);
  expect(runs[0]?.logits?.data).toEqual(again.logits?.data);
  await model.session.release();
});
