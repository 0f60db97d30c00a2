import type { Logits } from '../run.ts';
import { rowOf } from './compareLogits.ts';
import { compareRow, probabilitiesInto, readyRow } from './divergence.ts';
import type { ReadyRow } from './divergence.ts';
import type { EffectSummary } from './effect.ts';
import { lossAt } from './logits.ts';
import { summarise } from './summarise.ts';
import type { PositionFigures } from './summarise.ts';

/** The predictions of a model as it is on one text, ready to be compared with hundreds of others. */
type Baseline = {
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
  /** Null where they are worked out anew for each comparison. */
  readonly probs: Float64Array | null;
};

/** Probabilities that are kept: 32 MB. Of a large vocabulary and a long text they would be a gigabyte. */
const MAX_KEPT = 2 ** 22;

/**
 * Works out once what comparisons with one baseline share; the summaries equal those of `compareLogitsInSlices`.
 * Parameters as there. Keeps the scores, and of a small vocabulary or text the probabilities too.
 */
export function createBaseline(
  before: Logits,
  targets: readonly (number | null)[],
  positions: readonly number[],
  rows: readonly number[] = positions,
): Baseline {
  const { nVocab } = before;
  const isKept = positions.length * nVocab <= MAX_KEPT;
  const ready = positions.map((position, at): Row => {
    const row = rows[at] ?? -1;
    const own = readyRow(rowOf(before, row));
    const target = targets[position] ?? null;
    const lossBefore = target === null ? NaN : lossAt(own.scores, own.logSum, target);
    const probs = isKept ? probabilitiesInto(new Float64Array(nVocab), own) : null;
    return { ...own, row, position, target, lossBefore, probs };
  });
  const probsAtHand = new Float64Array(isKept ? 0 : nVocab);
  const figuresOf = (one: Row, after: Float32Array): PositionFigures => {
    const scores = after.subarray(one.row * nVocab, (one.row + 1) * nVocab);
    const { logSum, kl, best } = compareRow(one, one.probs ?? probabilitiesInto(probsAtHand, one), scores);
    return {
      position: one.position,
      lossBefore: one.lossBefore,
      lossAfter: one.target === null ? NaN : lossAt(scores, logSum, one.target),
      kl,
      isFlipped: best !== one.best,
    };
  };
  const compare = (after: Float32Array): EffectSummary => {
    checkLength(after, before);
    return summarise(ready.map((one) => figuresOf(one, after)));
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
  return { nRows: before.nTokens, nVocab, nScored, lossBefore, compare };
}

function checkLength(after: Float32Array, { data }: Logits): void {
  if (after.length !== data.length) {
    throw new RangeError(`invalid logits: ${after.length} scores (before: ${data.length})`);
  }
}
