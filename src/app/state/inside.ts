import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideAnswer, InsideQuestion } from '../../core/inside/questions.ts';
import type { ModelRun } from '../../core/run.ts';

/** What can be asked about the inside of a layer. */
export type InsideAbout = InsideQuestion['about'];

/** An answer to a question about one thing, or an honest no. */
export type InsideAnswerOf<About extends InsideAbout> = Extract<
  InsideAnswer,
  { readonly about: About } | { readonly about: 'refused' }
>;

/** A question about the inside of a layer that is open: it is asked anew of every run, until it is closed. */
export type AskedInside = {
  readonly question: InsideQuestion;
  /** Under which number it was asked of the worker; 0 while it waits for that. */
  readonly insideId: number;
  /** The run that it was asked of; null while it waits. */
  readonly askedOf: ModelRun | null;
  readonly isPending: boolean;
  /** The newest answer, which may be to another question or of another run: it stays until a newer one is there. */
  readonly found: {
    readonly question: InsideQuestion;
    readonly run: ModelRun;
    readonly answer: InsideAnswer;
  } | null;
  readonly error: ErrorInfo | null;
};

/** What is open, at most one question about each thing. */
export type Inside = Readonly<Partial<Record<InsideAbout, AskedInside>>>;

export const NOTHING_INSIDE: Inside = {};

/** Whether two questions ask the same of a run. */
export function sameQuestion(a: InsideQuestion, b: InsideQuestion): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * For what an answer holds besides its question: for one run; for every run of the model, whose text has no part in it; or for those that
 * begin with the same token, behind which words stand alone.
 */
type HoldsFor = 'run' | 'model' | 'beginning';

/** A new thing to ask about says here for what its answer holds. */
const HOLDS_FOR: Readonly<Record<InsideAbout, HoldsFor>> = {
  layer: 'run',
  sharpness: 'run',
  direct: 'run',
  word: 'beginning',
  sought: 'beginning',
  copying: 'beginning',
  weights: 'model',
  lengths: 'run',
  'sent-labels': 'run',
  'sent-label': 'run',
  against: 'run',
};

/** Whether what one run was asked about a thing holds for another run too. */
export function holdsFor(about: InsideAbout, of: ModelRun | null, run: ModelRun | null): boolean {
  if (of === null || run === null || of === run) return of === run;
  if (of.model.id !== run.model.id) return false;
  switch (HOLDS_FOR[about]) {
    case 'run':
      return false;
    case 'model':
      return true;
    case 'beginning':
      // A source takes part in what is made of a word.
      return of.targetTokens === null && run.targetTokens === null && beginningOf(of) === beginningOf(run);
  }
}

/** The special token that a run begins with; null where it begins with another. */
function beginningOf({ tokens: [first] }: ModelRun): number | null {
  return first?.special === true ? first.id : null;
}

/** Whether what is open has been answered for good: another run need not be asked, unless it is one that the answer does not hold for. */
export function isSettled({ question, isPending, error, found }: AskedInside): boolean {
  const isAnswered = found !== null && found.answer.about !== 'refused' && sameQuestion(found.question, question);
  return isAnswered && !isPending && error === null && HOLDS_FOR[question.about] !== 'run';
}

/** The answer to the open question about a thing on the run on screen, or one that holds for it; null while there is none. */
export function insideAnswer<About extends InsideAbout>(
  { inside, run }: { readonly inside: Inside; readonly run: ModelRun | null },
  about: About,
): InsideAnswerOf<About> | null {
  const asked = inside[about];
  const found = asked?.found;
  if (!asked || !found || !sameQuestion(found.question, asked.question)) return null;
  const holds = found.answer.about === 'refused' ? found.run === run : holdsFor(about, found.run, run);
  return holds && isAbout(found.answer, about) ? found.answer : null;
}

/** Whether an answer is one about a thing, or the no to it. */
export function isAbout<About extends InsideAbout>(
  answer: InsideAnswer,
  about: About,
): answer is InsideAnswerOf<About> {
  return answer.about === 'refused' ? answer.of === about : answer.about === about;
}

/** Those that are open, each with its state. */
export function openQuestions(inside: Inside): readonly AskedInside[] {
  return Object.values(inside);
}
