import { AppError } from '../../core/errors.ts';
import { cutText } from '../../core/quote.ts';
import { allInputs } from './allInputs.ts';
import { traceData } from './dataTensors.ts';
import type { DataFlow, DataStarts } from './dataTensors.ts';
import type { Graph, GraphNode } from './graphProto.ts';
import type { TensorInfo } from './tensorInfo.ts';
import { isScalar } from './graphInput.ts';
import type { GraphInput } from './graphInput.ts';

/** Where a tensor is used: `input` is the place among the node's inputs. */
export type Use = { readonly node: GraphNode; readonly input: number };

/** A graph with its edges: who makes a tensor, who uses it, what depends on what. */
export type GraphIndex = DataFlow & {
  readonly graph: Graph;
  /** Nodes in an order of computing: every node after the makers of its inputs. */
  readonly order: readonly GraphNode[];
  /** Length of the longest path from a start of the graph to the node. */
  readonly depthOf: ReadonlyMap<GraphNode, number>;
  readonly producerOf: ReadonlyMap<string, GraphNode>;
  readonly usesOf: ReadonlyMap<string, readonly Use[]>;
  /** Initializers and the tensors of Constant nodes. */
  readonly constants: ReadonlyMap<string, TensorInfo>;
  /** What must be fed: graph inputs that have no initializer. */
  readonly fed: ReadonlyMap<string, GraphInput>;
};

/**
 * Builds the edges of the main graph, or of a branch at `site`: then what lies outside can be traced too, though `order`
 * holds the nodes of the branch only.
 * Throws AppError 'not-onnx' if two nodes make the same tensor or the graph has a cycle.
 */
export function indexGraph(graph: Graph, site?: { readonly outer: GraphIndex; readonly node: GraphNode }): GraphIndex {
  const outer = site?.outer;
  const producerOf = new Map<string, GraphNode>();
  const usesOf = new Map<string, Use[]>();
  const constants = new Map([...(outer?.constants ?? []), ...graph.initializers]);
  for (const node of graph.nodes) {
    for (const output of node.outputs) {
      if (output === '') continue;
      const other = producerOf.get(output);
      // Of stored numbers that come twice the runtime takes the last and warns.
      if (other !== undefined && (other.opType !== 'Constant' || node.opType !== 'Constant')) {
        throw new AppError('not-onnx', `two nodes make the tensor ${cutText(output)}`);
      }
      producerOf.set(output, node);
    }
    allInputs(node).forEach((tensor, input) => {
      if (tensor === '') return;
      const uses = usesOf.get(tensor);
      if (uses === undefined) usesOf.set(tensor, [{ node, input }]);
      else uses.push({ node, input });
    });
    const value = node.opType === 'Constant' ? node.attributes.get('value') : undefined;
    if (value?.kind === 'tensor') constants.set(node.outputs[0] ?? '', value.tensor);
  }
  const fed = new Map([
    ...(outer?.fed ?? []),
    ...graph.inputs.filter(({ name }) => !graph.initializers.has(name)).map((input) => [input.name, input] as const),
  ]);
  const start = site === undefined ? 0 : (site.outer.depthOf.get(site.node) ?? 0) + 1;
  const { order, depthOf } = sortNodes(graph.nodes, producerOf, usesOf, start);
  const data = traceData(order, constants, startsOf(fed, outer));
  return {
    graph,
    order,
    depthOf: merged(outer?.depthOf, depthOf),
    producerOf: merged(outer?.producerOf, producerOf),
    usesOf,
    constants,
    fed,
    ...data,
  };
}

function merged<Key, Value>(outer: ReadonlyMap<Key, Value> | undefined, own: Map<Key, Value>): ReadonlyMap<Key, Value> {
  return outer === undefined ? own : new Map([...outer, ...own]);
}

/** Kahn's algorithm; ONNX demands sorted files, runtimes accept others, and appended nodes stand last anyway. */
function sortNodes(
  nodes: readonly GraphNode[],
  producerOf: ReadonlyMap<string, GraphNode>,
  usesOf: ReadonlyMap<string, readonly Use[]>,
  start: number,
): { readonly order: readonly GraphNode[]; readonly depthOf: Map<GraphNode, number> } {
  const waitsFor = new Map<GraphNode, number>();
  const depthOf = new Map<GraphNode, number>();
  const order: GraphNode[] = [];
  for (const node of nodes) {
    const nMade = allInputs(node).filter((tensor) => producerOf.has(tensor)).length;
    waitsFor.set(node, nMade);
    if (nMade === 0) {
      depthOf.set(node, start);
      order.push(node);
    }
  }
  // `order` grows while it is walked: it is the queue and the result.
  for (const node of order) {
    const depth = depthOf.get(node) ?? start;
    for (const output of node.outputs) {
      if (producerOf.get(output) !== node) continue;
      for (const use of usesOf.get(output) ?? []) {
        depthOf.set(use.node, Math.max(depthOf.get(use.node) ?? 0, depth + 1));
        const left = (waitsFor.get(use.node) ?? 0) - 1;
        waitsFor.set(use.node, left);
        if (left === 0) order.push(use.node);
      }
    }
  }
  if (order.length < nodes.length) {
    const stuck = nodes.find((node) => (waitsFor.get(node) ?? 0) > 0);
    throw new AppError('not-onnx', `the graph has a cycle through or before node ${cutText(stuck?.name ?? '')}`);
  }
  return { order, depthOf };
}

function startsOf(fed: ReadonlyMap<string, GraphInput>, outer: GraphIndex | undefined): DataStarts {
  // A single number says nothing of any position: what it picks from stored weights are weights still.
  const read = [...fed.values()].flatMap((input) => (isScalar(input) ? [] : [input.name]));
  return { data: [...read, ...(outer?.dataTensors ?? [])], activations: [...(outer?.activations ?? [])] };
}
