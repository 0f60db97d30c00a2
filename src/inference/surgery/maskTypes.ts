import type { ElementType } from './elementTypes.ts';
import type { Use } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import type { Insert } from './patch.ts';
import type { Rename } from './rename.ts';

/**
 * How sequences and heads lie in what is fed to a mask, before its last two axes.
 * batched: [sequence, head]. folded: [sequence * head]. unbatched: [head], which fits both, for one sequence only.
 */
export type MaskAxes = 'batched' | 'folded' | 'unbatched';

/** A float32 input of the exposed graph that must be fed; a length of 1 in place of any axis is repeated along it. */
export type MaskInput = { readonly name: string; readonly axes: MaskAxes };

/**
 * What an exposed graph takes and gives at one attention: context = (scale * probabilities + pattern) values + context.
 * An input that is null cannot be had there, and `why` says so in words for people.
 */
export type SiteMask = {
  /** Last axes: [1, 1]. */
  readonly scale: MaskInput | null;
  /** Last axes: [query, key]. */
  readonly pattern: MaskInput | null;
  /** Last axes: [query, channel of the values]. */
  readonly context: MaskInput | null;
  /** The output that holds the heads' contexts, last axes [query, channel]: those of batch 1 lie in head order. */
  readonly output: string | null;
  /** Whether these are before scale and pattern; else they are behind them. `context` is in neither. */
  readonly isOutputOwn: boolean;
  readonly why: string | null;
};

/** A tensor and how it lies: `order` is the permutation that brings it to the order of `MaskAxes`, null if it is. */
export type MaskedTensor = {
  readonly name: string;
  readonly axes: MaskAxes;
  readonly order: readonly number[] | null;
  /** 'undefined' where the graph does not tell. */
  readonly elementType: ElementType;
};

/** Values of a fused operator: [batch, head, key, channel], or [batch, key, head * channel]. */
export type FusedValues = {
  readonly name: string;
  readonly areSplit: boolean;
  /** Heads share values where these are fewer; null where only a run tells. */
  readonly nHeads: number | null;
  /** Biases of queries, keys and values in one row, of which the last are added to the values. */
  readonly bias: string | null;
};

/** Where masks can be put at an attention. */
export type MaskPoint =
  | {
      /** Before and behind the product by values. */
      readonly at: 'product';
      readonly weights: MaskedTensor;
      /** All that the weights go into; what only shows them is not among it. */
      readonly takers: readonly Use[];
      readonly product: GraphNode;
      /** Null where heads cannot be told apart behind the product. */
      readonly context: MaskedTensor | null;
      readonly why: string | null;
    }
  | {
      /** Behind a fused operator, whose output is linear in its weights. */
      readonly at: 'operator';
      readonly node: GraphNode;
      /** Null if its output is [batch, head, query, channel]; else it is [batch, query, head * channel]. */
      readonly nHeads: number | null;
      readonly elementType: ElementType;
      readonly values: FusedValues | null;
      readonly why: string | null;
    }
  /** Inside branches, which saw to it themselves. */
  | { readonly at: 'branch'; readonly mask: SiteMask | null }
  | { readonly at: 'nowhere'; readonly why: string };

/** Free names for what a mask adds to the graph around it. */
export type MaskNames = {
  readonly scale: string;
  readonly pattern: string;
  readonly context: string;
  readonly output: string;
};

/** A mask and what must be done for it to the graph that holds the attention; inputs are declared apart. */
export type Masked = {
  readonly mask: SiteMask;
  /** By the place of the node in the file. */
  readonly renames: ReadonlyMap<number, Rename>;
  /** Nodes and stored tensors, and where they may stand in a graph whose nodes must be in order. */
  readonly inserts: readonly Insert[];
};

/** What is the same for all masks of a file. */
export type MaskFile = { readonly opset: number; readonly fresh: (wanted: string) => string };
