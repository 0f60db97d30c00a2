import type * as Ort from 'onnxruntime-web';
import type { Feeds } from '../runtime/feeds.ts';
import { toFloat32 } from '../runtime/floats.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import type { FedInput } from './roles.ts';

type Outputs = Ort.InferenceSession.OnnxValueMapType;

/** How many sequences the graph demands at a time: where it names a number, all are the same one. */
export function declaredBatch(inputs: readonly FedInput[]): number {
  const read = inputs.find(({ role, isRead }) => isRead || role === 'decoder-ids');
  const [batch, next] = read?.dims ?? [];
  if (read === undefined || read.dims.length < 2 || typeof batch !== 'number') return 1;
  // Vectors may lie as [position, batch, ..] too; a single position is as good as none.
  const isEitherWay = read.role === 'numbers' && read.dims.length === 3;
  return Math.max(1, isEitherWay && typeof next === 'number' ? Math.min(batch, next) : batch);
}

/** The same of a run, where the vectors that a block of a model reads may lie in either order: [batch, position, ..] or [position, batch, ..]. */
export function batchOf(inputs: readonly FedInput[], feeds: Feeds, nQueries: number): number {
  const vectors = inputs.find(({ role, dims }) => role === 'numbers' && dims.length > 2);
  const readsMore = inputs.some(({ role, isRead }) => isRead && role !== 'numbers' && role !== 'encoder-states');
  if (vectors === undefined || readsMore) return declaredBatch(inputs);
  const [first = 1, second = 1, ...rest] = feeds[vectors.name]?.dims ?? [];
  return rest.length === 1 && first === nQueries && second !== nQueries ? second : first;
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
