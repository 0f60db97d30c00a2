import type { Ablation } from '../../core/ablation/ablation.ts';
import { classScoring, withRight } from '../../core/effect/classEffect.ts';
import { compareLogitsInSlices } from '../../core/effect/compareLogits.ts';
import type { Effect, Objective } from '../../core/effect/effect.ts';
import { maskedPositions, nextTokenScoring, pseudoLikelihoodPlan } from '../../core/effect/objectives.ts';
import { outputEffect, turnsOf } from '../../core/effect/turns.ts';
import type { Logits } from '../../core/run.ts';
import type { Slices } from '../../core/slices.ts';
import { inTurns } from '../door/inTurns.ts';
import { applyPlan } from '../run/layerPlan.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import { classify } from '../run/classify.ts';
import { packAttention } from '../run/pack.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { rowOf, stackRows } from './gauge.ts';
import { groundOf } from './ground.ts';
import { maskIdOf } from './hideTokens.ts';
import type { KeptRun, MaskedScores } from './keptRun.ts';
import { keptSubject } from './keptSubject.ts';
import { planInterventions } from './planInterventions.ts';
import { sayMasked } from './sayMasked.ts';
import { saidIn } from './subject.ts';
import type { Subject } from './subject.ts';

/** What an ablation needs besides its model and its run. */
type AblateTools = {
  readonly meansFor: (subject: Subject) => Promise<HeadMeans>;
  readonly tellRun: (run: AblatedRun) => void;
  readonly tellEffect: (effect: Effect, isFinal: boolean) => void;
  /** Ends a step, also in the midst of a long comparison: rejects once the ablation is pointless. */
  readonly turn: Turn;
};

/**
 * Repeats a run with heads turned down and tells what changed.
 * Throws AppError: as `planInterventions` and the runtime do. Rejects with the signal's reason where `turn` does.
 */
export async function ablateRun(
  model: RunnableModel,
  kept: KeptRun,
  ablation: Ablation,
  { meansFor, tellRun, tellEffect, turn }: AblateTools,
): Promise<void> {
  const subject = await keptSubject(model, kept, turn);
  const means = ablation.mode === 'mean' ? await meansFor(subject) : null;
  const interventions = planInterventions(ablation, groundOf(model, subject, ablation.labels, means));
  const pass = await model.session.run(subject.feed, interventions);
  await turn();
  const { attention } = packAttention(applyPlan(model.plan, pass.layers));
  // The page is handed a copy, because the effect is still to be worked out and the picture should not wait for it.
  const logits = pass.logits && { ...pass.logits, data: pass.logits.data.slice() };
  const meanOver = means?.over ?? null;
  const classes = classify(model.prepared.config, pass);
  const { runId } = kept;
  tellRun({ runId, ablation, meanOver, attention, logits, ...(classes && { classes }), forwardMs: pass.forwardMs });
  const said = saidIn(pass);
  const { objective } = model.ablation;
  if (objective !== 'masked-token') {
    tellEffect(await inTurns(effectOn(objective, subject, said), turn), true);
    return;
  }
  const maskId = maskIdOf(model.prepared.tokenizer);
  const masks = maskId === null ? [] : maskedPositions(subject.tokens, maskId);
  const plain = await inTurns(plainEffect(subject, masks, said), turn);
  const steps = pseudoLikelihoodPlan(subject.tokens);
  tellEffect(plain, maskId === null || steps.length === 0);
  if (maskId === null || steps.length === 0) return;
  // Losses take a pass for each word: labels need not wait for them.
  await turn('label');
  const before = (kept.masked ??= {
    steps,
    rows: await sayMasked(model, subject, steps, maskId, null, pass.forwardMs, turn),
  });
  const after = await sayMasked(model, subject, steps, maskId, interventions, pass.forwardMs, turn);
  tellEffect(await inTurns(maskedEffect(subject, masks, before, after, said), turn), true);
}

/** Classes of which a prediction names the likeliest: all of a model that has few. */
const N_CLASSES = 10;

function* effectOn(objective: Exclude<Objective, 'masked-token'>, subject: Subject, after: Logits): Slices<Effect> {
  const { said: before, tokens, hasSource, label } = subject;
  if (objective === 'class') {
    const { targets, positions } = classScoring(label);
    const compared = yield* compareLogitsInSlices(before, after, targets, positions, N_CLASSES);
    return {
      ...compared,
      objective,
      summary: withRight(compared.summary, label, before.data, after.data),
      turns: null,
    };
  }
  if (objective === 'output') return outputEffect(turnsOf(before.data, after.data, before.nTokens, before.nVocab));
  const { targets, positions } = nextTokenScoring(tokens, { hasSource });
  const compared = yield* compareLogitsInSlices(before, after, targets, positions);
  return { objective, ...compared, turns: null };
}

/** What a masked model says of the sentence as it stands, with its words in sight and the person's masks in it. */
function* plainEffect({ said, tokens }: Subject, masks: readonly number[], after: Logits): Slices<Effect> {
  const words = tokens.filter(({ special }) => !special).map(({ position }) => position);
  const positions = [...new Set([...words, ...masks])].toSorted((a, b) => a - b);
  const nothing = tokens.map(() => null);
  const compared = yield* compareLogitsInSlices(said, after, nothing, positions);
  return { objective: 'masked-token', ...compared, turns: null };
}

/** What it says of each word while that is hidden, and of the person's own masks. */
function* maskedEffect(
  { said, tokens }: Subject,
  masks: readonly number[],
  { steps, rows }: MaskedScores,
  after: readonly Float32Array[],
  saidAfter: Logits,
): Slices<Effect> {
  const hidden = steps.map(({ scoredPosition }, index) => ({
    position: scoredPosition,
    before: rows[index] ?? NOTHING,
    after: after[index] ?? NOTHING,
  }));
  const asked = masks.map((position) => ({
    position,
    before: rowOf(said, position),
    after: rowOf(saidAfter, position),
  }));
  const all = [...hidden, ...asked].toSorted((a, b) => a.position - b.position);
  const targets = tokens.map(({ position }) => steps.find((step) => step.scoredPosition === position)?.target ?? null);
  const compared = yield* compareLogitsInSlices(
    stackRows(
      all.map((row) => row.before),
      said.nVocab,
    ),
    stackRows(
      all.map((row) => row.after),
      said.nVocab,
    ),
    targets,
    all.map(({ position }) => position),
    5,
    [...all.keys()],
  );
  return { objective: 'masked-token', ...compared, turns: null };
}

const NOTHING = new Float32Array(0);
