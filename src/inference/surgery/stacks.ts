import type { Mixer } from './draft.ts';
import { allInputs } from './allInputs.ts';
import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';

/** A layer with what it needs to know to which stack it belongs. */
type Placed = { readonly node: GraphNode; readonly mixer: Mixer };

/**
 * A label for the stack that each layer belongs to; layers come in the order of computing.
 * A layer continues the stack of a layer that its input comes from. What cross-attention brings over from another
 * stack does not count; the activations that it is added to do.
 */
export function stacksOf(index: GraphIndex, layers: readonly Placed[]): readonly string[] {
  const walls = new Set<string>();
  const stackBehind = new Map<string, string>();
  return layers.map(({ node, mixer }, at) => {
    const isCross = mixer.kind === 'attention' && !mixer.draft.isSelf;
    const starts = mixer.kind === 'attention' ? [mixer.draft.query ?? ''] : node.inputs;
    const inputs = starts.some((tensor) => index.producerOf.has(tensor)) ? starts : node.inputs;
    const stack = reach(index, inputs, walls, stackBehind) ?? `${mixer.draft.nodeName}#${at}`;
    const outputs = mixer.kind === 'attention' ? [mixer.draft.context ?? ''] : node.outputs;
    for (const output of outputs) {
      if (isCross) walls.add(output);
      else for (const tensor of ofQueries(index, output)) stackBehind.set(tensor, stack);
    }
    return stack;
  });
}

/** The stack of the first layer met on the way back, or null if there is none before. */
function reach(
  index: GraphIndex,
  starts: readonly string[],
  walls: ReadonlySet<string>,
  stackBehind: ReadonlyMap<string, string>,
): string | null {
  const seen = new Set(starts);
  for (const tensor of seen) {
    const stack = stackBehind.get(tensor);
    if (stack !== undefined) return stack;
    const node = walls.has(tensor) ? undefined : index.producerOf.get(tensor);
    if (node === undefined) continue;
    for (const input of allInputs(node)) if (index.dataTensors.has(input) || stackBehind.has(input)) seen.add(input);
  }
  return null;
}

/** A tensor and, where it is made of learned queries alone, all that is made of it before data is added. */
function ofQueries(index: GraphIndex, start: string): ReadonlySet<string> {
  const behind = new Set([start]);
  for (const tensor of behind) {
    if (index.dataTensors.has(tensor)) continue;
    for (const { node } of index.usesOf.get(tensor) ?? []) {
      for (const output of node.outputs) if (output !== '' && !index.dataTensors.has(output)) behind.add(output);
    }
  }
  return behind;
}
