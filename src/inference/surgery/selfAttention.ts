import type { GraphIndex } from './graph.ts';
import { allInputs } from './allInputs.ts';
import { mixesPositions } from './products.ts';

/**
 * True if queries, keys and values are projections of the same positions.
 * They are if they have a common ancestor tensor from which the keys come without another attention between; in cross
 * attention the nearest common ancestor, if there is one, lies before the stack that the keys come from.
 */
export function isSelfAttention(index: GraphIndex, query: string, key: string, value: string): boolean {
  const ofKey = ancestors(index, key);
  const ofValue = ancestors(index, value);
  let nearest: string | null = null;
  let depth = -1;
  for (const tensor of ancestors(index, query)) {
    const d = depthOf(index, tensor);
    if (d > depth && ofKey.has(tensor) && ofValue.has(tensor)) {
      nearest = tensor;
      depth = d;
    }
  }
  return nearest !== null && !crossesAttention(index, nearest, key);
}

/** 0 for what is fed, more for what is made. */
function depthOf(index: GraphIndex, tensor: string): number {
  const node = index.producerOf.get(tensor);
  return node === undefined ? 0 : (index.depthOf.get(node) ?? 0) + 1;
}

/** The tensor and all from which it comes, without passing a product of two data tensors; constants are left out. */
function ancestors(index: GraphIndex, tensor: string): ReadonlySet<string> {
  const found = new Set([tensor]);
  // A set may grow while it is walked: it is the queue and the result.
  for (const at of found) {
    const node = index.producerOf.get(at);
    if (node === undefined || mixesPositions(index, node)) continue;
    for (const input of allInputs(node)) if (index.dataTensors.has(input)) found.add(input);
  }
  return found;
}

/** True if a product of two data tensors lies on a way from `start` to `end`. */
function crossesAttention(index: GraphIndex, start: string, end: string): boolean {
  const floor = depthOf(index, start);
  const above = new Set([end]);
  for (const at of above) {
    const node = index.producerOf.get(at);
    if (node === undefined || depthOf(index, at) <= floor) continue;
    for (const input of allInputs(node)) if (index.dataTensors.has(input)) above.add(input);
  }
  const between = new Set([start]);
  for (const at of between) {
    for (const { node } of index.usesOf.get(at) ?? []) {
      const made = node.outputs.filter((output) => above.has(output));
      if (made.length > 0 && mixesPositions(index, node)) return true;
      for (const output of made) between.add(output);
    }
  }
  return false;
}
