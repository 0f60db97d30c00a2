import type { Candidate, Effect } from '../../core/effect/effect.ts';
import { AppError } from '../../core/errors.ts';
import { errorInfo } from '../door/errorInfo.ts';
import { settled } from '../runtime/lossPatience.ts';
import type { HeadMeans } from '../means/headMeans.ts';
import type { Reply, Request } from '../protocol.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { transferablesOf } from '../door/transfer.ts';
import { ablateRun } from './ablateRun.ts';
import type { KeptRun } from './keptRun.ts';
import type { Subject } from './subject.ts';

export type AblateRequest = Extract<Request, { type: 'ablate' }>;

/** What an ablation is made on; null where no model runs, or it has not run yet. */
export type AblateGround = { readonly model: RunnableModel | null; readonly kept: KeptRun | null };

type AnswerTools = {
  readonly signal: AbortSignal;
  readonly turn: Turn;
  readonly meansFor: (model: RunnableModel, subject: Subject) => Promise<HeadMeans>;
};

/** Does an ablation and posts its replies; never throws, and says nothing more once it is aborted. */
export async function answerAblate(
  { ablateId, ablation }: AblateRequest,
  { model, kept }: AblateGround,
  { signal, turn, meansFor }: AnswerTools,
  post: (reply: Reply, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    if (!model) throw new AppError('bad-input', 'heads can only be switched off in a model that runs; none is open');
    if (!kept) throw new AppError('bad-input', 'the model has not run yet, so there is nothing to compare with');
    await ablateRun(model, kept, ablation, {
      meansFor: (subject) => meansFor(model, subject),
      turn,
      tellRun(run) {
        if (!signal.aborted) post({ type: 'ablated', ablateId, run }, transferablesOf({ ...run, image: null }));
      },
      tellEffect(effect, isFinal) {
        if (signal.aborted) return;
        post({ type: 'effect', ablateId, effect, isFinal, words: wordsOf(effect, model) }, []);
      },
    });
  } catch (error) {
    // A lost device may first show as a failed pass; the model then starts again and the ablation with it.
    if (model?.backend.name === 'webgpu' && !signal.aborted) await settled(model.session.lost);
    if (!signal.aborted) post({ type: 'ablate-failed', ablateId, error: errorInfo(error, 'run-failed') }, []);
  }
}

/** The text of all ids that an effect speaks of, because the page has no tokenizer. */
export function wordsOf(
  { objective, positions }: Effect,
  { prepared: { tokenizer, config } }: RunnableModel,
): ReadonlyMap<number, string> {
  if (objective === 'class') return new Map(config.classNames.entries());
  if (!tokenizer) return new Map();
  const idOf = ({ id }: Candidate): number => id;
  const ids = positions.flatMap(({ target, before, after }) => [
    ...(target === null ? [] : [target]),
    ...before.map(idOf),
    ...after.map(idOf),
  ]);
  return new Map([...new Set(ids)].map((id) => [id, tokenizer.pieceText(id)]));
}
