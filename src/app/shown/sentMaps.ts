import type { OfferedLengths } from '../../core/inside/questions.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AppState } from '../state/appState.ts';
import { insideAnswer, sameQuestion } from '../state/inside.ts';
import { newestAnswer } from './newestAnswer.ts';

/** Lengths of the run that was on screen before, of the same model. */
export type LengthsBefore = { readonly lengths: OfferedLengths; readonly run: ModelRun };

/** The lengths that the run on screen has told; null while there are none. */
export function offeredLengthsOf(state: Pick<AppState, 'inside' | 'run'>): OfferedLengths | null {
  const answer = insideAnswer(state, 'lengths');
  return answer?.about === 'lengths' ? answer.lengths : null;
}

/** Those of the run before, while the ones of the run on screen are on their way; null where nothing is, or there were none. */
export function lengthsBeforeOf({ inside, run }: Pick<AppState, 'inside' | 'run'>): LengthsBefore | null {
  const { found = null, isPending = false, question } = inside.lengths ?? {};
  if (!isPending || found === null || found.run === run || found.run.model.id !== run?.model.id) return null;
  if (question === undefined || !sameQuestion(found.question, question)) return null;
  if (found.answer.about !== 'lengths') return null;
  const before = known.get(found) ?? { lengths: found.answer.lengths, run: found.run };
  known.set(found, before);
  return before;
}

/** A selector gives the same for the same. */
const known = new WeakMap<object, LengthsBefore>();

/** The labels of weight × length that were asked for, of the run on screen; null while there are none. */
export function sentLabelsOf(state: Pick<AppState, 'inside' | 'run'>): readonly HeadReport[] | null {
  const answer = insideAnswer(state, 'sent-labels');
  return answer?.about === 'sent-labels' ? answer.reports : null;
}

/** The same, where as those of the weights they stay until those of a newer run are there. */
export function newestSentLabelsOf(state: Pick<AppState, 'inside' | 'run'>): readonly HeadReport[] | null {
  const answer = newestAnswer(state, 'sent-labels');
  return answer?.about === 'sent-labels' ? answer.reports : null;
}
