/** Which keys two patterns are held against each other on: all, or all but special tokens and sinks. */
export const ALIKE_KEYS = ['all', 'content'] as const;
export type AlikeKeys = (typeof ALIKE_KEYS)[number];

/**
 * How alike all heads of one stack look on one text (formulas in docs/metrics.md).
 * Heads in the order layer, head: index = layer * nHeads + head.
 */
export type HeadComparison = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly nTokens: number;
  /** sqrt(JSD / ln 2) averaged over rows of 3 keys or more, 0..1. Shape: [head, head], symmetric, diagonal 0. */
  readonly distance: Float32Array;
  /** The same on content keys, rows renormalised, weighted by content mass; NaN where none can be judged. Shape: [head, head]. */
  readonly contentDistance: Float32Array;
  /** Mean attention on content keys, 0..1. Shape: [head]. */
  readonly contentMass: Float32Array;
};
