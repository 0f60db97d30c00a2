import type { Ablation } from '../../ablation/ablation.ts';
import { makeAnswers, makeSummary } from './studies.ts';

/** Heads of layer 1 switched off by means. */
export const without = (...heads: readonly number[]): Ablation => ({
  mode: 'mean',
  heads: heads.map((head) => ({ kind: null, layer: 1, head, keep: 0 })),
});

/** Each of four heads alone on two texts: the first costs much, the second helps, the third is within the noise, the fourth is not measured. */
export const FOUR_HEADS = makeAnswers(
  [without(0), without(1), without(2), without(3)],
  [
    // Weighted by the tokens scored: (4 x 3 + 12 x 5) / 16 - 2 = 2.5.
    [makeSummary({ lossAfter: 3, meanKl: 0.5 }), makeSummary({ lossAfter: 5, nScored: 12, meanKl: 0.5 })],
    [makeSummary({ lossAfter: 1.5, meanKl: 0.25 }), makeSummary({ lossAfter: 1.5, meanKl: 0.25 })],
    // Ten times the noise of 1e-4 is not reached, whatever the loss.
    [makeSummary({ lossAfter: 9, meanKl: 0.0009 }), makeSummary({ lossAfter: 9, meanKl: 0.0009 })],
    [null, null],
  ],
);
