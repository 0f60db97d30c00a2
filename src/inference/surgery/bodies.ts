import { labelOf } from './draft.ts';
import type { Draft, Findings, Rewrite } from './draft.ts';
import type { FileFacts } from './fileFacts.ts';
import { indexGraph } from './graph.ts';
import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { Graph, GraphNode } from './graphProto.ts';
import { PartsBuilder } from './partsBuilder.ts';
import { bytesField } from './protobuf.ts';
import { scalarAt } from './scalarAt.ts';
import { elementAt } from './tensorInfo.ts';
import { tapOf } from './tap.ts';
import type { NotAttention } from './types.ts';
import { nodeProto } from './write.ts';

/** More passes than any stack has layers: a loop over what is read is none. */
const MAX_PASSES = 256;

/** A body with the number of times that it is computed, and where its outputs leave the node. */
type Body = {
  readonly graph: Graph;
  readonly nPasses: number;
  /** Outputs of the body that the node does not give. */
  readonly nUnseen: number;
};

/**
 * Attention in the body of a Loop or a Scan: what each pass computes is collected in a further output of the node, and each pass is a layer.
 * Returns why, if the file does not say how many passes there are. `find` looks for attention in one graph.
 */
export function openBody(
  index: GraphIndex,
  node: GraphNode,
  { fresh, opset }: FileFacts,
  find: (body: GraphIndex) => Findings,
): (Rewrite & { readonly notAttention: readonly NotAttention[] }) | string {
  const body = node.opType === 'Loop' ? loopOf(index, node) : scanOf(index, node);
  if (typeof body === 'string') return body;
  const inner = indexGraph(body.graph, { outer: index, node });
  const found = find(inner);
  const outputs = [...node.outputs];
  const inBody = [...found.records];
  const b = new PartsBuilder(fresh, opset);
  const all = found.layers.flatMap(({ mixer, stack }) =>
    mixer.kind === 'attention' ? [{ draft: mixer.draft, stack }] : [],
  );
  const collected = all.map(({ draft }) => {
    const tap = tapOf(inner, draft, 'attention_weights.pass', fresh);
    const place = body.graph.outputs.findIndex(({ name }) => name === tap.name) - body.nUnseen;
    const there = tap.by === 'existing' ? (outputs[place] ?? '') : '';
    if (there !== '') return there;
    inBody.push(...tap.nodes.map((each) => bytesField(1, nodeProto(each))), bytesField(12, bytesField(1, tap.name)));
    const name = fresh('attention_weights.passes');
    outputs.push(name);
    return name;
  });
  const passes = [...Array(body.nPasses).keys()];
  const layers = passes.flatMap((pass) => all.map((each, at) => ({ ...each, pass, from: collected[at] ?? '' })));
  const drafts = layers.map(({ draft, pass, from }): Draft => {
    const probabilities = b.add('Gather', [from, b.ints(pass)], { axis: 0 });
    return {
      ...draft,
      probabilities,
      elementType: 'float32',
      order: null,
      nodeName: `${labelOf(node)}/${pass}/${draft.nodeName}`,
      how: `${draft.how}; pass ${pass} of ${body.nPasses} of ${labelOf(node)}`,
      maskPoint: { at: 'nowhere', why: `all passes of a ${node.opType} share their heads` },
      trace: { by: 'branch' },
    };
  });
  const nNew = outputs.length - node.outputs.length;
  return {
    drafts,
    stacks: layers.map(({ stack }) => `${labelOf(node)}/${stack}`),
    patch: {
      kind: 'extend',
      outputs,
      attributes: scanAttributes(node, nNew),
      branches: new Map([['body', { nodes: found.nodes, records: inBody }]]),
    },
    records: [...b.tensors, ...b.nodes.map((each) => bytesField(1, nodeProto(each)))],
    notAttention: found.notAttention,
  };
}

function bodyOf(node: GraphNode): Graph | null {
  const body = node.attributes.get('body');
  return body?.kind === 'graph' ? body.graph : null;
}

/** Inputs: passes, condition, what is carried from pass to pass. Source: Operators.md of ONNX, Loop. */
function loopOf(index: GraphIndex, node: GraphNode): Body | string {
  const graph = bodyOf(node);
  const [most = '', condition = ''] = node.inputs;
  const nPasses = most === '' ? null : scalarAt(index, most);
  const goesOn = condition === '' || isTrue(index, condition);
  if (graph === null || nPasses === null || nPasses < 1 || nPasses > MAX_PASSES) return 'how many, only a run tells';
  return goesOn && keepsCondition(graph) ? { graph, nPasses, nUnseen: 1 } : 'when it ends, only a run tells';
}

function isTrue(index: GraphIndex, tensor: string): boolean {
  const stored = index.constants.get(tensor);
  return stored?.nElements === 1 && elementAt(stored, 0) === 1;
}

/** Whether a body hands on the condition as it came, or a stored true. */
function keepsCondition(graph: Graph): boolean {
  let at = graph.outputs[0]?.name ?? '';
  for (let node = makerOf(graph, at); node !== undefined; node = makerOf(graph, at)) {
    const value = node.opType === 'Constant' ? node.attributes.get('value') : undefined;
    if (value?.kind === 'tensor') return elementAt(value.tensor, 0) === 1;
    if (node.opType !== 'Identity' && node.opType !== 'Cast') return false;
    at = node.inputs[0] ?? '';
  }
  const stored = graph.initializers.get(at);
  return stored === undefined ? at === graph.inputs[1]?.name : elementAt(stored, 0) === 1;
}

function makerOf({ nodes }: Graph, tensor: string): GraphNode | undefined {
  return nodes.find(({ outputs }) => outputs.includes(tensor));
}

/** Inputs: what is carried from pass to pass, then what is walked over, of which each pass gets a part. Source: Operators.md of ONNX, Scan. */
function scanOf(index: GraphIndex, node: GraphNode): Body | string {
  const graph = bodyOf(node);
  const nWalked = intOf(node, 'num_scan_inputs', 0);
  if (graph === null || nWalked < 1) return 'how many, only a run tells';
  const nCarried = node.inputs.length - nWalked;
  const axes = node.attributes.get('scan_input_axes');
  const stored = new Map(
    node.inputs.slice(nCarried).flatMap((tensor, at) => {
      const whole = index.constants.get(tensor);
      const axis = axes?.kind === 'ints' ? (axes.values[at] ?? 0) : 0;
      const name = graph.inputs[nCarried + at]?.name ?? '';
      return whole === undefined ? [] : [[name, { whole, axis }] as const];
    }),
  );
  const [first] = stored.values();
  const nPasses = first?.whole.dims[first.axis];
  if (nPasses === undefined || nPasses < 1 || nPasses > MAX_PASSES) return 'how many, only a run tells';
  // What is stored is weights in each pass too, not something that is read.
  const parts = [...stored].map(([name, { whole, axis }]) => {
    const dims = whole.dims.toSpliced(axis, 1);
    const [nElements, nBytes] = [whole.nElements / nPasses, whole.nBytes / nPasses];
    return [name, { ...whole, name, dims, nElements, nBytes, data: null }] as const;
  });
  return {
    graph: {
      ...graph,
      inputs: graph.inputs.filter(({ name }) => !stored.has(name)),
      initializers: new Map([...graph.initializers, ...parts]),
    },
    nPasses,
    nUnseen: 0,
  };
}

/** Where a Scan says of each of its outputs how it is put together, it must say so of new ones. */
function scanAttributes(node: GraphNode, nNew: number): Readonly<Record<string, readonly number[]>> {
  const named = ['scan_output_axes', 'scan_output_directions'].flatMap((name) => {
    const value = node.attributes.get(name);
    return value?.kind === 'ints' ? [[name, [...value.values, ...Array.from({ length: nNew }, () => 0)]] as const] : [];
  });
  return Object.fromEntries(named);
}
