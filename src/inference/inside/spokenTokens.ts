import { bestId } from '../../core/effect/logits.ts';
import type { AskedWord, DirectLogits, InsideQuestion } from '../../core/inside/questions.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { RunnableModel } from '../run/runnable.ts';

/** A token of the vocabulary that is spoken of, and why. */
type Spoken = { readonly id: number; readonly role: DirectLogits['tokens'][number]['role'] };

/** The predicted token first, then the true next one where there is one, then what is asked about, words by their first token. Shape: scores [vocabulary]. */
export function spokenTokens(
  { ablation: { objective } }: RunnableModel,
  { done: { run } }: KeptRun,
  { query, tokens }: Extract<InsideQuestion, { readonly about: 'direct' }>,
  words: readonly AskedWord[],
  scores: Float32Array,
): readonly Spoken[] {
  const text = run.targetTokens ?? run.tokens;
  const next = objective === 'next-token' ? text[query + 1] : undefined;
  const asked = [
    ...new Set([...tokens, ...words.flatMap((word) => word.tokens.slice(0, 1).map(({ id }) => id))]),
  ].filter((id) => Number.isInteger(id) && id >= 0 && id < scores.length);
  return [
    { id: bestId(scores), role: 'predicted' },
    ...(next === undefined ? [] : [{ id: next.id, role: 'next' } as const]),
    ...asked.map((id) => ({ id, role: 'asked' }) as const),
  ];
}

/** What one of the scores is of: a class of a model that sorts its inputs, else a token. */
export function scoreText(model: RunnableModel, { done: { run } }: KeptRun, id: number): string {
  return run.classes?.[id]?.name ?? textOf(model, id);
}

/** Readable text of a token, as `Token.text`; its number where nothing came with the model that tells. */
export function textOf({ prepared: { tokenizer } }: RunnableModel, id: number): string {
  return tokenizer?.pieceText(id) ?? `#${id}`;
}
