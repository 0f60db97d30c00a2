import type { InsideQuestion } from '../../core/inside/questions.ts';
import type { AppState } from '../state/appState.ts';
import { insideAnswer, isAbout } from '../state/inside.ts';
import type { InsideAbout, InsideAnswerOf } from '../state/inside.ts';

/**
 * The answer to the open question about a thing, and until it is there the newest one of another run of the model, whatever was switched off in
 * it: labels stay until newer ones are there. Null where there was none.
 */
export function newestAnswer<About extends InsideAbout>(
  state: Pick<AppState, 'inside' | 'run'>,
  about: About,
): InsideAnswerOf<About> | null {
  const { inside, run } = state;
  const asked = inside[about];
  const found = asked?.found;
  const now = insideAnswer(state, about);
  if (now !== null || !asked?.isPending || !found || found.answer.about === 'refused') return now;
  const isOfModel = found.run.model.id === run?.model.id;
  const isSame = withoutOff(found.question) === withoutOff(asked.question);
  return isOfModel && isSame && isAbout(found.answer, about) ? found.answer : null;
}

/** A question in writing, but for what is turned down. */
function withoutOff(question: InsideQuestion): string {
  return JSON.stringify(question, (name, value: unknown) => (name === 'off' ? undefined : value));
}
