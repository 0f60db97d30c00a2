import type * as Ort from 'onnxruntime-web';
import type { Feeds } from './feeds.ts';
import type { OrtRuntime } from './runtime.ts';
import type { GraphInput } from '../surgery/graphInput.ts';

/**
 * Feeds of single sequences of one length as those of one batch: first axes are joined where the graph leaves them free.
 * Null where it does not, or where an input says nothing of its batch.
 */
export function stackFeeds(ort: OrtRuntime, inputs: readonly GraphInput[], all: readonly Feeds[]): Feeds | null {
  const stacked: Feeds = {};
  for (const input of inputs) {
    const tensors = all.flatMap((feeds) => feeds[input.name] ?? []);
    const [first] = tensors;
    if (first === undefined || tensors.length !== all.length) return null;
    const joined = join(ort, input, first, tensors);
    if (joined === null) return null;
    stacked[input.name] = joined;
  }
  return stacked;
}

function join(
  ort: OrtRuntime,
  { dims: declared, elementType }: GraphInput,
  first: Ort.Tensor,
  tensors: readonly Ort.Tensor[],
): Ort.Tensor | null {
  // Positions and settings without a batch axis hold for every sequence.
  if (first.dims.length < 2) return first;
  if (tensors.some(({ dims }) => dims.join() !== first.dims.join())) return null;
  const axis = first.dims.length === 5 ? 1 : 0;
  if (typeof declared[axis] === 'number' || first.dims[axis] !== 1) return null;
  const dims = first.dims.with(axis, tensors.length);
  if (first.size === 0) return empty(ort, elementType, dims);
  // Behind another axis the numbers of sequences would have to be interleaved.
  if (axis !== 0) return null;
  const { data } = first;
  const parts = tensors.map((tensor) => tensor.data);
  if (data instanceof BigInt64Array) {
    return new ort.Tensor('int64', fill(new BigInt64Array(first.size * tensors.length), parts), dims);
  }
  if (data instanceof Int32Array) {
    return new ort.Tensor('int32', fill(new Int32Array(first.size * tensors.length), parts), dims);
  }
  if (data instanceof Float32Array) {
    return new ort.Tensor('float32', fill(new Float32Array(first.size * tensors.length), parts), dims);
  }
  return null;
}

/** Puts the parts one behind the other; parts of another type, which one input does not give, are left out. */
function fill<Numbers extends BigInt64Array | Int32Array | Float32Array>(
  all: Numbers,
  parts: readonly unknown[],
): Numbers {
  for (const [at, part] of parts.entries()) {
    const start = (at * all.length) / parts.length;
    if (all instanceof BigInt64Array && part instanceof BigInt64Array) all.set(part, start);
    else if (all instanceof Int32Array && part instanceof Int32Array) all.set(part, start);
    else if (all instanceof Float32Array && part instanceof Float32Array) all.set(part, start);
  }
  return all;
}

function empty(ort: OrtRuntime, type: string, dims: readonly number[]): Ort.Tensor | null {
  if (type === 'float32') return new ort.Tensor('float32', new Float32Array(0), dims);
  return type === 'float16' ? new ort.Tensor('float16', new Uint16Array(0), dims) : null;
}
