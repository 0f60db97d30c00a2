import { AppError } from '../../core/errors.ts';
import { errorInfo } from '../door/errorInfo.ts';
import type { Turn } from '../door/queue.ts';
import type { Reply, Request } from '../protocol.ts';
import { settled } from '../runtime/lossPatience.ts';
import { ablateRun } from './ablateRun.ts';
import { wordsOf } from './answerAblate.ts';
import type { AblateGround } from './answerAblate.ts';

export type CostRequest = Extract<Request, { type: 'cost' }>;

/** Measures each ablation of a question on the run that is there, as `ablate` would, and posts its cost; never throws. */
export async function answerCost(
  { costId, ablations }: CostRequest,
  { model, kept }: AblateGround,
  { signal, turn }: { readonly signal: AbortSignal; readonly turn: Turn },
  post: (reply: Reply) => void,
): Promise<void> {
  try {
    if (!model || !kept) throw new AppError('bad-input', 'no model has run yet, so there is nothing to compare with');
    for (const [index, ablation] of ablations.entries()) {
      await ablateRun(model, kept, ablation, {
        meansFor: () => Promise.reject(new RangeError('invalid cost: means are not made for it')),
        tellRun: () => {},
        // Losses of a masked model come last, a pass for each word: what is known before them is no cost yet.
        tellEffect(effect, isFinal) {
          if (signal.aborted || !isFinal) return;
          const isLast = index === ablations.length - 1;
          post({ type: 'cost-found', costId, ablation, effect, isLast, words: wordsOf(effect, model) });
        },
        // Costs stay in a lane below that of labels, whatever lane is asked for.
        turn: () => turn(),
      });
      await turn();
    }
  } catch (error) {
    if (model?.backend.name === 'webgpu' && !signal.aborted) await settled(model.session.lost);
    if (!signal.aborted) post({ type: 'cost-failed', costId, error: errorInfo(error, 'run-failed') });
  }
}
