import type { RunnableModel } from '../../src/inference/run/runnable.ts';
import { runInput } from '../../src/inference/run/runInput.ts';

export type Guess = { readonly text: string; readonly probability: number };

const N_GUESSES = 5;

/** What the model holds likeliest after a beginning (causal) or in its first gap (masked), the likeliest first. */
export async function guessesFor(model: RunnableModel, text: string): Promise<readonly Guess[]> {
  const input = { kind: 'text', text, pair: null } as const;
  const { run } = await runInput(model, { type: 'run', runId: 0, input }, new AbortController().signal);
  const { tokenizer } = model.prepared;
  if (!run.logits || !tokenizer) throw new Error(`${model.info.id} gives no scores over words`);
  const { nVocab, data } = run.logits;
  const gap = run.tokens.findIndex(({ text: shown }) => shown === tokenizer.maskToken);
  const position = model.info.isCausal ? run.tokens.length - 1 : gap;
  if (position < 0) throw new Error(`no gap in "${text}"`);
  const best = likeliest(data.subarray(position * nVocab, (position + 1) * nVocab), N_GUESSES);
  return best.map(({ id, probability }) => ({ text: tokenizer.pieceText(id), probability }));
}

/** The `count` likeliest ids under a softmax of the logits, the likeliest first. Shape: logits [vocabulary]. */
export function likeliest(
  logits: Float32Array,
  count: number,
): readonly { readonly id: number; readonly probability: number }[] {
  const highest = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const weights = Array.from(logits, (logit) => Math.exp(logit - highest));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights
    .map((weight, id) => ({ id, probability: weight / total }))
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, count);
}
