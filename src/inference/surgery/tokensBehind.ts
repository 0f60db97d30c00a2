import type { GraphIndex } from './graph.ts';
import { intOf } from './graphProto.ts';
import type { GraphNode } from './graphProto.ts';

/** Operators that leave stored vectors as they are, or repeat them for as many sequences as are fed. */
const REPEATS = new Set(['Expand', 'Identity', 'Cast']);
/** Axes of [batch, token, channel]. */
const [N_AXES, TOKENS] = [3, 1];

/**
 * How many learned vectors are joined behind what is read before queries are made of it: YOLOS has its detection tokens there, behind the patches of
 * the picture. What is joined to keys alone, as a learned sink is, is no token. 0 where none are, or it is not told.
 */
export function tokensBehind(index: GraphIndex, query: string | null): number {
  const seen = new Set(query === null ? [] : [query]);
  // A set may grow while it is walked.
  for (const tensor of seen) {
    const node = index.producerOf.get(tensor);
    if (node === undefined || !index.activations.has(tensor)) continue;
    const n = joinedBehind(index, node);
    if (n > 0) return n;
    for (const input of node.inputs) seen.add(input);
  }
  return 0;
}

function joinedBehind(index: GraphIndex, node: GraphNode): number {
  const axis = intOf(node, 'axis', 0);
  if (node.opType !== 'Concat' || (axis !== TOKENS && axis !== TOKENS - N_AXES)) return 0;
  const areRead = node.inputs.map((input) => index.dataTensors.has(input));
  const behind = node.inputs.slice(areRead.lastIndexOf(true) + 1);
  return areRead.includes(true) ? behind.reduce((sum, input) => sum + (learnedIn(index, input) ?? NaN), 0) || 0 : 0;
}

/** How many stored vectors a tensor is, or null. */
function learnedIn(index: GraphIndex, tensor: string): number | null {
  let at = tensor;
  for (let node = index.producerOf.get(at); node && REPEATS.has(node.opType); node = index.producerOf.get(at))
    at = node.inputs[0] ?? '';
  const stored = index.constants.get(at);
  return stored?.dims.length === N_AXES ? (stored.dims[TOKENS] ?? null) : null;
}
