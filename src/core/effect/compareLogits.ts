import type { Logits } from '../run.ts';
import type { Slices } from '../slices.ts';
import { compareRow, probabilitiesInto, readyRow } from './divergence.ts';
import type { EffectSummary, PositionEffect } from './effect.ts';
import { lossAt, topCandidates } from './logits.ts';
import { summarise } from './summarise.ts';

/** What one change did to the predictions of one text. */
type LogitsComparison = { readonly positions: readonly PositionEffect[]; readonly summary: EffectSummary };

/**
 * Compares what a model predicts before and after, position by position.
 * Shapes: before and after [row, vocabulary]; targets [position], null where nothing is to be scored by.
 * `positions` are compared (KL, changed predictions), those with a target also scored (losses). `rows[i]` is the row that
 * predicts `positions[i]`: for rows that were stacked from many passes.
 * Throws RangeError for rows or targets that are not there, and if the two do not have one shape.
 */
export function* compareLogitsInSlices(
  before: Logits,
  after: Logits,
  targets: readonly (number | null)[],
  positions: readonly number[],
  nTop = 5,
  rows: readonly number[] = positions,
): Slices<LogitsComparison> {
  if (before.nVocab !== after.nVocab || before.nTokens !== after.nTokens) {
    throw new RangeError(
      `invalid logits: ${after.nTokens} x ${after.nVocab} (before: ${before.nTokens} x ${before.nVocab})`,
    );
  }
  const probs = new Float64Array(before.nVocab);
  const found: PositionEffect[] = [];
  for (const [at, position] of positions.entries()) {
    const scores = rowOf(before, rows[at]);
    const scoresAfter = rowOf(after, rows[at]);
    const ready = readyRow(scores);
    const change = compareRow(ready, probabilitiesInto(probs, ready), scoresAfter);
    const target = targets[position] ?? null;
    found.push({
      position,
      target,
      lossBefore: target === null ? NaN : lossAt(scores, ready.logSum, target),
      lossAfter: target === null ? NaN : lossAt(scoresAfter, change.logSum, target),
      kl: change.kl,
      before: topCandidates(scores, nTop, ready.logSum),
      after: topCandidates(scoresAfter, nTop, change.logSum),
      isFlipped: change.best !== ready.best,
    });
    yield;
  }
  return { positions: found, summary: summarise(found) };
}

/** The scores of one row: a view on the logits' memory. Shape [vocabulary]. */
export function rowOf({ nTokens, nVocab, data }: Logits, row: number | undefined): Float32Array {
  if (row === undefined || !(row >= 0 && row < nTokens)) {
    throw new RangeError(`invalid row: ${row} (there are ${nTokens})`);
  }
  return data.subarray(row * nVocab, (row + 1) * nVocab);
}
