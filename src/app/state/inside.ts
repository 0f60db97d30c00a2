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

/** The answer to the open question about a thing on the run on screen; null while there is none. */
export function insideAnswer<About extends InsideAbout>(
  { inside, run }: { readonly inside: Inside; readonly run: ModelRun | null },
  about: About,
): InsideAnswerOf<About> | null {
  const asked = inside[about];
  const found = asked?.found;
  if (!asked || !found || found.run !== run || !sameQuestion(found.question, asked.question)) return null;
  return isAbout(found.answer, about) ? found.answer : null;
}

function isAbout<About extends InsideAbout>(answer: InsideAnswer, about: About): answer is InsideAnswerOf<About> {
  return answer.about === 'refused' ? answer.of === about : answer.about === about;
}

/** Those that are open, each with its state. */
export function openQuestions(inside: Inside): readonly AskedInside[] {
  return Object.values(inside);
}
