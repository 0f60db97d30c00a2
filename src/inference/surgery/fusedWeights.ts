import type { Draft, Rewrite } from './draft.ts';
import { named, SCORE_OUTPUT, withScores } from './fusedNode.ts';
import type { ReadNode } from './fusedNode.ts';
import { floatOf, intOf } from './graphProto.ts';
import type { Attribute, GraphNode } from './graphProto.ts';
import type { FreshNames } from './names.ts';
import type { WeightsOf } from './fusedOperator.ts';
import { bytesField } from './protobuf.ts';
import { FLOAT16, FLOAT32, nodeProto, typeInfo } from './write.ts';
import type { AttributeValue } from './write.ts';

/** Weights after its own softmax: the output is asked for, or where it is in use for scores, a second node. */
export function openWeights(
  node: GraphNode,
  { name, ...read }: ReadNode,
  { attribute, value }: Extract<WeightsOf, { by: 'weights' }>,
  fresh: FreshNames,
): Rewrite {
  const base = { ...read, how: describe(node, 'its output of weights') };
  const old = node.outputs[SCORE_OUTPUT] ?? '';
  if (old === '') {
    return extended(node, { ...base, probabilities: fresh('attention_weights') }, { [attribute]: value }, name);
  }
  if (intOf(node, attribute, 0) !== value) return beside(node, base, { [attribute]: value }, fresh);
  return { drafts: [{ ...base, probabilities: old }], patch: named(node, name), records: [] };
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

function describe(node: GraphNode, source: string): string {
  const extras = [
    floatOf(node, 'softcap', 0) > 0 ? 'soft-capped' : '',
    intOf(node, 'local_window_size', -1) > 0 ? `window of ${intOf(node, 'local_window_size', -1)}` : '',
    intOf(node, 'do_rotary', 0) === 1 ? 'rotary inside' : '',
  ].filter((extra) => extra !== '');
  return `${node.opType}${extras.length === 0 ? '' : ` (${extras.join(', ')})`}: ${source}`;
}
