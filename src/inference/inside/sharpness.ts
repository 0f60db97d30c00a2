import { nextTokenScoring } from '../../core/effect/objectives.ts';
import type { InsideQuestion, SharpenedHeads, SharpnessEffect } from '../../core/inside/questions.ts';
import { saidChangeInSlices } from '../../core/inside/saidChange.ts';
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
import { Refused } from './refuse.ts';
import { rowMakerFor } from './rowMakers.ts';
import { sharpenedSite } from './sharpenedSite.ts';
import { textOf } from './spokenTokens.ts';

/** Heads of one layer whose softmax is changed; `site` counts the layers of a pass. */
type ChangedLayer = { readonly layer: number; readonly site: number; readonly heads: readonly number[] };

/** The same with how its rows are made. */
type MadeLayer = ChangedLayer & { readonly makeRow: Parameters<typeof sharpenedSite>[2] };

/**
 * What some heads do, and what the model then says, when their softmax is changed: their patterns are put into the newest run in the place
 * of their own. Layers are changed one after another, each pattern made from what its layer does once the layers before are
 * changed, so that several cost a pass each. Throws Refused where that cannot be had, AppError as the runtime does.
 */
export async function measureSharpness(
  model: RunnableModel,
  kept: KeptRun,
  { kind, heads, how }: Extract<InsideQuestion, { readonly about: 'sharpness' }>,
  turn: Turn,
): Promise<SharpnessEffect> {
  const subject = await keptSubject(model, kept, turn);
  if (!givesScores(model, kept)) throw new Refused('not-found', 'the model gives no scores to compare');
  const sites = sitesOf(model.plan, kind);
  const changed = changedLayers(sites, heads, subject.layers);
  for (const { site } of changed) checkSupport(model, site);
  const made: MadeLayer[] = [];
  for (const one of changed) {
    const isAlone = changed.length === 1;
    made.push({ ...one, makeRow: await rowMakerFor(model, kept, subject, { kind, ...one }, how, isAlone, turn) });
  }
  const said = await runChanged(model, subject, made, turn);
  const { targets } = scoringOf(model, subject);
  const { klNats, top, loss } = await inTurns(saidChangeInSlices(subject.said, said, targets), turn);
  return {
    klNats,
    top: top.map((row) => ({ ...row, before: textOf(model, row.before), after: textOf(model, row.after) })),
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

async function runChanged(
  model: RunnableModel,
  subject: Subject,
  changed: readonly MadeLayer[],
  turn: Turn,
): Promise<Subject['said']> {
  const interventions: (SiteIntervention | null)[] = subject.layers.map(() => null);
  let { layers } = subject;
  for (const { site, heads, makeRow } of changed) {
    const output = layers[site];
    if (!output) throw new RangeError(`invalid layer: ${site}`);
    interventions[site] = sharpenedSite(output, heads, makeRow);
    const pass = await model.session.run(subject.feed, interventions);
    await turn();
    layers = pass.layers;
    if (site === changed.at(-1)?.site) return saidIn(pass);
  }
  throw new RangeError('invalid change: it gave no scores');
}

/** Scores over a vocabulary, or over classes: vectors that the graph makes by a last norm and a product of their length. */
function givesScores({ prepared: { graphs } }: RunnableModel, { done: { pass } }: KeptRun): boolean {
  if (pass.logits !== null) return true;
  const ending = graphs.at(-1)?.ending ?? null;
  return ending !== null && 'weights' in ending && ending.weights.dims[1] === pass.output?.nVocab;
}

/** Masked models are scored by a pass for each word, which is not made here. */
function scoringOf({ ablation }: RunnableModel, { tokens, hasSource }: Subject): ReturnType<typeof nextTokenScoring> {
  return ablation.objective === 'next-token' ? nextTokenScoring(tokens, { hasSource }) : { positions: [], targets: [] };
}
