import type { Constant } from '../constants.ts';

/** What a tensor was multiplied by on its way: stored numbers in `by`, and numbers that only a run tells. */
export type Factors = {
  readonly by: number;
  /** Outputs of one number each; `isDivisor` for those that divide. */
  readonly computed: readonly { readonly name: string; readonly isDivisor: boolean }[];
};

/** What a site makes of its input besides patterns: outputs of the exposed model, by name, null where there is none. */
export type SiteInside = {
  readonly read: string | null;
  readonly readKeys: string | null;
  readonly query: string | null;
  /** [.., key, channel], or if `isKeyTransposed` [.., channel, key]. */
  readonly key: string | null;
  readonly isKeyTransposed: boolean;
  readonly value: string | null;
  readonly scores: string | null;
  readonly streamBefore: string | null;
  readonly streamAfter: string | null;
  readonly isPostNorm: boolean | null;
  readonly attentionOutput: string | null;
  /** Behind the product, and on its operands. */
  readonly scale: { readonly after: Factors; readonly query: Factors; readonly key: Factors };
  readonly softCap: number | null;
  /** W_O, [heads * channels, stream], and b_O; `whyNoWeights` says what stands in the way of the first. */
  readonly outputWeights: Constant | null;
  readonly outputBias: Constant | null;
  readonly whyNoWeights: string | null;
  /** What is added to all values behind their projection, [heads * channels]; null for nothing, or if that is not told. */
  readonly valueBias: Constant | null;
};
