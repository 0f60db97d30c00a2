import type { Graph, GraphNode } from './graphProto.ts';

/** Inputs of a node, then the outer tensors that its branches use. */
export function allInputs(node: GraphNode): readonly string[] {
  const captured: string[] = [];
  for (const attribute of node.attributes.values()) {
    if (attribute.kind === 'graph') captured.push(...capturedBy(attribute.graph));
  }
  return captured.length === 0 ? node.inputs : [...node.inputs, ...captured];
}

function capturedBy(graph: Graph): readonly string[] {
  const local = new Set([...graph.initializers.keys(), ...graph.inputs.map((input) => input.name)]);
  for (const node of graph.nodes) for (const output of node.outputs) local.add(output);
  const wanted = [...graph.nodes.flatMap(allInputs), ...graph.outputs.map((output) => output.name)];
  return [...new Set(wanted)].filter((tensor) => tensor !== '' && !local.has(tensor));
}
