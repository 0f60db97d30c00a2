import type { LabelId } from '../labels/report.ts';
import type { HeadRef } from '../selection.ts';
import type { AttentionKind } from '../tensor.ts';

/**
 * What stands in for the part of a head that is taken away (formulas in docs/metrics.md).
 * zero: nothing. mean: the head's mean output over reference sentences, or else over the positions of the input. flat: the
 * same values under even weights over all allowed keys. ideal: the same values under the pattern that the head's label describes.
 * shared: the same values under the average pattern of all heads of the layer.
 */
export const ABLATION_MODES = ['zero', 'mean', 'flat', 'ideal', 'shared'] as const;
export type AblationMode = (typeof ABLATION_MODES)[number];

/** What a mean output of a head is the mean over: sentences that stand for the language, pictures that stand for those it was trained on, or the positions of the input at hand. */
export const MEANS_OVER = ['reference-sentences', 'reference-pictures', 'own-positions'] as const;
export type MeanOver = (typeof MEANS_OVER)[number];

/** One head turned down: of its work the part `keep` is kept, 0 to 1; 1 leaves it as it is, 0 switches it off. */
export type TurnedHead = HeadRef & {
  /** The stack the head is in; null for the first of the model. Layers count from 0 within it. */
  readonly kind: AttentionKind | null;
  readonly keep: number;
};

/** A set of heads turned down, all in one way. No heads: the model as it is. */
export type Ablation = {
  readonly mode: AblationMode;
  readonly heads: readonly TurnedHead[];
  /** For `ideal`: the label of each head by `kind:L3H7`; a head without one is judged by its strongest label. */
  readonly labels?: Readonly<Record<string, LabelId>>;
};

export const NO_ABLATION: Ablation = { mode: 'mean', heads: [] };
