import type { Graph, GraphNode } from './graphProto.ts';
import { isFused, isProductOperator } from './products.ts';

/** Number of softmax and attention nodes in each model-local function that has any, by "domain.name". */
export type HiddenInFunctions = ReadonlyMap<string, number>;

const NONE: HiddenInFunctions = new Map();

/** Softmax and attention nodes in the function of the file that a node calls; undefined if it calls none that has any. */
export function hidesInFunction(node: GraphNode, functions: HiddenInFunctions): number | undefined {
  return functions.get(`${node.domain}.${node.opType}`);
}

/** Softmax and attention nodes in the graphs that a node has as attributes. */
export function hidesIn(node: GraphNode, functions = NONE): number {
  let n = 0;
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') n += countHidden(attribute.graph, functions);
  }
  return n;
}

/** Softmax and attention nodes of a graph that is not searched, deeper ones and those of called functions included. */
export function countHidden(graph: Pick<Graph, 'nodes'>, functions = NONE): number {
  return graph.nodes.reduce((n, node) => {
    const own = Number(node.opType === 'Softmax' || isFused(node));
    return n + own + hidesIn(node, functions) + (hidesInFunction(node, functions) ?? 0);
  }, 0);
}

/** True if a graph in the attributes of a node may hold attention at all; branches about shapes do not, and are many. */
export function mayHideAttention(node: GraphNode, functions: HiddenInFunctions): boolean {
  return [...node.attributes.values()].some((attribute) => {
    if (attribute.kind !== 'graph') return false;
    return attribute.graph.nodes.some((inner) => {
      const isAny = isProductOperator(inner) || isFused(inner) || inner.opType === 'Softmax';
      return isAny || hidesInFunction(inner, functions) !== undefined || mayHideAttention(inner, functions);
    });
  });
}
