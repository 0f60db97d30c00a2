import type { AttentionKind } from '../../core/tensor.ts';
import { causalityOf } from './causality.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { isSelfAttention } from './selfAttention.ts';
import { isDataProduct, pathBack, pathOn } from './trace.ts';
import type { Path } from './trace.ts';
import type { AttentionSite, NotAttention } from './types.ts';

/** What `findAttention` returns. */
export type Found = { readonly sites: readonly AttentionSite[]; readonly notAttention: readonly NotAttention[] };

type Draft = Omit<AttentionSite, 'layer' | 'kind' | 'output'> & { readonly isSelf: boolean };

/** Operators that compute attention inside and give out only the context. */
const FUSED = /Attention$/;

/**
 * Finds attention by its definition: a softmax over keys whose input comes from a product of queries and keys, and whose
 * output weights values. Names play no part.
 * Sites come in the order of computing; whatever has a softmax and is not exposed is listed with the reason.
 */
export function findAttention(index: GraphIndex, opset: number): Found {
  const drafts: Draft[] = [];
  const notAttention: NotAttention[] = [];
  const contexts = new Set<GraphNode>();
  const refuse = (node: GraphNode, why: string): void => {
    notAttention.push({ nodeName: labelOf(node), why });
  };
  for (const node of byDepth(index)) {
    for (const attribute of node.attributes.values()) {
      if (attribute.kind !== 'graph') continue;
      const hidden = attribute.graph.nodes.filter(isSoftmaxOrFused);
      if (hidden.length > 0) {
        refuse(node, `its branches hold ${hidden.length} softmax or attention nodes, which no graph output can reach`);
      }
    }
    if (FUSED.test(node.opType)) {
      refuse(node, `the fused operator ${node.opType} keeps its probabilities inside`);
      continue;
    }
    if (node.opType !== 'Softmax') continue;
    const draft = examine(index, node, contexts);
    if (typeof draft === 'string') refuse(node, draft);
    else if (!isOverLastAxis(node, opset)) refuse(node, 'it normalises another axis than the last, so not over keys');
    else drafts.push(draft);
  }
  return { sites: number(index, drafts), notAttention };
}

function byDepth(index: GraphIndex): readonly GraphNode[] {
  const depth = (node: GraphNode): number => index.depthOf.get(node) ?? 0;
  return index.order.toSorted((a, b) => depth(a) - depth(b) || a.index - b.index);
}

function isSoftmaxOrFused(node: GraphNode): boolean {
  return node.opType === 'Softmax' || FUSED.test(node.opType);
}

/** Before opset 13 the default was axis 1 and all axes from there on together; a positive axis past 1 is a last one. */
function isOverLastAxis(node: GraphNode, opset: number): boolean {
  const attribute = node.attributes.get('axis');
  const axis = attribute?.kind === 'int' ? attribute.value : opset >= 13 ? -1 : 1;
  return axis === -1 || axis >= 2;
}

/** The attention around a softmax, or why there is none. Adds the product by values to `contexts`. */
function examine(index: GraphIndex, softmax: GraphNode, contexts: Set<GraphNode>): Draft | string {
  const [scores = ''] = softmax.inputs;
  const [output = ''] = softmax.outputs;
  let sawWeights = false;
  const back = pathBack(index, scores, (product) => {
    sawWeights ||= !isDataProduct(index, product);
    return isScoreProduct(index, product) && !contexts.has(product);
  });
  if (back === null) {
    return sawWeights
      ? 'its input is activations times a constant weight (router, pooling or classifier), not queries times keys'
      : 'its input comes from no product of queries and keys';
  }
  const on = pathOn(index, output, (product, input, isFlipped) => {
    return isDataProduct(index, product) && input === (isFlipped ? 1 : 0);
  });
  if (on === null) return 'its output weights no values: no product with activations follows';
  contexts.add(on.product);
  const [left = '', right = ''] = back.product.inputs;
  const [query, key] = back.isFlipped ? [right, left] : [left, right];
  const value = on.product.inputs[on.isFlipped ? 0 : 1] ?? '';
  const isSelf = isSelfAttention(index, query, key, value);
  return {
    probabilities: weightingTensor(on),
    scores,
    query,
    key,
    value,
    context: on.product.outputs[0] ?? null,
    nodeName: labelOf(softmax),
    how: describe(softmax, back, on),
    isCausal: isSelf ? causalityOf(index, back) : false,
    isSelf,
  };
}

function isScoreProduct(index: GraphIndex, product: GraphNode): boolean {
  const isActivation = product.inputs.some((tensor) => index.activations.has(tensor));
  return isDataProduct(index, product) && isActivation;
}

/**
 * The tensor to show. A Where after the softmax replaces the NaN of fully masked rows, a Slice cuts off an attention
 * sink: what weights the values is the tensor after them. Casts, dropout and reshapes change nothing worth showing.
 */
function weightingTensor(on: Path): string {
  const at = on.nodes.findLastIndex((node) => node.opType === 'Where' || node.opType === 'Slice');
  return on.tensors[at + 1] ?? '';
}

function describe(softmax: GraphNode, back: Path, on: Path): string {
  const nodes = [back.product, ...back.nodes.toReversed(), softmax, ...on.nodes, on.product];
  const ops = nodes.map((node) => node.opType).join(' -> ');
  return `${ops}; scores made by ${labelOf(back.product)}, values weighted by ${labelOf(on.product)}`;
}

/** The name of a node, or for a nameless one its first output: unique, and found by graph viewers. */
function labelOf(node: GraphNode): string {
  return node.name === '' ? (node.outputs[0] ?? node.opType) : node.name;
}

function number(index: GraphIndex, drafts: readonly Draft[]): readonly AttentionSite[] {
  const nSoFar: Record<AttentionKind, number> = { encoder: 0, decoder: 0, cross: 0 };
  return drafts.map(({ isSelf, ...draft }, at) => {
    const kind = !isSelf ? 'cross' : draft.isCausal === true ? 'decoder' : 'encoder';
    return { ...draft, layer: nSoFar[kind]++, kind, output: outputFor(index, draft.probabilities, at) };
  });
}

/** Already a float32 output: use it, so that exposing twice adds nothing. Else an alias under a free name. */
function outputFor(index: GraphIndex, tensor: string, at: number): AttentionSite['output'] {
  const outputs = new Set(index.graph.outputs.map((output) => output.name));
  const isFloat32 = elementTypeAt(index, tensor) === 'float32';
  if (isFloat32 && outputs.has(tensor)) return { name: tensor, by: 'existing' };
  const wanted = isFloat32 ? 'Identity' : 'Cast';
  for (const { node } of index.usesOf.get(tensor) ?? []) {
    const [alias = ''] = node.outputs;
    if (node.opType === wanted && outputs.has(alias) && elementTypeAt(index, alias) === 'float32') {
      return { name: alias, by: 'existing' };
    }
  }
  let name = `attentions.${at}`;
  while (index.producerOf.has(name) || index.fed.has(name) || index.constants.has(name)) name += '_';
  return { name, by: isFloat32 ? 'identity' : 'cast' };
}
