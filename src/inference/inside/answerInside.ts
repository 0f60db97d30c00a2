import { AppError } from '../../core/errors.ts';
import type { CopyingScores, InsideAnswer, InsideQuestion } from '../../core/inside/questions.ts';
import type { AblateGround } from '../ablate/answerAblate.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { errorInfo } from '../door/errorInfo.ts';
import type { Turn } from '../door/queue.ts';
import { arraysIn } from '../door/transfer.ts';
import type { Reply, Request } from '../protocol.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { settled } from '../runtime/lossPatience.ts';
import { readAgainst } from './against.ts';
import { measureLengths } from './lengths.ts';
import { readLayer } from './readLayer.ts';
import { measureDirect } from './direct.ts';
import { Refused, refusedAnswer } from './refuse.ts';
import { measureSharpness } from './sharpness.ts';
import { measureSought } from './sought.ts';
import { measureCopying, measureWord } from './word.ts';

export type InsideRequest = Extract<Request, { type: 'inside' }>;

type InsideGround = AblateGround & {
  /** Whether what is on screen was recorded elsewhere, so that there are weights and nothing else. */
  readonly isRecorded: boolean;
};

/** Answers a question about the inside of a layer of the newest run; never throws, and says nothing more once it is aborted. */
export async function answerInside(
  { insideId, question }: InsideRequest,
  { model, kept, isRecorded }: InsideGround,
  { signal, turn }: { readonly signal: AbortSignal; readonly turn: Turn },
  post: (reply: Reply, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  const tell = (answer: InsideAnswer, more?: true): void => {
    const reply = { type: 'inside-answered', insideId, answer, ...(more && { more }) } as const;
    if (!signal.aborted) post(reply, arraysIn(answer));
  };
  try {
    if (isRecorded) throw new Refused('weights-only', 'the file holds weights only');
    if (!model || !kept) throw new AppError('bad-input', 'no model has run yet, so there is nothing to look into');
    tell(await answerOf(model, kept, question, { signal, turn }, (answer) => tell(answer, true)));
  } catch (error) {
    if (error instanceof Refused) {
      tell(refusedAnswer(question.about, error.refusal));
      return;
    }
    if (model?.backend.name === 'webgpu' && !signal.aborted) await settled(model.session.lost);
    if (!signal.aborted) post({ type: 'inside-failed', insideId, error: errorInfo(error, 'run-failed') }, []);
  }
}

async function answerOf(
  model: RunnableModel,
  kept: KeptRun,
  question: InsideQuestion,
  { signal, turn }: { readonly signal: AbortSignal; readonly turn: Turn },
  tellFirst: (answer: InsideAnswer) => void,
): Promise<InsideAnswer> {
  switch (question.about) {
    case 'sharpness':
      return { about: 'sharpness', effect: await measureSharpness(model, kept, question, turn) };
    case 'layer':
      return { about: 'layer', layer: await readLayer(model, kept, question.kind, question.layer, turn) };
    case 'direct':
      return { about: 'direct', direct: await measureDirect(model, kept, question, turn) };
    case 'word':
      return { about: 'word', word: await measureWord(model, kept, question, turn) };
    case 'sought':
      return { about: 'sought', sought: await measureSought(model, kept, question, turn) };
    case 'lengths':
      return { about: 'lengths', lengths: await measureLengths(model, kept, question.kind, turn) };
    case 'against':
      return { about: 'against', against: await readAgainst(model, kept, question, { signal, turn }) };
    case 'copying': {
      const tell = (copying: CopyingScores) => tellFirst({ about: 'copying', copying });
      return { about: 'copying', copying: await measureCopying(model, kept, question, turn, tell) };
    }
  }
}
