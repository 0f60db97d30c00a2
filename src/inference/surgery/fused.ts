import { causalityOf } from './causality.ts';
import { decomposeAttention } from './decomposeAttention.ts';
import { labelOf } from './draft.ts';
import type { Draft, Rewrite } from './draft.ts';
import { elementTypeAt } from './elementTypeAt.ts';
import type { GraphIndex } from './graph.ts';
import { floatOf, intOf } from './graphProto.ts';
import type { Attribute, GraphNode } from './graphProto.ts';
import { fusedMaskPoint } from './fusedMaskPoint.ts';
import type { FreshNames } from './names.ts';
import type { NodePatch } from './patch.ts';
import { bytesField } from './protobuf.ts';
import { isSelfAttention } from './selfAttention.ts';
import { FLOAT16, FLOAT32, nodeProto, typeInfo } from './write.ts';
import type { AttributeValue } from './write.ts';

/** Seen in version 1.30 of the runtime. */
const NO_WEIGHTS = 'the WebGPU runtime has no weights output for GroupQueryAttention';
const NO_PADDING = 'the WebGPU runtime takes no padding mask of keys for MultiHeadAttention';

/** All of them give it as their fourth output. */
const SCORE_OUTPUT = 3;

/**
 * What makes the weights of a fused operator a tensor: its score output where it has one, else its parts; or why it
 * cannot be done.
 * Source: ContribOperators.md of ONNX Runtime; Operators.md of ONNX, Attention 23.
 */
export function openFused(index: GraphIndex, node: GraphNode, opset: number, fresh: FreshNames): Rewrite | string {
  switch (`${node.domain}.${node.opType}`) {
    case 'com.microsoft.MultiHeadAttention':
      return openMultiHead(index, node, fresh);
    case 'com.microsoft.GroupQueryAttention':
      return openGrouped(index, node, fresh);
    case '.Attention':
      return openStandard(index, node, fresh);
    case 'com.microsoft.Attention':
      return decomposeAttention(index, node, opset, fresh);
    default:
      return `the fused operator ${node.opType} keeps its probabilities inside, and no rewrite of it is known`;
  }
}

/** Gives scores before the softmax, masks and biases included, so that a softmax is appended. */
function openMultiHead(index: GraphIndex, node: GraphNode, fresh: FreshNames): Rewrite {
  const [PADDING, BIAS] = [4, 5];
  const isCausal = intOf(node, 'unidirectional', 0) === 1 || causalityOf(index, given(node, [PADDING, BIAS]));
  const hasPadding = given(node, [PADDING]).length > 0;
  const name = hasPadding && node.name === '' ? fresh('attention_node') : node.name;
  const cpuOnly = hasPadding ? { nodeName: name, why: NO_PADDING } : null;
  const old = node.outputs[SCORE_OUTPUT] ?? '';
  const softmax = (index.usesOf.get(old) ?? []).find((use) => use.node.opType === 'Softmax')?.node;
  const draft = { ...common(index, node), isCausal, cpuOnly, how: `${node.opType} -> Softmax of its score output` };
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
    drafts: [{ ...draft, probabilities, scores, elementType: 'float32' }],
    patch: old === '' ? { kind: 'extend', outputs: withScores(node, scores), name } : named(node, name),
    records,
  };
}

/** Gives weights after its own softmax: of scores alone a softmax could not tell masked keys, which are 0 there too. */
function openGrouped(index: GraphIndex, node: GraphNode, fresh: FreshNames): Rewrite {
  const AFTER_SOFTMAX = 2;
  const SINK = 11;
  const hasSink = intOf(node, 'smooth_softmax', 0) === 1 || given(node, [SINK]).length > 0;
  const name = node.name === '' ? fresh('attention_node') : node.name;
  const base = {
    ...common(index, node),
    isCausal: true,
    rowsSumToOne: !hasSink,
    cpuOnly: { nodeName: name, why: NO_WEIGHTS },
    how: describe(node, 'its output of weights'),
  };
  const old = node.outputs[SCORE_OUTPUT] ?? '';
  if (old !== '' && intOf(node, 'qk_output', 0) !== AFTER_SOFTMAX) {
    return beside(node, base, { qk_output: AFTER_SOFTMAX }, fresh);
  }
  const probabilities = old === '' ? fresh('attention_weights') : old;
  const draft: Draft = { ...base, probabilities };
  return old === ''
    ? extended(node, draft, { qk_output: AFTER_SOFTMAX }, name)
    : { drafts: [draft], patch: named(node, name), records: [] };
}

/**
 * The weights from a second node like the first, where the output of the first is in use for scores before the softmax.
 * The runtime computes both in the same way, so the weights are those that the first one uses.
 */
function beside(
  node: GraphNode,
  base: Omit<Draft, 'probabilities'>,
  attributes: Readonly<Record<string, number>>,
  fresh: FreshNames,
): Rewrite {
  const probabilities = fresh('attention_weights');
  const name = fresh('attention_node');
  const kept = [...node.attributes].flatMap(([key, attribute]) => {
    const value = valueOf(attribute);
    return value === null ? [] : [[key, value] as const];
  });
  const twin = nodeProto({
    op: node.opType,
    domain: node.domain,
    name,
    in: node.inputs,
    out: [
      ...[0, 1, 2].map((at) => ((node.outputs[at] ?? '') === '' && at > 0 ? '' : fresh('attention_unused'))),
      probabilities,
    ],
    attributes: { ...Object.fromEntries(kept), ...attributes },
  });
  const type = base.elementType === 'float16' ? FLOAT16 : FLOAT32;
  const cpuOnly = base.cpuOnly && { ...base.cpuOnly, nodeName: name };
  return {
    drafts: [
      { ...base, probabilities, cpuOnly, how: `${base.how} of a second node, since that of the first is in use` },
    ],
    patch: null,
    records: [bytesField(13, typeInfo(probabilities, type)), bytesField(1, twin)],
  };
}

function valueOf(attribute: Attribute): AttributeValue | null {
  if (attribute.kind === 'int' || attribute.kind === 'text') return attribute.value;
  if (attribute.kind === 'float') return { float: attribute.value };
  return attribute.kind === 'ints' ? attribute.values : null;
}

function openStandard(index: GraphIndex, node: GraphNode, fresh: FreshNames): Rewrite {
  const AFTER_SOFTMAX = 3;
  const MASK = 3;
  const isCausal = intOf(node, 'is_causal', 0) === 1 || causalityOf(index, given(node, [MASK]));
  const base = { ...common(index, node), isCausal, how: describe(node, 'its output of weights') };
  const old = node.outputs[SCORE_OUTPUT] ?? '';
  if (old === '') {
    const draft = { ...base, probabilities: fresh('attention_weights') };
    return extended(node, draft, { qk_matmul_output_mode: AFTER_SOFTMAX }, node.name);
  }
  const isInUse = intOf(node, 'qk_matmul_output_mode', 0) !== AFTER_SOFTMAX;
  if (isInUse) return beside(node, base, { qk_matmul_output_mode: AFTER_SOFTMAX }, fresh);
  return { drafts: [{ ...base, probabilities: old }], patch: null, records: [] };
}

/** The node with its fourth output named; the type of that output is declared, as some runtimes do not infer it. */
function extended(node: GraphNode, draft: Draft, attributes: Readonly<Record<string, number>>, name: string): Rewrite {
  const type = draft.elementType === 'float16' ? FLOAT16 : FLOAT32;
  const outputs = withScores(node, draft.probabilities);
  return {
    drafts: [draft],
    patch: { kind: 'extend', outputs, attributes, name },
    records: [bytesField(13, typeInfo(draft.probabilities, type))],
  };
}

/** A change only of the name, if the node had none and needs one. */
function named(node: GraphNode, name: string): NodePatch | null {
  return node.name === name ? null : { kind: 'extend', outputs: node.outputs, name };
}

function withScores(node: GraphNode, name: string): readonly string[] {
  return [0, 1, 2].map((at) => node.outputs[at] ?? '').concat(name);
}

/** What all of them share; packed forms have queries, keys and values in one input. */
function common(index: GraphIndex, node: GraphNode): Omit<Draft, 'how' | 'isCausal' | 'probabilities'> {
  const [query = '', key = '', value = ''] = node.inputs;
  return {
    isSelf: key === '' || isSelfAttention(index, query, key, value === '' ? key : value),
    scores: null,
    query,
    key: key === '' ? null : key,
    value: value === '' ? null : value,
    context: node.outputs[0] ?? null,
    nodeName: labelOf(node),
    headsInBatch: false,
    rowsSumToOne: true,
    branch: null,
    cpuOnly: null,
    elementType: elementTypeAt(index, query),
    order: null,
    maskPoint: fusedMaskPoint(index, node),
  };
}

function given(node: GraphNode, inputs: readonly number[]): readonly string[] {
  return inputs.map((input) => node.inputs[input] ?? '').filter((tensor) => tensor !== '');
}

function describe(node: GraphNode, source: string): string {
  const extras = [
    floatOf(node, 'softcap', 0) > 0 ? 'soft-capped' : '',
    intOf(node, 'local_window_size', -1) > 0 ? `window of ${intOf(node, 'local_window_size', -1)}` : '',
    intOf(node, 'do_rotary', 0) === 1 ? 'rotary inside' : '',
  ].filter((extra) => extra !== '');
  return `${node.opType}${extras.length === 0 ? '' : ` (${extras.join(', ')})`}: ${source}`;
}
