import { nextTokenScoring } from '../../core/effect/objectives.ts';
import type { InsideQuestion, SharpenedHeads, Sharpening, SharpnessEffect } from '../../core/inside/questions.ts';
import { saidChangeInSlices } from '../../core/inside/saidChange.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import { keptSubject } from '../ablate/keptSubject.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { canDo, sitesOf } from '../ablate/planInterventions.ts';
import { saidIn } from '../ablate/subject.ts';
import type { Subject } from '../ablate/subject.ts';
import { inTurns } from '../door/inTurns.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { SiteIntervention } from '../runtime/interventions.ts';
import { changedRun } from './changedRun.ts';
import type { RunAt } from './changedRun.ts';
import { Refused } from './refuse.ts';
import { rowMakerFor } from './rowMakers.ts';
import { sharpenedSite } from './sharpenedSite.ts';
import { scoreText } from './spokenTokens.ts';

/** Heads of one layer whose softmax is changed; `site` counts the layers of a pass. */
type ChangedLayer = { readonly layer: number; readonly site: number; readonly heads: readonly number[] };

/**
 * What some heads do, and what the model then says, when their softmax is changed: their patterns are put into the newest run in the place
 * of their own. Layers are changed one after another, each pattern made from what its layer does once the layers before are
 * changed: a pass for each, and one more where queries and keys are read for it. Throws Refused where that cannot be had, AppError as the runtime does.
 */
export async function measureSharpness(
  model: RunnableModel,
  kept: KeptRun,
  { kind, heads, how }: Extract<InsideQuestion, { readonly about: 'sharpness' }>,
  turn: Turn,
): Promise<SharpnessEffect> {
  if (!givesScores(model, kept)) throw new Refused('not-found', 'the model gives no scores to compare');
  const subject = await keptSubject(model, kept, turn);
  const sites = sitesOf(model.plan, kind);
  const changed = changedLayers(sites, heads, subject.layers);
  for (const { site } of changed) checkSupport(model, site);
  const said = await runChanged({ model, kept }, subject, { kind, how, changed }, turn);
  const { targets } = scoringOf(model, subject);
  const { klNats, top, loss } = await inTurns(saidChangeInSlices(subject.said, said, targets), turn);
  return {
    klNats,
    top: top.map((row) => ({
      ...row,
      before: scoreText(model, kept, row.before),
      after: scoreText(model, kept, row.after),
    })),
    loss,
  };
}

/** Throws Refused for a head or layer that the stack does not have. */
function changedLayers(
  sites: readonly number[],
  heads: SharpenedHeads,
  layers: readonly LayerOutput[],
): readonly ChangedLayer[] {
  const all = sites.map((site, layer) => ({ site, layer }));
  const wanted = heads === 'all' ? all : all.filter(({ layer }) => layer === heads.layer);
  const changed = wanted.map(({ site, layer }) => {
    const output = layers[site];
    const numbers = output ? Array.from({ length: shapeOf(output).nHeads }, (_, head) => head) : [];
    const isOne = heads !== 'all' && 'head' in heads;
    return { site, layer, heads: isOne ? numbers.filter((head) => head === heads.head) : numbers };
  });
  if (changed.length === 0 || changed.some((layer) => layer.heads.length === 0)) {
    throw new Refused('not-found', 'the model has no such head');
  }
  return changed;
}

/** Throws Refused where a head's pattern cannot be replaced. */
function checkSupport({ session, prepared }: RunnableModel, site: number): void {
  const support = session.support[site];
  if (support && canDo('flat', support)) return;
  throw new Refused('not-found', prepared.withoutMasks ?? support?.why ?? 'its attention cannot be reached');
}

type Change = {
  readonly kind: AttentionKind;
  readonly how: Sharpening;
  readonly changed: readonly ChangedLayer[];
};

async function runChanged(
  asIs: RunAt,
  subject: Subject,
  { kind, how, changed }: Change,
  turn: Turn,
): Promise<Subject['said']> {
  const interventions: (SiteIntervention | null)[] = subject.layers.map(() => null);
  let run = asIs;
  for (const { site, layer, heads } of changed) {
    const output = run.kept.done.pass.layers[site];
    if (!output) throw new RangeError(`invalid layer: ${site}`);
    const makeRow = await rowMakerFor(run, { kind, layer, site }, how, subject.allowedAt(site), turn);
    interventions[site] = sharpenedSite(output, heads, makeRow);
    const pass = await asIs.model.session.run(subject.feed, interventions);
    await turn();
    run = changedRun(asIs, pass, interventions);
  }
  return saidIn(run.kept.done.pass);
}

/** Scores over a vocabulary, or over classes: vectors that the graph makes by a last norm and a product of their length. */
function givesScores({ prepared: { graphs } }: RunnableModel, { done: { pass } }: KeptRun): boolean {
  if (pass.logits !== null) return true;
  const ending = graphs.at(-1)?.ending ?? null;
  return ending !== null && 'nScores' in ending && ending.nScores === pass.output?.nVocab;
}

/** Masked models are scored by a pass for each word, which is not made here. */
function scoringOf({ ablation }: RunnableModel, { tokens, hasSource }: Subject): ReturnType<typeof nextTokenScoring> {
  return ablation.objective === 'next-token' ? nextTokenScoring(tokens, { hasSource }) : { positions: [], targets: [] };
}
