import type { Logits } from '../run.ts';
import { rowOf } from './compareLogits.ts';
import { divergence, softmaxInto } from './divergence.ts';
import type { ReadyRow } from './divergence.ts';
import type { EffectSummary } from './effect.ts';
import { bestId, logSumExp, lossAt } from './logits.ts';
import { summarise } from './summarise.ts';

/** The predictions of a model as it is on one text, ready to be compared with hundreds of others. */
export type Baseline = {
  readonly nRows: number;
  readonly nVocab: number;
  /** Positions that losses are means of. */
  readonly nScored: number;
  /** Mean loss in nats per scored token; NaN if none is scored. */
  readonly lossBefore: number;
  /** Shape: after [row, vocabulary], rows as in `before`. Throws RangeError for another length. */
  compare(after: Float32Array): EffectSummary;
};

type Row = ReadyRow & {
  readonly row: number;
  readonly position: number;
  readonly target: number | null;
  readonly lossBefore: number;
  readonly best: number;
};

/**
 * Works out once what comparisons with one baseline share; the summaries equal those of `compareLogits`.
 * Parameters as there. Keeps the scores and 8 bytes for each compared position and token of the vocabulary.
 */
export function createBaseline(
  before: Logits,
  targets: readonly (number | null)[],
  positions: readonly number[],
  rows: readonly number[] = positions,
): Baseline {
  const ready = positions.map((position, at): Row => {
    const row = rows[at] ?? -1;
    const scores = rowOf(before, row);
    const logSum = logSumExp(scores);
    const probs = new Float64Array(before.nVocab);
    softmaxInto(probs, scores, logSum);
    const target = targets[position] ?? null;
    const lossBefore = target === null ? NaN : lossAt(scores, logSum, target);
    return { row, position, target, scores, probs, logSum, lossBefore, best: bestId(scores) };
  });
  const compare = (after: Float32Array): EffectSummary => {
    if (after.length !== before.data.length) {
      throw new RangeError(`invalid logits: ${after.length} scores (before: ${before.data.length})`);
    }
    return summarise(
      ready.map((one) => {
        const scores = after.subarray(one.row * before.nVocab, (one.row + 1) * before.nVocab);
        const logSum = logSumExp(scores);
        return {
          position: one.position,
          lossBefore: one.lossBefore,
          lossAfter: one.target === null ? NaN : lossAt(scores, logSum, one.target),
          kl: divergence(one, scores, logSum),
          isFlipped: bestId(scores) !== one.best,
        };
      }),
    );
  };
  const { lossBefore, nScored } = summarise(
    ready.map(({ position, lossBefore: loss }) => ({
      position,
      lossBefore: loss,
      lossAfter: loss,
      kl: 0,
      isFlipped: false,
    })),
  );
  return { nRows: before.nTokens, nVocab: before.nVocab, nScored, lossBefore, compare };
}
