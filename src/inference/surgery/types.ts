import type { AttentionKind } from '../../core/tensor.ts';
import type { GraphInput } from './graphInput.ts';
import type { SiteInside } from './inside/types.ts';
import type { FoundEnding } from './inside/ending.ts';
import type { InputUses } from './inputUses.ts';
import type { SiteMask } from './maskTypes.ts';
import type { GraphPatch } from './patch.ts';

/** One attention of the model: its tensors in the graph, by name. */
export type AttentionSite = {
  /** Counts from 0 inside the kind, in the order in which the model computes. */
  readonly layer: number;
  /** The block of the stack that it is part of, from 0: layers that mix positions by other means count too. */
  readonly block: number;
  readonly kind: AttentionKind;
  /** Set for self-attention of a stack that also looks at another one, as the layers of a decoder do. */
  readonly isBesideCross?: true;
  /** What weights the values: [batch, head, query, key], or [batch * head, query, key] in older exports. */
  readonly probabilities: string;
  /** The input of the softmax, masks and biases included; null where it stays inside a fused operator. */
  readonly scores: string | null;
  /** Operands of the product that makes the scores, `key` transposed already; or inputs of a fused operator. */
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
  /** True if the batch axis holds the heads of all sequences, [batch * head, query, key]; null if the graph does not tell. */
  readonly headsInBatch: boolean | null;
  /** Whether `probabilities` are, or come out of a softmax, in half precision; null where the graph does not tell their type. */
  readonly isHalf: boolean | null;
  /** False if a part of each row may go to a sink that is no key, so that the weights shown sum to less than 1. */
  readonly rowsSumToOne: boolean;
  /** Set if the softmax lies in a branch: names of tensors are those of `shown`, the other branches may lack them. */
  readonly branch: { readonly nodeName: string; readonly shown: string; readonly others: readonly string[] } | null;
  /** The loop of which it is the last pass alone, since only a run tells how many there are. */
  readonly lastPassOf?: string;
  /** A node that gives its weights on the CPU only, and why; the WebGPU runtime must be told its name. */
  readonly cpuOnly: { readonly nodeName: string; readonly why: string } | null;
  /** The graph output under which the probabilities leave the exposed model, and what makes it. */
  readonly output: { readonly name: string; readonly by: 'existing' | 'identity' | 'cast' | 'transpose' };
  /** The output that says where the positions of windows stand in the whole; null for a layer without windows. */
  readonly places: string | null;
  /** What the exposed model takes to turn heads down; null if it was read without masks. */
  readonly mask: SiteMask | null;
  /** What else of it leaves the exposed model, fetched for one layer at a time; null if it was read without, or cannot be told. */
  readonly inside: SiteInside | null;
  /** Why it was read without, where that is known. */
  readonly whyNotInside?: string;
};

/** A node that a careless search would take for attention, and why it is not exposed. */
export type NotAttention = { readonly nodeName: string; readonly why: string };

/** A layer that mixes positions without a softmax over keys: it has no weights to show. */
export type OtherMixer = { readonly nodeName: string; readonly what: string; readonly block: number };

/** What the bytes of a model tell without running it. */
export type GraphFacts = {
  /** In the order in which the model computes. */
  readonly sites: readonly AttentionSite[];
  /** Each with where its numbers go, by which it is known what it stands for. */
  readonly inputs: readonly (GraphInput & { readonly uses: InputUses })[];
  readonly outputs: readonly string[];
  /** Longest sequence for which the file stores positions; null where it stores none that are looked up by place. */
  readonly nPositions: number | null;
  /** Learned vectors that stand behind what is read, as tokens of their own. */
  readonly nBehind: number;
  /** True if a self-attention masks later keys, false if none does, null where the graph does not tell. */
  readonly isCausal: boolean | null;
  /** How scores come of the stream; null if the graph was not read for its inside. */
  readonly ending: FoundEnding | null;
  /** Version of the default operator set. */
  readonly opset: number;
  /** Elements of all weight tensors; shape constants and masks do not count. */
  readonly nParameters: number;
  /** Bytes of weights by stored type; "float16>float32" are stored as the one and cast to the other before use. */
  readonly weightBytesByType: Readonly<Record<string, number>>;
  readonly notAttention: readonly NotAttention[];
  /** Linear attention, state-space and recurrent layers, in the order in which the model computes. */
  readonly otherMixers: readonly OtherMixer[];
  /** True if functions of the file hold softmax or attention nodes, which are found only where they are written out. */
  readonly hidesInFunctions: boolean;
  /** What `exposeAttention` does to the file. */
  readonly patch: GraphPatch;
};
