import type { AttentionKind } from '../../core/tensor.ts';
import type { ElementType } from './elementTypes.ts';

/** One attention of the model: its tensors in the graph, by name. */
export type AttentionSite = {
  /** Counts from 0 inside the kind, in the order in which the model computes. */
  readonly layer: number;
  readonly kind: AttentionKind;
  /** What weights the values: [batch, head, query, key], or [batch * head, query, key] in older exports. */
  readonly probabilities: string;
  /** The input of the softmax, masks and biases included. */
  readonly scores: string;
  /** Operands of the product that makes the scores; `key` is transposed already. */
  readonly query: string | null;
  readonly key: string | null;
  readonly value: string | null;
  /** The values as weighted by the probabilities. */
  readonly context: string | null;
  readonly nodeName: string;
  /** One line that lets a researcher check the finding in a graph viewer. */
  readonly how: string;
  /** Null where the graph does not tell. */
  readonly isCausal: boolean | null;
  /** The graph output under which the probabilities leave the exposed model, and what makes it. */
  readonly output: { readonly name: string; readonly by: 'existing' | 'identity' | 'cast' };
};

/** An input that the runtime must be fed; a dimension is a number or the name of a free one. */
export type GraphInput = {
  readonly name: string;
  readonly elementType: ElementType;
  readonly dims: readonly (number | string)[];
};

/** A node that a careless search would take for attention, and why it is not exposed. */
export type NotAttention = { readonly nodeName: string; readonly why: string };

/** What the bytes of a model tell without running it. */
export type GraphFacts = {
  /** In the order in which the model computes. */
  readonly sites: readonly AttentionSite[];
  readonly inputs: readonly GraphInput[];
  readonly outputs: readonly string[];
  /** True if a self-attention masks later keys, false if none does, null where the graph does not tell. */
  readonly isCausal: boolean | null;
  /** Version of the default operator set. */
  readonly opset: number;
  /** Elements of all weight tensors; shape constants and masks do not count. */
  readonly nParameters: number;
  /** Bytes of weights by stored type; "float16>float32" are stored as the one and cast to the other before use. */
  readonly weightBytesByType: Readonly<Record<string, number>>;
  readonly notAttention: readonly NotAttention[];
};
