import type { ElementType } from './elementTypes.ts';
import type { GraphNode } from './graphProto.ts';
import type { MaskPoint } from './maskTypes.ts';
import type { NodePatch } from './patch.ts';
import type { Normaliser } from './normaliser.ts';
import type { Path } from './trace.ts';
import type { AttentionSite, NotAttention } from './types.ts';

/** An attention found, not yet numbered and not yet an output. */
export type Draft = Omit<AttentionSite, 'layer' | 'block' | 'kind' | 'output' | 'places' | 'mask' | 'inside'> & {
  readonly isSelf: boolean;
  /** That of `probabilities`. */
  readonly elementType: ElementType;
  /** The permutation of axes that brings `probabilities` to [batch, head, query, key]; null if they are in this order. */
  readonly order: readonly number[] | null;
  readonly maskPoint: MaskPoint;
  readonly trace: Trace;
};

/** Where an attention lies among the nodes, by which its inside is found. */
type Trace =
  | { readonly by: 'softmax'; readonly normaliser: Normaliser; readonly back: Path; readonly on: Path }
  | { readonly by: 'operator'; readonly node: GraphNode }
  | { readonly by: 'branch' };

/** A layer without weights to show, not yet numbered. */
type MixerDraft = { readonly nodeName: string; readonly what: string };

/** In the order of computing: attention, and what takes its place in some layers. */
export type Mixer =
  | { readonly kind: 'attention'; readonly draft: Draft }
  | { readonly kind: 'other'; readonly draft: MixerDraft };

/** A layer and the stack that it belongs to. */
export type Stacked = { readonly mixer: Mixer; readonly stack: string };

/** What is found in one graph, and the changes that bring its `probabilities` into being. */
export type Findings = {
  readonly layers: readonly Stacked[];
  readonly notAttention: readonly NotAttention[];
  readonly nodes: ReadonlyMap<number, NodePatch>;
  readonly records: readonly Uint8Array[];
};

/** What a fused operator or a branch gives: drafts with what must be done to the graph for them, or why there are none. */
export type Rewrite = {
  readonly drafts: readonly Draft[];
  /** The stack of each, where another graph than this one tells. */
  readonly stacks?: readonly string[];
  /** Null where the node stays as it is. */
  readonly patch: NodePatch | null;
  readonly records: readonly Uint8Array[];
};

/** The name of a node, or for a nameless one its first output: unique, and found by graph viewers. */
export function labelOf(node: GraphNode): string {
  return node.name === '' ? (node.outputs[0] ?? node.opType) : node.name;
}
