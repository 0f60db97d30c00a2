import { AppError } from '../../core/errors.ts';
import type { InputOf, ModelInput } from '../../core/modelInputs.ts';
import type { ModelRun } from '../../core/run.ts';
import { stackOf } from '../../core/stack.ts';
import { MODALITIES } from '../inputs/modalities.ts';
import type { InputGround, ReadInput } from '../inputs/modality.ts';
import { classify } from './classify.ts';
import { freePacked } from './freeLayers.ts';
import { foretell } from './foretell.ts';
import { stacksToLabel } from './labelRun.ts';
import { applyPlan } from './layerPlan.ts';
import { onPacked } from './onPacked.ts';
import { packAttention } from './pack.ts';
import type { ModelInputRun, RunnableModel, RunRequest } from './runnable.ts';
import { explainLength } from './tooLong.ts';

/**
 * Takes an input through the model.
 * Throws AppError: 'bad-input' if the model takes another kind, 'run-failed', 'bad-attention', 'unsupported-graph' if
 * attention and tokens differ in number, 'out-of-memory'. Rejects with the signal's reason once it is aborted.
 */
export async function runInput(
  model: RunnableModel,
  { runId, input }: RunRequest,
  signal: AbortSignal,
): Promise<ModelInputRun> {
  const { info, backend, prepared, plan, session } = model;
  if (input.kind !== info.takes) {
    throw new AppError('bad-input', `the model takes ${info.takes}, not ${input.kind}`);
  }
  const score: InputGround['score'] = (source, target) => session.score(source, target);
  const { feed, words, label } = await read(
    input.kind,
    { prepared, info, plan, score, see: session.see, signal },
    input,
  );
  const asGiven = await session.run(feed).catch(async (error: unknown) => {
    throw await explainLength(session, feed, error, signal);
  });
  const given = applyPlan(plan, asGiven.layers);
  const said = words(given);
  const { attention, thumbnails, rowSumError } = packAttention(given);
  const kept = onPacked(given, attention);
  const pass = { ...asGiven, layers: asGiven.layers.map(kept) };
  const layers = given.map(kept);
  freePacked(feed, asGiven.layers, pass.layers);
  const { logits, forwardMs } = pass;
  const classes = classify(prepared.config, pass);
  const foretold = foretell(model, said, logits, feed.tokens?.nPadding);
  const run: ModelRun = {
    runId,
    model: info,
    backend,
    ...said,
    attention,
    ...(thumbnails.length > 0 && { thumbnails }),
    logits,
    ...(foretold.length > 0 && { foretold }),
    ...(classes && { classes }),
    rowSumError,
    forwardMs,
  };
  checkLengths(run);
  const stacks = stacksToLabel(run, layers);
  return { run, shown: layers, stacks, feed, pass, label: classNumber(prepared.config.classNames, label) };
}

function classNumber(names: readonly string[], label: string | undefined): number | null {
  const at = label === undefined ? -1 : names.indexOf(label);
  return at < 0 ? null : at;
}

async function read<Kind extends ModelInput>(
  kind: Kind,
  ground: InputGround,
  input: InputOf<Kind>,
): Promise<ReadInput> {
  return MODALITIES[kind].read(ground, input);
}

/** The picture has one row and one column for each token, or none at all. */
function checkLengths(run: ModelRun): void {
  for (const { kind, nQueries, nKeys } of run.attention) {
    const stack = stackOf(run, kind);
    const [queries, keys] = [stack?.queryTokens.length ?? 0, stack?.keyTokens.length ?? 0];
    if (nQueries === queries && nKeys === keys) continue;
    const tokens = queries === keys ? `${queries}` : `${queries} and ${keys}`;
    throw new AppError('unsupported-graph', `attention of ${nQueries} x ${nKeys} for ${tokens} tokens`);
  }
  if (run.attention.length === 0) throw new AppError('unsupported-graph', 'the model gave no attention');
}
