import type { StoredWeights } from '../../../core/cost/prunedSize.ts';
import type { Constant } from '../constants.ts';
import type { LeftWeights } from './leftWeights.ts';
import type { ValueSide } from './valueSide.ts';

/** What a tensor was multiplied by on its way: stored numbers in `by`, and numbers that only a run tells. */
export type Factors = {
  readonly by: number;
  /** Outputs of one number each; `isDivisor` for those that divide. */
  readonly computed: readonly { readonly name: string; readonly isDivisor: boolean }[];
};

/** How an operator turns channels by position: tables [position, pair], and which channels are a pair. */
export type Turned = {
  readonly cos: Constant;
  readonly sin: Constant;
  readonly pairs: 'halves' | 'neighbours';
};

/** How an output of the exposed model holds queries, keys or values. */
export type Operand = {
  readonly name: string;
  /** The permutation of axes that brings it to [.., head, row, channel]; null if they lie so, or swapped. */
  readonly order: readonly number[] | null;
  /** [.., channel, row] in the place of [.., row, channel]. */
  readonly isTransposed: boolean;
  /** Where heads lie side by side in a row: how many of them, and which these are; null where they have an axis. */
  readonly joined: { readonly nHeads: number; readonly from: number; readonly to: number } | null;
  /** What the operator adds to each row, [heads * channels]; null for nothing. */
  readonly added: Constant | null;
  /** How the operator turns it then; null for not. */
  readonly turned: Turned | null;
};

/** What a site makes of its input besides patterns: outputs of the exposed model, by name, null where there is none. */
export type SiteInside = {
  readonly read: string | null;
  readonly readKeys: string | null;
  readonly query: Operand | null;
  readonly key: Operand | null;
  readonly value: Operand | null;
  /** True where an operator rotates queries and keys inside by tables that cannot be read. */
  readonly isRotaryInside: boolean;
  readonly rotation: 'none' | 'halves' | 'neighbours' | 'unknown';
  /** Whether heads are mixed with stored weights before the softmax, and behind it. */
  readonly mixes: { readonly scores: boolean; readonly weights: boolean };
  /** Only where something else than a mask is added to them, or they are capped: else they are worked out. */
  readonly scores: string | null;
  readonly streamBefore: string | null;
  readonly streamAfter: string | null;
  readonly isPostNorm: boolean | null;
  /** False where what the layer writes is normed, or scaled channel by channel, before it is added to the stream. */
  readonly isAddedAsWritten: boolean;
  readonly attentionOutput: string | null;
  /** Behind the product, and on its operands; `operator` is that of an operator, 0 for 1 / sqrt(channels), else null. */
  readonly scale: {
    readonly after: Factors;
    readonly query: Factors;
    readonly key: Factors;
    readonly operator: number | null;
  };
  readonly softCap: number | null;
  /** W_O, [heads * channels, stream], kept or left in the files, and b_O; `whyNoWeights` says what stands in the way of the first. */
  readonly outputWeights: Constant | LeftWeights | 'too-large' | null;
  readonly outputBias: Constant | null;
  /** True where `attentionOutput` is the sum without the bias, which a fused norm adds. */
  readonly isBiasBehind: boolean;
  readonly whyNoWeights: string | null;
  /**
   * What is added to all queries, before they are turned or multiplied, and to all values behind their projection, [heads * channels]; null for
   * nothing, or if that is not told.
   */
  readonly queryBias: Constant | null;
  readonly valueBias: Constant | null;
  /** What the file stores for this layer; null where that is not told. */
  readonly stored: StoredWeights | null;
  /** By which weights queries and keys come of what the layer reads, [d, heads * channels], kept or left in the files; null where that is not told. */
  readonly queryWeights: Constant | LeftWeights | 'too-large' | null;
  readonly keyWeights: Constant | LeftWeights | 'too-large' | null;
  /** By which norm and weights values come of the stream; null where that is not told. */
  readonly valueSide: ValueSide | null;
  /** What else is to be known of how it computes, in words for people. */
  readonly notes: readonly string[];
};
