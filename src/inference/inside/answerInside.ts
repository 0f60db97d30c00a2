import { AppError } from '../../core/errors.ts';
import type { CopyingScores, InsideAnswer, InsideQuestion, SharpnessEffect } from '../../core/inside/questions.ts';
import type { AblateGround } from '../ablate/answerAblate.ts';
import { errorInfo } from '../door/errorInfo.ts';
import { arraysIn } from '../door/transfer.ts';
import type { Reply, Request } from '../protocol.ts';
import { settled } from '../runtime/lossPatience.ts';
import { readAgainst } from './against.ts';
import type { RunAt } from './changedRun.ts';
import { measureLengths } from './lengths.ts';
import { readProjections } from './projections.ts';
import { readLayer } from './readLayer.ts';
import { measureDirect } from './direct.ts';
import { offRun } from './offRun.ts';
import type { OffTools } from './offRun.ts';
import { Refused, refusedAnswer } from './refuse.ts';
import { measureSentLabels } from './sentLabels.ts';
import { measureSharpness } from './sharpness.ts';
import { measureSought } from './sought.ts';
import { measureCopying, measureWord } from './word.ts';

export type InsideRequest = Extract<Request, { type: 'inside' }>;

type InsideGround = AblateGround & {
  /** Whether what is on screen was recorded elsewhere, so that there are weights and nothing else. */
  readonly isRecorded: boolean;
};

type InsideTools = OffTools & { readonly signal: AbortSignal };

/** Answers a question about the inside of a layer of the newest run; never throws, and says nothing more once it is aborted. */
export async function answerInside(
  { insideId, question }: InsideRequest,
  { model, kept, isRecorded }: InsideGround,
  { signal, ...tools }: InsideTools,
  post: (reply: Reply, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  const tell = (answer: InsideAnswer, more?: true): void => {
    const reply = { type: 'inside-answered', insideId, answer, ...(more && { more }) } as const;
    if (!signal.aborted) post(reply, arraysIn(answer));
  };
  try {
    if (isRecorded) throw new Refused('weights-only', 'the file holds weights only');
    if (!model || !kept) throw new AppError('bad-input', 'no model has run yet, so there is nothing to look into');
    tell(await answerOf({ model, kept }, question, { signal, ...tools }, (answer) => tell(answer, true)));
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
  asIs: RunAt,
  question: InsideQuestion,
  { signal, ...tools }: InsideTools,
  tellFirst: (answer: InsideAnswer) => void,
): Promise<InsideAnswer> {
  const { model, kept } = asIs;
  const { turn } = tools;
  const ran = async (): Promise<RunAt> => offRun(asIs, 'off' in question ? question.off : undefined, tools);
  switch (question.about) {
    case 'sharpness': {
      const tell = (effect: SharpnessEffect) => tellFirst({ about: 'sharpness', effect });
      return { about: 'sharpness', effect: await measureSharpness(model, await ran(), question, turn, tell) };
    }
    case 'layer': {
      const run = await ran();
      return { about: 'layer', layer: await readLayer(run.model, run.kept, question.kind, question.layer, turn) };
    }
    case 'direct': {
      const run = await ran();
      return { about: 'direct', direct: await measureDirect(run.model, run.kept, question, turn) };
    }
    case 'word':
      return { about: 'word', word: await measureWord(model, kept, question, turn) };
    case 'sought':
      return { about: 'sought', sought: await measureSought(model, kept, question, turn) };
    case 'lengths':
      return { about: 'lengths', lengths: await measureLengths(model, kept, question.kind, turn) };
    case 'weights':
      return { about: 'weights', weights: await readProjections(model, kept, question, turn) };
    case 'sent-labels': {
      const all = { kind: question.kind, head: null };
      return { about: 'sent-labels', reports: await measureSentLabels(model, kept, all, turn) };
    }
    case 'sent-label': {
      const run = await ran();
      const [report] = await measureSentLabels(run.model, run.kept, question, turn);
      if (report === undefined) throw new Refused('not-found', 'the model has no such head');
      return { about: 'sent-label', report };
    }
    case 'against':
      return { about: 'against', against: await readAgainst(model, kept, question, { signal, ...tools }) };
    case 'copying': {
      const tell = (copying: CopyingScores) => tellFirst({ about: 'copying', copying });
      return { about: 'copying', copying: await measureCopying(model, kept, question, turn, tell) };
    }
  }
}
