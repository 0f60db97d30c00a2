import type { InsideAnswer, InsideQuestion } from '../../core/inside/questions.ts';
import type { Refusal } from '../../core/inside/layer.ts';

/** What a question about the inside throws where the honest answer is no: it is told as an answer, not as a failure. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(why: Refusal['why'], detail: string) {
    super(`${why}: ${detail}`);
    this.name = 'Refused';
    this.refusal = { why, detail };
  }
}

/** An honest no as an answer. */
export function refusedAnswer(of: InsideQuestion['about'], refusal: Refusal): InsideAnswer {
  return { about: 'refused', of, refusal };
}
