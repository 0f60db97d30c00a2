import type { Ablation, TurnedHead } from '../../core/ablation/ablation.ts';
import type { Logits } from '../../core/run.ts';
import { hearEngine } from './hearEngine.ts';

export const SENTENCE = 'The boy sprinted to the bank because he needed cash quickly.';

export const head = (layer: number, number: number, keep = 0): TurnedHead => ({
  kind: null,
  layer,
  head: number,
  keep,
});

export const OFF: Ablation = { mode: 'zero', heads: [head(0, 6), head(2, 1, 0.5)] };

/** -ln of the softmax, in double precision. */
export function surprises({ nTokens, nVocab, data }: Logits): number[][] {
  return Array.from({ length: nTokens }, (_, token) => {
    const row = Array.from(data.subarray(token * nVocab, (token + 1) * nVocab));
    const top = Math.max(...row);
    const total = Math.log(row.reduce((sum, score) => sum + Math.exp(score - top), 0));
    return row.map((score) => total + top - score);
  });
}

/** KL and the most probable ids by a second road. */
export function compareByHand(before: Logits, after: Logits) {
  const [a, b] = [surprises(before), surprises(after)];
  const best = (row: readonly number[]) => row.indexOf(Math.min(...row));
  return a.map((row, token) => {
    const other = b[token]!;
    const kl = row.reduce((sum, surprise, id) => sum + Math.exp(-surprise) * (other[id]! - surprise), 0);
    return { before: row, after: other, kl, isFlipped: best(row) !== best(other), best: best(other) };
  });
}

/** An engine that is heard, with threads pretended, and asked for ablations. */
export function hear(options: Parameters<typeof hearEngine>[0] = {}) {
  const heard = hearEngine({ isThreaded: true, ...options });
  const ablate = (ablateId: number, ablation: Ablation) => heard.engine.handle({ type: 'ablate', ablateId, ablation });
  return { ...heard, ablate };
}
