import type { GraphIndex } from './graph.ts';
import { toNumbers } from './storedNumbers.ts';
import type { TensorInfo } from './tensorInfo.ts';

/** Operators that keep one number one number, however often they repeat it. */
const SHAPES = new Set(['Cast', 'CastLike', 'Identity', 'Expand', 'Reshape', 'Unsqueeze', 'Squeeze', 'Tile']);

/** The one number that a tensor is made of, stored or repeated; null for anything else. */
export function scalarAt(index: GraphIndex, tensor: string): number | null {
  let at = tensor;
  for (;;) {
    const stored = index.constants.get(at);
    if (stored !== undefined) return stored.nElements === 1 ? firstOf(stored) : null;
    const maker = index.producerOf.get(at);
    if (maker === undefined) return null;
    if (maker.opType === 'ConstantOfShape') {
      const value = maker.attributes.get('value');
      return value?.kind === 'tensor' ? firstOf(value.tensor) : 0;
    }
    if (!SHAPES.has(maker.opType)) return null;
    at = maker.inputs[0] ?? '';
  }
}

function firstOf(stored: TensorInfo): number | null {
  return stored.data && (toNumbers({ ...stored, bytes: stored.data })?.[0] ?? null);
}
