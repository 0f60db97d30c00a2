import type { InsideAnswer, InsideQuestion } from '../../../core/inside/questions.ts';
import type { ModelRun } from '../../../core/run.ts';
import type { InsideAction } from '../actions.ts';
import { isSettled, openQuestions, sameQuestion } from '../inside.ts';
import type { AskedInside, Inside } from '../inside.ts';

/** What is open about the inside of layers; `run` is the one on screen. An answer to an older question than the newest falls through. */
export function reduceInside(inside: Inside, action: InsideAction, run: ModelRun | null): Inside {
  switch (action.type) {
    case 'insideAsked': {
      const before = inside[action.question.about];
      const isOpen = before && before.error === null && sameQuestion(before.question, action.question);
      return isOpen ? inside : withAsked(inside, waiting(action.question, before?.found ?? null));
    }
    case 'insideClosed': {
      const { [action.about]: _, ...others } = inside;
      return others;
    }
    case 'insideWanted': {
      const asked = inside[action.about];
      const { insideId } = action;
      return asked ? withAsked(inside, { ...asked, insideId, askedOf: run, isPending: true, error: null }) : inside;
    }
    case 'inside-answered': {
      const asked = askedUnder(inside, action.insideId);
      if (!asked || run === null || !answers(asked.question, action.answer)) return inside;
      const { question } = asked;
      return withAsked(inside, {
        ...asked,
        isPending: action.more === true,
        found: { question, run, answer: action.answer },
      });
    }
    case 'inside-failed': {
      const asked = askedUnder(inside, action.insideId);
      return asked ? withAsked(inside, { ...asked, isPending: false, error: action.error }) : inside;
    }
  }
}

/** What is left of it when another run or model is wanted: questions stay open, and but for those that are settled wait; answers stay until newer ones come. */
export function insideWaiting(inside: Inside): Inside {
  return openQuestions(inside).reduce(
    (all, asked) => (isSettled(asked) ? all : withAsked(all, waiting(asked.question, asked.found))),
    inside,
  );
}

/** The same where another model is there, of which nothing is known yet. */
export function insideOfNothing(inside: Inside): Inside {
  return openQuestions(inside).reduce((all, { question }) => withAsked(all, waiting(question, null)), inside);
}

function waiting(question: InsideQuestion, found: AskedInside['found']): AskedInside {
  return { question, insideId: 0, askedOf: null, isPending: true, found, error: null };
}

function askedUnder(inside: Inside, insideId: number): AskedInside | undefined {
  return openQuestions(inside).find((asked) => asked.insideId === insideId && insideId !== 0);
}

function answers({ about }: InsideQuestion, answer: InsideAnswer): boolean {
  return about === (answer.about === 'refused' ? answer.of : answer.about);
}

/** Each stands under what its own question is about. */
function withAsked(inside: Inside, asked: AskedInside): Inside {
  return { ...inside, [asked.question.about]: asked };
}
