import type { EffectSummary } from '../../core/effect/effect.ts';
import { createBatchSizer } from '../ablate/batchSizer.ts';
import type { BatchSizer } from '../ablate/batchSizer.ts';
import { gaugeFor } from '../ablate/gauge.ts';
import type { Gauge } from '../ablate/gauge.ts';
import { maskIdOf } from '../ablate/hideTokens.ts';
import { mergeInterventions } from '../ablate/mergeInterventions.ts';
import { saidIn, subjectOf } from '../ablate/subject.ts';
import type { Subject } from '../ablate/subject.ts';
import type { LabelStack } from '../run/labelRun.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunInput } from '../protocol.ts';
import { runInput } from '../run/runInput.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { StudyTools } from './studyTools.ts';

/** An input ready for variants to be measured on it. */
export type Bench = {
  readonly subject: Subject;
  /** What labels are made of. */
  readonly stacks: readonly LabelStack[];
  readonly gauge: Gauge;
  /** What variants say, by feed of the gauge, against the model as it is. */
  readonly compare: (after: readonly Float32Array[]) => EffectSummary;
  readonly sizer: BatchSizer;
  /** Heads of each layer of a pass. */
  readonly nHeads: readonly number[];
};

type Pace = Pick<StudyTools, 'signal' | 'turn' | 'maxBatch'>;

/** Runs an input on the model as it is and keeps what was said. Throws AppError as `runInput` does. */
export async function setUpBench(
  model: RunnableModel,
  input: RunInput,
  { signal, turn, maxBatch }: Pace,
): Promise<Bench> {
  const done = await runInput(model, { type: 'run', runId: 0, input }, signal);
  await turn();
  const subject = subjectOf(done, saidIn(done.pass));
  const gauge = gaugeFor(model.ablation.objective, subject, maskIdOf(model.prepared.tokenizer));
  const shapes = subject.layers.map(shapeOf);
  const nHeads = shapes.map((shape) => shape.nHeads);
  if (model.session.isBatched === null) {
    await tryBatch(model, subject, nHeads);
    await turn();
  }
  const nWeights = shapes.reduce((sum, shape) => sum + shape.nHeads * shape.nQueries * shape.nKeys, 0);
  const sizer = createBatchSizer(subject.said.data.length + nWeights, done.pass.forwardMs, maxBatch);
  const before =
    model.ablation.objective === 'masked-token'
      ? await sayInBatches(model, gauge, sizer, turn)
      : [gauge.pick(subject.said, 0)];
  return { subject, stacks: done.stacks, gauge, compare: gauge.open(before), sizer, nHeads };
}

/**
 * Whether the graph takes a batch is found out by the first one, which is scored twice: a small one, hence. One with all
 * heads switched off lies beside the input as it is, because equal sequences also agree where a graph mixes them.
 */
async function tryBatch({ session }: RunnableModel, { feed }: Subject, nHeads: readonly number[]): Promise<void> {
  const off = nHeads.map((heads, site) =>
    session.support[site]?.canScale ? { scale: new Float32Array(heads), pattern: null, context: null } : null,
  );
  await session.scoreBatch([feed, feed], mergeInterventions([[], off], nHeads));
}

async function sayInBatches(
  { session }: RunnableModel,
  { feeds, pick }: Gauge,
  sizer: BatchSizer,
  turn: Pace['turn'],
): Promise<readonly Float32Array[]> {
  const parts: Float32Array[] = [];
  while (parts.length < feeds.length) {
    const batch = feeds.slice(parts.length, parts.length + sizer.size());
    const start = performance.now();
    const said = await session.scoreBatch(batch, null);
    sizer.took(batch.length, performance.now() - start);
    for (const logits of said) parts.push(pick(logits, parts.length));
    await turn();
  }
  return parts;
}

/** What the model as it is says once more, sequence by sequence, and how far that is from the first time. */
export async function repeatAlone(
  { session }: RunnableModel,
  { gauge: { feeds, pick }, compare }: Bench,
  turn: Pace['turn'],
): Promise<EffectSummary> {
  const parts: Float32Array[] = [];
  for (const [index, feed] of feeds.entries()) {
    const [said] = await session.scoreBatch([feed], null);
    if (said) parts.push(pick(said, index).slice());
    await turn();
  }
  return compare(parts);
}
