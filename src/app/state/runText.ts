import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { View } from './view.ts';

/** What is typed, and the ids of the tokens that the model wrote on behind it. */
type Text = Pick<View, 'text' | 'written'>;

/** The tokens of a run that the model wrote itself. */
export function writtenIn({ tokens }: Pick<ModelRun, 'tokens'>): readonly Token[] {
  return tokens.filter((token) => token.isWritten);
}

/**
 * Whether a run is of a text, and what it has behind it and what is written there are the same as far as both go: between two tokens
 * the run has one less, and after a step back one more.
 */
export function isOfSameText(run: Pick<ModelRun, 'text' | 'tokens'>, { text, written }: Text): boolean {
  const own = writtenIn(run);
  const ids = written ?? [];
  // Behind a text stands only what is written.
  const typed = own[0]?.start ?? run.text.length;
  const isTyped = typed === text.length && run.text.startsWith(text);
  return isTyped && own.every(({ id }, at) => at >= ids.length || id === ids[at]);
}

/** Whether a run is of a text with all that is written behind it, or with as much of it as the model reads. */
export function isOfText(run: Pick<ModelRun, 'text' | 'tokens' | 'cut'>, typed: Text): boolean {
  const [nOwn, nIds] = [writtenIn(run).length, typed.written?.length ?? 0];
  return isOfSameText(run, typed) && (nOwn === nIds || (nOwn < nIds && run.cut !== null));
}
