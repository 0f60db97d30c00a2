import type { Graph } from './graphProto.ts';

/** Gives out tensor and node names that a file does not use yet, in any of its branches. */
export type FreshNames = (wanted: string) => string;

/** The namer of a file: `wanted` itself if it is free, else with underscores behind it. */
export function freshNames(graph: Graph): FreshNames {
  const taken = new Set<string>();
  collect(graph, taken);
  return (wanted) => {
    let name = wanted;
    while (taken.has(name)) name += '_';
    taken.add(name);
    return name;
  };
}

function collect(graph: Graph, names: Set<string>): void {
  for (const name of graph.initializers.keys()) names.add(name);
  for (const { name } of [...graph.inputs, ...graph.outputs]) names.add(name);
  for (const node of graph.nodes) {
    names.add(node.name);
    for (const output of node.outputs) names.add(output);
    for (const attribute of node.attributes.values()) if (attribute.kind === 'graph') collect(attribute.graph, names);
  }
}
