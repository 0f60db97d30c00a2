import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../core/errors.ts';
import { quote } from '../../core/quote.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import { toHalfBits } from './floats.ts';
import type { OrtRuntime } from './runtime.ts';

/**
 * Numbers in the element type of an input. Throws AppError 'unsupported-graph' for a type that is never fed, 'bad-input' for a fraction
 * where the input takes integers.
 */
export function numbers(
  ort: OrtRuntime,
  { name, elementType }: GraphInput,
  shape: readonly number[],
  values: readonly number[],
): Ort.Tensor {
  if (elementType === 'int64' || elementType === 'int32') {
    const fraction = values.find((value) => !Number.isSafeInteger(value));
    if (fraction !== undefined) {
      throw new AppError('bad-input', `the input ${quote(name)} takes whole numbers, and ${fraction} is none`);
    }
  }
  if (elementType === 'int64') return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), shape);
  if (elementType === 'int32') return new ort.Tensor('int32', Int32Array.from(values), shape);
  if (elementType === 'float32') return new ort.Tensor('float32', Float32Array.from(values), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(values, toHalfBits), shape);
  if (elementType === 'bool') return new ort.Tensor('bool', values.map(Boolean), shape);
  throw new AppError('unsupported-graph', `the input ${quote(name)} is of type ${elementType}`);
}

/** How many times an input demands what it is given once. */
export function batchOf({ dims: [n] }: GraphInput): number {
  return typeof n === 'number' && n > 0 ? n : 1;
}

/**
 * Numbers that are given once, without an axis for the batch, as often as the input demands them. Throws AppError 'unsupported-graph' where
 * the input has other axes or takes no floats.
 */
export function floatTensor(
  ort: OrtRuntime,
  input: GraphInput,
  dims: readonly number[],
  once: Float32Array,
): Ort.Tensor {
  const n = batchOf(input);
  const shape = [n, ...dims];
  const fits =
    input.dims.length === shape.length &&
    input.dims.every((dim, axis) => typeof dim !== 'number' || dim < 1 || dim === shape[axis]);
  if (!fits) {
    const words = `the input ${quote(input.name)} has the shape [${input.dims.join(', ')}], not [${shape.join(', ')}]`;
    throw new AppError('unsupported-graph', words);
  }
  const all = n === 1 ? once : new Float32Array(n * once.length);
  if (n > 1) for (let at = 0; at < n; at++) all.set(once, at * once.length);
  if (input.elementType === 'float32') return new ort.Tensor('float32', all, shape);
  if (input.elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(all, toHalfBits), shape);
  throw new AppError('unsupported-graph', `the input ${quote(input.name)} is of type ${input.elementType}`);
}

/** What is given once, as often as a batch demands it. */
export function copiesOf(values: readonly number[], n: number): readonly number[] {
  return n === 1 ? values : Array.from({ length: n }, () => values).flat();
}

/** As many of one value. */
export function filledWith(value: number, length: number): readonly number[] {
  return Array.from({ length }, () => value);
}

/** A tensor of one value. Throws as `numbers` does. */
export function filledTensor(ort: OrtRuntime, input: GraphInput, shape: readonly number[], value: number): Ort.Tensor {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return numbers(ort, input, shape, filledWith(value, size));
}
