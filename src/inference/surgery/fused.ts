import { decomposeAttention } from './decomposeAttention.ts';
import { labelOf } from './draft.ts';
import type { Rewrite } from './draft.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import { isHalfType } from './elementTypes.ts';
import { fusedMaskPoint } from './fusedMaskPoint.ts';
import { named, SCORE_OUTPUT, withScores } from './fusedNode.ts';
import type { ReadNode } from './fusedNode.ts';
import { openWeights } from './fusedWeights.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';
import type { FreshNames } from './names.ts';
import { given, hidesLater, operatorOf } from './operators.ts';
import type { FusedOperator } from './fusedOperator.ts';
import { bytesField } from './protobuf.ts';
import { takeApart } from './takeApart.ts';
import { isSelfAttention } from './selfAttention.ts';
import { FLOAT16, FLOAT32, nodeProto, typeInfo } from './write.ts';

/**
 * What makes the weights of a fused operator a tensor: its score output where it has one, else its parts; or why it
 * cannot be done.
 */
export function openFused(index: GraphIndex, node: GraphNode, opset: number, fresh: FreshNames): Rewrite | string {
  const operator = operatorOf(node);
  if (operator === undefined) {
    return `the fused operator ${node.opType} keeps its probabilities inside, and no rewrite of it is known`;
  }
  const { weights } = operator;
  switch (weights.by) {
    case 'parts':
      return decomposeAttention(index, node, operator, opset, fresh);
    case 'unfused':
      return takeApart(index, node, operator, opset, fresh);
    case 'scores':
      return openScores(index, node, readOperator(index, node, operator, fresh), fresh);
    case 'weights':
      return openWeights(node, readOperator(index, node, operator, fresh), weights, fresh);
  }
}

/** What the row of an operator says of one node: a draft without its probabilities, and the name that the node is to have. */
function readOperator(index: GraphIndex, node: GraphNode, operator: FusedOperator, fresh: FreshNames): ReadNode {
  const { sink, cpuOnly } = operator;
  const hasSink = sink !== null && (intOf(node, sink.attribute, 0) === 1 || given(node, [sink.input]).length > 0);
  const isCpuOnly = cpuOnly !== null && (cpuOnly.input === null || given(node, [cpuOnly.input]).length > 0);
  const name = isCpuOnly && node.name === '' ? fresh('attention_node') : node.name;
  const [query = '', key = '', value = ''] = node.inputs;
  const elementType = elementTypeAt(index, query);
  return {
    name,
    // Packed forms have queries, keys and values in one input.
    isSelf: key === '' || isSelfAttention(index, query, key, value === '' ? key : value),
    isCausal: hidesLater(index, node, operator),
    scores: null,
    query,
    key: key === '' ? null : key,
    value: value === '' ? null : value,
    context: node.outputs[0] ?? null,
    nodeName: labelOf(node),
    headsInBatch: false,
    isHalf: isHalfType(elementType),
    rowsSumToOne: !hasSink,
    branch: null,
    cpuOnly: isCpuOnly ? { nodeName: name, why: cpuOnly.why } : null,
    elementType,
    order: null,
    maskPoint: fusedMaskPoint(index, node, operator),
    trace: { by: 'operator', node },
  };
}

/** Scores before the softmax, masks and biases included, so that a softmax is appended. */
function openScores(index: GraphIndex, node: GraphNode, { name, ...read }: ReadNode, fresh: FreshNames): Rewrite {
  const draft = { ...read, how: `${node.opType} -> Softmax of its score output` };
  const old = node.outputs[SCORE_OUTPUT] ?? '';
  const softmax = (index.usesOf.get(old) ?? []).find((use) => use.node.opType === 'Softmax')?.node;
  if (old !== '' && softmax !== undefined) {
    const [probabilities = ''] = softmax.outputs;
    return { drafts: [{ ...draft, probabilities, scores: old }], patch: named(node, name), records: [] };
  }
  const scores = old === '' ? fresh('attention_scores') : old;
  const probabilities = fresh('attention_weights');
  const isHalf = draft.elementType === 'float16';
  const widened = isHalf ? fresh('attention_scores.float32') : scores;
  const records = [
    // Without a declared type the runtime refuses a tensor that it cannot infer one for.
    ...(old === '' ? [bytesField(13, typeInfo(scores, isHalf ? FLOAT16 : FLOAT32))] : []),
    ...(isHalf
      ? [bytesField(1, nodeProto({ op: 'Cast', in: [scores], out: [widened], attributes: { to: FLOAT32 } }))]
      : []),
    bytesField(1, nodeProto({ op: 'Softmax', in: [widened], out: [probabilities], attributes: { axis: 3 } })),
  ];
  return {
    drafts: [{ ...draft, probabilities, scores, elementType: 'float32', isHalf: false }],
    patch: old === '' ? { kind: 'extend', outputs: withScores(node, scores), name } : named(node, name),
    records,
  };
}
