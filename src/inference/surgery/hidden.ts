import type { Graph, GraphNode } from './graphProto.ts';
import { isFused, isProduct } from './trace.ts';

/** Softmax and attention nodes in the graphs that a node has as attributes. */
export function hidesIn(node: GraphNode): number {
  let n = 0;
  for (const attribute of node.attributes.values()) if (attribute.kind === 'graph') n += countHidden(attribute.graph);
  return n;
}

/** Softmax and attention nodes of a graph that is not searched, deeper ones included. */
export function countHidden(graph: Pick<Graph, 'nodes'>): number {
  return graph.nodes.reduce((n, node) => n + hidesIn(node) + Number(node.opType === 'Softmax' || isFused(node)), 0);
}

/** True if a graph in the attributes of a node may hold attention at all; branches about shapes do not, and are many. */
export function mayHideAttention(node: GraphNode): boolean {
  return [...node.attributes.values()].some((attribute) => {
    if (attribute.kind !== 'graph') return false;
    return attribute.graph.nodes.some((inner) => isProduct(inner) || isFused(inner) || mayHideAttention(inner));
  });
}
