import type { MaskStep } from '../../core/effect/objectives.ts';
import type { Interventions } from '../runtime/interventions.ts';
import { shapeOf } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import { createBatchSizer } from './batchSizer.ts';
import { maskedFeeds, rowOf } from './gauge.ts';
import { mergeInterventions } from './mergeInterventions.ts';
import type { Subject } from './subject.ts';

/**
 * What a masked model says of each hidden word, with heads turned down or (null) as it is; in batches, with a turn after each.
 * `msEach` is how long one sequence takes. Shape: by step, [vocabulary] each. Throws AppError as the runtime does; rejects where `turn` does.
 */
export async function sayMasked(
  { session }: RunnableModel,
  subject: Subject,
  steps: readonly MaskStep[],
  maskId: number,
  interventions: Interventions | null,
  msEach: number,
  turn: () => Promise<void>,
): Promise<readonly Float32Array[]> {
  const feeds = maskedFeeds(subject.feed, steps, maskId);
  const { nTokens, nVocab } = subject.said;
  const sizer = createBatchSizer(nTokens * nVocab, msEach);
  const nHeads = subject.layers.map((layer) => shapeOf(layer).nHeads);
  const rows: Float32Array[] = [];
  while (rows.length < feeds.length) {
    const batch = feeds.slice(rows.length, rows.length + sizer.size());
    const merged =
      interventions &&
      mergeInterventions(
        batch.map(() => interventions),
        nHeads,
      );
    const start = performance.now();
    const said = await session.scoreBatch(batch, merged);
    sizer.took(batch.length, performance.now() - start);
    for (const logits of said) rows.push(rowOf(logits, steps[rows.length]?.scoredPosition ?? 0));
    await turn();
  }
  return rows;
}
