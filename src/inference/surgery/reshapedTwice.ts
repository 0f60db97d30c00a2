import type { GraphIndex } from './graph.ts';
import type { GraphNode } from './graphProto.ts';
import { elementAt } from './tensorInfo.ts';

/**
 * Tensors that a Reshape makes by a shape that is computed, and whose only reader reshapes them to sizes that are stored. The runtime makes one
 * operator of the two and trips over the computed shape (ONNX Runtime 1.30, FuseContiguousReshapes: "Attempting to get index by a name which
 * does not exist"), unless the first is an output. Where all that is fed has declared sizes it finds computed shapes first; with masks, which have
 * none, it cannot.
 */
export function reshapedTwice(index: GraphIndex): readonly string[] {
  return index.order.flatMap((node) => {
    const [tensor = ''] = node.outputs;
    const [use, ...more] = index.usesOf.get(tensor) ?? [];
    const isComputed =
      node.opType === 'Reshape' && index.producerOf.has(node.inputs[1] ?? '') && !isStored(index, node);
    return isComputed && use?.input === 0 && more.length === 0 && hasStoredSizes(index, use.node) ? [tensor] : [];
  });
}

function isStored(index: GraphIndex, { inputs }: GraphNode): boolean {
  return index.constants.has(inputs[1] ?? '');
}

/** A size of 0 or -1 is that of what is reshaped, which is not known. */
function hasStoredSizes(index: GraphIndex, node: GraphNode): boolean {
  const sizes = index.constants.get(node.inputs[1] ?? '');
  if (node.opType !== 'Reshape' || sizes === undefined) return false;
  return Array.from({ length: sizes.nElements }, (_, at) => elementAt(sizes, at) ?? 0).every((size) => size > 0);
}
