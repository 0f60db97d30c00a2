import type { ModelRun } from '../../core/run.ts';
import type { Token } from '../../core/tokens.ts';
import type { View } from './view.ts';

/** What is typed, and the ids of the tokens that the model wrote on behind it, or behind the target. */
type Text = Pick<View, 'text' | 'pair' | 'written'>;

type TextRun = Pick<ModelRun, 'text' | 'pair' | 'tokens' | 'targetTokens' | 'model'>;

/** The tokens of a run that the model wrote on, of its target where it has one. */
export function writtenIn({ tokens, targetTokens }: Pick<ModelRun, 'tokens' | 'targetTokens'>): readonly Token[] {
  return (targetTokens ?? tokens).filter((token) => token.isWritten);
}

/** Whether a run has a target of its own, which is what its model writes on. */
export function hasTarget({ targetTokens, pair }: Pick<ModelRun, 'targetTokens' | 'pair'>): boolean {
  return targetTokens !== null && pair !== null;
}

/**
 * Whether a run is of a text, and what it has behind it and what is written there are the same as far as both go: between two tokens
 * the run has one less, and after a step back one more.
 */
export function isOfSameText(run: TextRun, { text, pair, written }: Text): boolean {
  const isTarget = written !== null && hasTarget(run);
  const own = isTarget || run.targetTokens === null ? writtenIn(run) : [];
  const ids = written ?? [];
  const [whole, begun] = isTarget ? [run.pair ?? '', pair ?? ''] : [run.text, asRead(run, text)];
  // Behind what is typed stands only what is written.
  const typed = own[0]?.start ?? whole.length;
  const isOfSource = !isTarget || run.model.takes !== 'text-to-text' || run.text === text;
  const isTyped = isOfSource && typed === begun.length && whole.startsWith(begun);
  return isTyped && own.every(({ id }, at) => at >= ids.length || id === ids[at]);
}

/** Whether a run is of a text with all that is written behind it, or with as much of it as the model reads. */
export function isOfText(run: TextRun & Pick<ModelRun, 'cut'>, typed: Text): boolean {
  const nOwn = typed.written === null && run.targetTokens !== null ? 0 : writtenIn(run).length;
  const nIds = typed.written?.length ?? 0;
  return isOfSameText(run, typed) && (nOwn === nIds || (nOwn < nIds && isCutWhereWritten(run)));
}

/**
 * Whether a run lacks the end of what is written on: of a source that is cut the target may be whole. A run tells one cut, of the source before
 * that of the target: one that has as many tokens as its model reads is taken for cut too.
 */
export function isCutWhereWritten({
  cut,
  targetTokens,
  model,
}: Pick<ModelRun, 'cut' | 'targetTokens' | 'model'>): boolean {
  if (cut === null || targetTokens === null) return cut !== null;
  return cut.segment === 1 || targetTokens.length >= model.maxTokens;
}

/** What is typed as a run has it: ids stand a space apart. */
function asRead({ model }: Pick<ModelRun, 'model'>, text: string): string {
  return model.takes === 'ids'
    ? text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number)
        .join(' ')
    : text;
}
