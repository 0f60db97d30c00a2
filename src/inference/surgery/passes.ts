import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { Graph, GraphNode } from './graphProto.ts';
import { scalarAt } from './scalarAt.ts';
import { elementAt } from './tensorInfo.ts';

/** More passes than any stack has layers: of a loop over what is read one is shown. */
const MAX_PASSES = 256;

/** A body, how often it is computed, and where its outputs leave the node. */
export type Passes = {
  readonly graph: Graph;
  /** Null where only a run tells. */
  readonly nPasses: number | null;
  /** Outputs of the body that the node does not give. */
  readonly nUnseen: number;
  /** How many of those that it gives, the first ones, are handed on from pass to pass: of them the last is left. */
  readonly nCarried: number;
};

/** The passes of a Loop or a Scan, or why they cannot be told apart. */
export function passesOf(index: GraphIndex, node: GraphNode): Passes | string {
  return node.opType === 'Loop' ? loopOf(index, node) : scanOf(index, node);
}

function bodyOf(node: GraphNode): Graph | null {
  const body = node.attributes.get('body');
  return body?.kind === 'graph' ? body.graph : null;
}

/** Inputs: passes, condition, what is carried from pass to pass. Source: Operators.md of ONNX, Loop. */
function loopOf(index: GraphIndex, node: GraphNode): Passes | string {
  const graph = bodyOf(node);
  if (graph === null) return 'its body is not read';
  const [most = '', condition = ''] = node.inputs;
  const nCarried = Math.max(0, node.inputs.length - 2);
  const stored = most === '' ? null : scalarAt(index, most);
  const begins = condition === '' ? true : storedTruth(index, condition);
  if (begins === false || (stored !== null && stored < 1)) return 'it is never computed';
  const isCounted = begins === true && keepsCondition(graph) && stored !== null && stored <= MAX_PASSES;
  const nPasses = isCounted ? stored : null;
  // What is handed on comes before what is collected: there is no place for more between the two.
  const isLast = node.inputs.length >= 2 && graph.outputs.length === 1 + nCarried;
  if (nPasses !== null || isLast) return { graph, nPasses, nUnseen: 1, nCarried };
  return 'only a run tells how many, and it collects something of all of them';
}

/** A stored condition; null for one that is computed. */
function storedTruth(index: GraphIndex, tensor: string): boolean | null {
  const stored = index.constants.get(tensor);
  return stored?.nElements === 1 ? elementAt(stored, 0) === 1 : null;
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
function scanOf(index: GraphIndex, node: GraphNode): Passes | string {
  const graph = bodyOf(node);
  const nWalked = intOf(node, 'num_scan_inputs', 0);
  if (graph === null || nWalked < 1) return 'its body is not read';
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
  // What is walked over is read: only a run tells how long it is.
  if (nPasses === undefined || nPasses > MAX_PASSES) return { graph, nPasses: null, nUnseen: 0, nCarried };
  if (nPasses < 1) return 'it is never computed';
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
    nCarried,
  };
}
