import { compareRow, probabilitiesInto, readyRow } from '../effect/divergence.ts';
import { lossAt } from '../effect/logits.ts';
import { rowOf } from '../effect/compareLogits.ts';
import type { Logits } from '../run.ts';
import type { Slices } from '../slices.ts';

/** What a change did to one prediction. */
type RowChange = {
  /** The likeliest tokens, of equals the lower id; -1 where no score is a number. */
  readonly before: number;
  readonly after: number;
  readonly pBefore: number;
  /** Of the token that was the likeliest before. */
  readonly pOfItAfter: number;
};

/** What a change did to all predictions of a text. */
type SaidChange = {
  /** KL(before || after) in nats. Shape: [row]. */
  readonly klNats: Float32Array;
  readonly top: readonly RowChange[];
  /** Means of -ln p(target) in nats over the rows with a target; null where there is none. */
  readonly loss: { readonly before: number; readonly after: number; readonly nPositions: number } | null;
};

/**
 * Compares what a model says before and after, row by row.
 * Shapes: before and after [row, vocabulary]; targets [row], null or missing where a row is scored by nothing.
 * Throws RangeError if the two do not have one shape.
 */
export function* saidChangeInSlices(
  before: Logits,
  after: Logits,
  targets: readonly (number | null)[],
): Slices<SaidChange> {
  const { nTokens, nVocab } = before;
  if (after.nTokens !== nTokens || after.nVocab !== nVocab) {
    throw new RangeError(`invalid logits: ${after.nTokens} x ${after.nVocab} (before: ${nTokens} x ${nVocab})`);
  }
  const klNats = new Float32Array(nTokens);
  const top: RowChange[] = [];
  const sums = { before: 0, after: 0, nPositions: 0 };
  const probs = new Float64Array(nVocab);
  for (let row = 0; row < nTokens; row++) {
    const [scores, scoresAfter] = [rowOf(before, row), rowOf(after, row)];
    const ready = readyRow(scores);
    const change = compareRow(ready, probabilitiesInto(probs, ready), scoresAfter);
    klNats[row] = change.kl;
    top.push({
      before: ready.best,
      after: change.best,
      pBefore: probs[ready.best] ?? NaN,
      pOfItAfter: Math.exp((scoresAfter[ready.best] ?? NaN) - change.logSum),
    });
    const target = targets[row] ?? null;
    if (target !== null) {
      sums.before += lossAt(scores, ready.logSum, target);
      sums.after += lossAt(scoresAfter, change.logSum, target);
      sums.nPositions += 1;
    }
    yield;
  }
  return { klNats, top, loss: meanOf(sums) };
}

function meanOf({ before, after, nPositions }: NonNullable<SaidChange['loss']>): SaidChange['loss'] {
  return nPositions === 0 ? null : { before: before / nPositions, after: after / nPositions, nPositions };
}
