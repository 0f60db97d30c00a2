import { logSumExp, lossAt } from '../../core/effect/logits.ts';
import { rowOf } from '../../core/effect/compareLogits.ts';
import { pseudoLikelihoodPlan } from '../../core/effect/objectives.ts';
import type { SharpnessEffect } from '../../core/inside/questions.ts';
import { maskedFeeds } from '../ablate/gauge.ts';
import { maskIdOf } from '../ablate/hideTokens.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { saidIn } from '../ablate/subject.ts';
import type { Subject } from '../ablate/subject.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { sharpenedRun } from './sharpenedRun.ts';
import type { Change } from './sharpenedRun.ts';

/**
 * The loss of a masked model with another softmax in some heads: each word is hidden in turn, and these heads look at the sentence without it
 * by their changed softmax, made of what they do in that very run. Null where no word can be hidden. Rejects where `turn` does.
 */
export async function maskedLoss(
  asIs: RunnableModel,
  kept: KeptRun,
  subject: Subject,
  change: Change,
  turn: Turn,
): Promise<SharpnessEffect['loss']> {
  const maskId = maskIdOf(asIs.prepared.tokenizer);
  const steps = maskId === null ? [] : pseudoLikelihoodPlan(subject.tokens);
  if (maskId === null || steps.length === 0) return null;
  const feeds = maskedFeeds(subject.feed, steps, maskId);
  const sums = { before: 0, after: 0 };
  for (const [at, { scoredPosition, target }] of steps.entries()) {
    const feed = feeds[at] ?? subject.feed;
    const pass = await asIs.session.run(feed, kept.off ?? null);
    await turn();
    const hidden = { ...kept, done: { ...kept.done, feed, pass } };
    const said = await sharpenedRun(asIs, hidden, { ...subject, feed, layers: pass.layers }, change, turn);
    sums.before += lossIn(saidIn(pass), scoredPosition, target);
    sums.after += lossIn(said, scoredPosition, target);
  }
  const nPositions = steps.length;
  return { before: sums.before / nPositions, after: sums.after / nPositions, nPositions };
}

function lossIn(said: Subject['said'], position: number, target: number): number {
  const row = rowOf(said, position);
  return lossAt(row, logSumExp(row), target);
}
