import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { isOfOneToken } from './ofOneToken.ts';
import { factorsOf, isDataProduct } from './products.ts';

/** A node that stands for a layer without weights over keys. */
type OtherMixerNode = { readonly node: GraphNode; readonly what: string };

/** Operators of which the name says that they carry a state along the sequence. */
const NAMED: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /Linear.*Attention|Retention|Delta(Net|Rule)|GatedDelta/,
    'linear attention: a running state instead of weights over keys',
  ],
  [/SelectiveScan|StateSpace|Mamba|SSM|SSD/, 'state-space layer: a running state instead of weights over keys'],
  [/WKV|^(LSTM|GRU|RNN)$/, 'recurrent layer: a running state instead of weights over keys'],
];
const RESHAPES = /^(Cast|Identity|Reshape|Squeeze|Unsqueeze|Transpose|Dropout)$/;
const LOOPS = new Set(['Scan', 'Loop']);
/** Operators that stand between layers or turn scores into weights: a mixer does not go on behind them. */
const ENDS = /Softmax$|Norm|^(Conv|Gemm|MatMulNBits|MatMulInteger|ReduceMean)$/;

/**
 * Layers that mix positions without a softmax: operators made for it, loops over activations, and groups of products of
 * activations that lead into one another without weights or a softmax between.
 * `claimed` are the products that attention accounts for.
 */
export function findOtherMixers(index: GraphIndex, claimed: ReadonlySet<GraphNode>): readonly OtherMixerNode[] {
  const found: OtherMixerNode[] = [];
  for (const node of index.order) {
    const named = NAMED.find(([pattern]) => pattern.test(node.opType));
    const isActive = node.inputs.some((tensor) => index.activations.has(tensor));
    if (named !== undefined && isActive) found.push({ node, what: named[1] });
    else if (LOOPS.has(node.opType) && isActive && !hidesSoftmax(node)) {
      found.push({ node, what: `recurrent or state-space layer: a ${node.opType} over the positions` });
    }
  }
  return [...found, ...productGroups(index, claimed)];
}

function hidesSoftmax(node: GraphNode): boolean {
  return [...node.attributes.values()].some(
    (attribute) => attribute.kind === 'graph' && attribute.graph.nodes.some((inner) => inner.opType === 'Softmax'),
  );
}

function productGroups(index: GraphIndex, claimed: ReadonlySet<GraphNode>): readonly OtherMixerNode[] {
  const free = index.order.filter((node) => {
    const factors = factorsOf(index, node) ?? [];
    const isOfActivations = factors.length > 0 && factors.every((tensor) => index.activations.has(tensor));
    const isFree = !claimed.has(node) && isOfActivations && isDataProduct(index, node);
    return isFree && !weighsBySoftmax(index, node) && !factors.some((tensor) => isOfOneToken(index, tensor));
  });
  const grouped = new Set<GraphNode>();
  const groups: OtherMixerNode[] = [];
  for (const first of free) {
    if (grouped.has(first)) continue;
    const group = reachedFrom(index, first, new Set(free));
    const isNew = !group.some((node) => grouped.has(node));
    for (const node of group) grouped.add(node);
    if (isNew && group.length > 1) {
      groups.push({
        node: first,
        what: `linear attention: ${group.length} products of queries, keys and values without a softmax between`,
      });
    }
  }
  return groups;
}

/** True for routers and pooling: a softmax over something else than keys is an operand. */
function weighsBySoftmax(index: GraphIndex, product: GraphNode): boolean {
  return (factorsOf(index, product) ?? []).some((tensor) => {
    let node = index.producerOf.get(tensor);
    for (let step = 0; step < 6 && node !== undefined && RESHAPES.test(node.opType); step++) {
      node = index.producerOf.get(node.inputs[0] ?? '');
    }
    return node?.opType === 'Softmax';
  });
}

/** Where a normalisation that is written out takes off a mean or divides by a root. */
function isNormStep(index: GraphIndex, node: GraphNode): boolean {
  return node.inputs.some((tensor) => {
    const maker = index.producerOf.get(tensor);
    const before = maker?.opType === 'Reciprocal' ? index.producerOf.get(maker.inputs[0] ?? '') : maker;
    return before?.opType === 'ReduceMean' || before?.opType === 'Sqrt';
  });
}

/** The product and those that it leads into. */
function reachedFrom(index: GraphIndex, first: GraphNode, free: ReadonlySet<GraphNode>): readonly GraphNode[] {
  const group: GraphNode[] = [first];
  const seen = new Set(group);
  const queue: GraphNode[] = [first];
  for (const at of queue) {
    const next = at.outputs.flatMap((tensor) => (index.usesOf.get(tensor) ?? []).map(({ node }) => node));
    for (const node of next) {
      if (
        seen.has(node) ||
        ENDS.test(node.opType) ||
        isNormStep(index, node) ||
        (factorsOf(index, node) !== null && !free.has(node))
      )
        continue;
      seen.add(node);
      queue.push(node);
      if (free.has(node)) group.push(node);
    }
  }
  return group;
}
