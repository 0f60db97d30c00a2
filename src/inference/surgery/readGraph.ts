import { findAttention } from './findAttention.ts';
import { indexGraph } from './graph.ts';
import { readModel } from './model.ts';
import type { AttentionSite, GraphFacts } from './types.ts';
import { countWeights } from './weights.ts';

/**
 * Reads the structure of an ONNX model and finds its attention, without running it and without touching its weights.
 * Throws AppError 'not-onnx' for bytes that are no ONNX model, 'model-truncated' for one cut short.
 */
export function readGraph(model: Uint8Array): GraphFacts {
  const { graph, opset } = readModel(model);
  const index = indexGraph(graph);
  const { sites, notAttention } = findAttention(index, opset);
  return {
    sites,
    inputs: [...index.fed.values()],
    outputs: graph.outputs.map((output) => output.name),
    isCausal: isCausal(sites),
    opset,
    ...countWeights(index),
    notAttention,
  };
}

function isCausal(sites: readonly AttentionSite[]): boolean | null {
  const ofSelf = sites.filter((site) => site.kind !== 'cross').map((site) => site.isCausal);
  if (ofSelf.includes(true)) return true;
  return ofSelf.length === 0 || ofSelf.includes(null) ? null : false;
}
