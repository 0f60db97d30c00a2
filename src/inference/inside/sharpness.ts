import type { AblationMode } from '../../core/ablation/ablation.ts';
import { nextTokenScoring } from '../../core/effect/objectives.ts';
import type { InsideQuestion, SharpenedHeads, SharpnessEffect } from '../../core/inside/questions.ts';
import { saidChangeInSlices } from '../../core/inside/saidChange.ts';
import { keptSubject } from '../ablate/keptSubject.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { canDo, sitesOf } from '../ablate/planInterventions.ts';
import { inTurns } from '../door/inTurns.ts';
import type { Turn } from '../door/queue.ts';
import { classify } from '../run/classify.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { RunAt } from './changedRun.ts';
import { maskedLoss } from './maskedLoss.ts';
import { Refused } from './refuse.ts';
import { sharpenedRun } from './sharpenedRun.ts';
import type { ChangedLayer } from './sharpenedRun.ts';
import { scoreText } from './spokenTokens.ts';

/**
 * What the model says when the softmax of some heads is changed: their patterns are put into a run in the place of their own, those of heads that
 * are switched off in it left out. A pass for each layer, and one more where queries and keys are read for it; a masked model's loss takes as many
 * for each word, and comes behind: `tell` is told of the rest. `asIs` is the model with nothing done to it. Throws Refused where that cannot be had,
 * AppError as the runtime does.
 */
export async function measureSharpness(
  asIs: RunnableModel,
  { model, kept }: RunAt,
  { kind, heads, how, off }: Extract<InsideQuestion, { readonly about: 'sharpness' }>,
  turn: Turn,
  tell: (effect: SharpnessEffect) => void,
): Promise<SharpnessEffect> {
  if (!givesScores(model, kept)) throw new Refused('not-found', 'the model gives no scores to compare');
  const subject = await keptSubject(model, kept, turn);
  const sites = sitesOf(model.plan, kind);
  const changed = lookingLayers(changedLayers(sites, heads, subject.layers), kept, off?.mode ?? 'zero');
  for (const { site } of changed) checkSupport(model, site);
  const change = { kind, how, changed };
  const said = await sharpenedRun(asIs, kept, subject, change, turn);
  const isMasked = model.ablation.objective === 'masked-token';
  const { targets } = isMasked ? NOT_SCORED : nextTokenScoring(subject.tokens, { hasSource: subject.hasSource });
  const { klNats, top, loss } = await inTurns(saidChangeInSlices(subject.said, said, targets), turn);
  const effect = {
    klNats,
    top: top.map((row) => ({
      ...row,
      before: scoreText(model, kept, row.before),
      after: scoreText(model, kept, row.after),
    })),
    loss,
  };
  if (!isMasked) return effect;
  // Losses take passes for each word: the rest need not wait for them. What is told is handed over.
  tell({ ...effect, klNats: klNats.slice() });
  await turn('label');
  return { ...effect, loss: await maskedLoss(asIs, kept, subject, change, turn) };
}

/** Heads that are switched off stay so. Throws Refused where all are: whatever their softmax does goes nowhere. */
function lookingLayers(layers: readonly ChangedLayer[], { off }: KeptRun, mode: AblationMode): readonly ChangedLayer[] {
  const looking = layers.flatMap((layer) => {
    const heads = layer.heads.filter((head) => off?.[layer.site]?.scale[head] !== 0);
    return heads.length === 0 ? [] : [{ ...layer, heads }];
  });
  if (looking.length === 0) throw new Refused('head-off', STANDS_IN[mode]);
  return looking;
}

const STANDS_IN: Readonly<Record<AblationMode, string>> = {
  zero: '',
  mean: 'its mean output',
  flat: 'an even pattern',
  ideal: 'the pattern of its label',
  shared: 'the average pattern of its layer',
};

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
  if (support && (canDo('flat', support) || support.canReplaceWindows === true)) return;
  throw new Refused('not-found', prepared.withoutMasks ?? support?.why ?? 'its attention cannot be reached');
}

/** Scores over a vocabulary, or over classes: those that config.json names, or vectors that the graph makes by a last norm and a product of their length. */
function givesScores({ prepared: { graphs, config } }: RunnableModel, { done: { pass } }: KeptRun): boolean {
  if (pass.logits !== null || classify(config, pass) !== null) return true;
  const ending = graphs.at(-1)?.ending ?? null;
  return ending !== null && 'nScores' in ending && ending.nScores === pass.output?.nVocab;
}

/** Masked models are scored by passes for each word, others than those that name the next by nothing. */
const NOT_SCORED: ReturnType<typeof nextTokenScoring> = { positions: [], targets: [] };
