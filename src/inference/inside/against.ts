import type { AgainstLayer, InsideQuestion } from '../../core/inside/questions.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { applyPlan } from '../run/layerPlan.ts';
import { packAttention } from '../run/pack.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { offRun } from './offRun.ts';
import type { OffTools } from './offRun.ts';
import { readLayer } from './readLayer.ts';
import { Refused } from './refuse.ts';

type AgainstQuestion = Extract<InsideQuestion, { readonly about: 'against' }>;

/**
 * What a layer computes on another text, as `readLayer` tells it of the newest run, with the patterns of that layer and the same heads turned down. Throws Refused where the other
 * run has no such stack, AppError as a run does, and rejects where `turn` does.
 */
export async function readAgainst(
  model: RunnableModel,
  { runId }: KeptRun,
  { kind, layer, input, off }: AgainstQuestion,
  { signal, ...tools }: { readonly signal: AbortSignal } & OffTools,
): Promise<AgainstLayer> {
  const { turn } = tools;
  const done = await runInput(model, { type: 'run', runId, input }, signal);
  await turn();
  const asIs: KeptRun = { runId, done, copy: null, subject: null, masked: null };
  const other = await offRun({ model, kept: asIs }, off, tools);
  const { attention } =
    off === undefined ? done.run : packAttention(applyPlan(model.plan, other.kept.done.pass.layers));
  const run = withLayer({ ...done.run, attention }, kind, layer);
  return { run, layer: await readLayer(other.model, other.kept, kind, layer, turn) };
}

/** A run with the patterns of one layer and nothing that it said: all that goes to the page. */
function withLayer(run: ModelRun, kind: AttentionKind, layer: number): ModelRun {
  const stack = run.attention.find((one) => one.kind === kind);
  if (stack === undefined || layer >= stack.nLayers) throw new Refused('not-found', `the other text has no ${kind}`);
  const { nHeads, nQueries, nKeys, data, layerNumbers } = stack;
  const size = nHeads * nQueries * nKeys;
  const own = data.slice(layer * size, (layer + 1) * size);
  const tensor = { ...stack, nLayers: 1, layerNumbers: [layerNumbers?.[layer] ?? layer], data: own };
  const { foretold: _, classes: __, thumbnails: ___, ...bare } = run;
  return { ...bare, attention: [tensor], logits: null };
}
