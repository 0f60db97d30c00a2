import type * as Ort from 'onnxruntime-web';
import { toFloat32 } from '../floats.ts';
import type { OrtRuntime } from '../runtime.ts';
import type { FedInput } from './roles.ts';

type Outputs = Ort.InferenceSession.OnnxValueMapType;

/** How many sequences the graph demands at a time: where it names a number, all are the same one. */
export function declaredBatch(inputs: readonly FedInput[]): number {
  const read = inputs.find(({ role }) => role === 'ids' || role === 'pixels' || role === 'decoder-ids');
  const [batch] = read?.dims ?? [];
  return read !== undefined && read.dims.length > 1 && typeof batch === 'number' ? Math.max(1, batch) : 1;
}

/**
 * The outputs of the first sequence of a batch of `n`: [n, ..] as [1, ..], and attention whose heads lie in the batch axis,
 * [n * head, ..], as [head, ..].
 */
export function firstOfBatch(ort: OrtRuntime, outputs: Outputs, attention: readonly string[], n: number): Outputs {
  if (n === 1) return outputs;
  return Object.fromEntries(
    Object.entries(outputs).map(([name, tensor]) => {
      const [batch = 0, ...rest] = tensor.dims;
      const isFolded = attention.includes(name) && batch % n === 0;
      if (!/^float(16|32)$/.test(tensor.type) || batch === 0 || (batch !== n && !isFolded)) return [name, tensor];
      const data = toFloat32(tensor).subarray(0, tensor.size / n);
      return [name, new ort.Tensor('float32', data, [batch / n, ...rest])];
    }),
  );
}
