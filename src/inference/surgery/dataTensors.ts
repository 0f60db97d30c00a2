import { allInputs } from './allInputs.ts';
import { isFloat } from './elementTypes.ts';
import type { ElementType } from './elementTypes.ts';
import type { GraphNode } from './graphProto.ts';
import type { TensorInfo } from './tensorInfo.ts';

/** Operators whose result tells the shape of their input and nothing of its numbers. */
export const SHAPE_OPS: ReadonlySet<string> = new Set(['Shape', 'Size']);
const WEIGHT_OPS = /MatMul|Gemm|Conv|Gather|Einsum|Attention|LSTM|GRU|EmbedLayerNorm/;

/** Which tensors of a graph hold what was read. */
export type DataFlow = {
  /** Tensors whose numbers change with what is fed; one that depends on shapes or settings alone is not among them. */
  readonly dataTensors: ReadonlySet<string>;
  /** Data tensors on whose way weights were applied: activations, as opposed to ids, positions and masks. */
  readonly activations: ReadonlySet<string>;
};

/** Tensors that count as data before any node is looked at, and those of them that are activations. */
export type DataStarts = { readonly data: readonly string[]; readonly activations: readonly string[] };

/** Which tensors change with what is fed, and which of them went through weights; nodes come in an order of computing. */
export function traceData(
  order: readonly GraphNode[],
  constants: ReadonlyMap<string, TensorInfo>,
  starts: DataStarts,
): DataFlow {
  const dataTensors = new Set(starts.data);
  const activations = new Set(starts.activations);
  const floatConstants = new Set<string>();
  for (const [name, tensor] of constants) if (!isIndex(tensor.elementType)) floatConstants.add(name);
  for (const node of order) {
    const inputs = allInputs(node);
    const isData = !SHAPE_OPS.has(node.opType) && inputs.some((tensor) => dataTensors.has(tensor));
    const isWeighted =
      isData &&
      (inputs.some((tensor) => activations.has(tensor)) ||
        (WEIGHT_OPS.test(node.opType) && inputs.some((tensor) => floatConstants.has(tensor))));
    // Numbers made from stored weights alone (cast, transposed, dequantised) are weights still.
    const isWeight = !isData && !SHAPE_OPS.has(node.opType) && inputs.some((tensor) => floatConstants.has(tensor));
    for (const output of node.outputs) {
      if (isData) dataTensors.add(output);
      if (isWeighted) activations.add(output);
      if (isWeight) floatConstants.add(output);
    }
  }
  return { dataTensors, activations };
}

/** Weights are floats, or small integers in quantised files; 32 and 64 bits hold ids, shapes and positions. */
function isIndex(type: ElementType): boolean {
  return !isFloat(type) && !/^u?int[248]$/.test(type);
}
