import type * as Ort from 'onnxruntime-web';
import { AppError } from '../core/errors.ts';
import type { OrtRuntime } from './runtime.ts';
import type { GraphInput } from './surgery/types.ts';

/** A sequence as the model takes it: parallel arrays, special tokens included. */
export type TokenIds = { readonly ids: readonly number[]; readonly typeIds: readonly number[] };

export type Feeds = Record<string, Ort.Tensor>;

/**
 * One tensor for each input that the graph asks for, batch 1, no padding; caches of past keys and values are empty.
 * Throws AppError 'unsupported-graph' for an input that text alone cannot fill, such as an image.
 */
export function buildFeeds(ort: OrtRuntime, inputs: readonly GraphInput[], tokens: TokenIds): Feeds {
  return Object.fromEntries(inputs.map((input) => [input.name, feedFor(ort, input, tokens)]));
}

function feedFor(ort: OrtRuntime, input: GraphInput, { ids, typeIds }: TokenIds): Ort.Tensor {
  switch (input.name) {
    case 'input_ids':
      return sequence(ort, input, ids);
    case 'attention_mask':
      return sequence(
        ort,
        input,
        ids.map(() => 1),
      );
    case 'token_type_ids':
      return sequence(ort, input, typeIds);
    case 'position_ids':
      return sequence(
        ort,
        input,
        ids.map((_, position) => position),
      );
    case 'use_cache_branch':
      return new ort.Tensor('bool', [false], [1]);
    default:
      if (input.name.startsWith('past_key_values')) return emptyPast(ort, input);
      throw new AppError('unsupported-graph', `the model asks for the input "${input.name}", which text does not give`);
  }
}

/** Shape: numbers [token] -> [1, token], or [token] where the graph has no batch axis. */
function sequence(ort: OrtRuntime, { name, elementType, dims }: GraphInput, numbers: readonly number[]): Ort.Tensor {
  const shape = dims.length === 1 ? [numbers.length] : [1, numbers.length];
  if (elementType === 'int64') return new ort.Tensor('int64', BigInt64Array.from(numbers, BigInt), shape);
  if (elementType === 'int32') return new ort.Tensor('int32', Int32Array.from(numbers), shape);
  if (elementType === 'float32') return new ort.Tensor('float32', Float32Array.from(numbers), shape);
  if (elementType === 'bool') return new ort.Tensor('bool', numbers.map(Boolean), shape);
  throw new AppError('unsupported-graph', `the input "${name}" is of type ${elementType}`);
}

/** Free dimensions of a cache are the batch, first, and the past length, which is 0. */
function emptyPast(ort: OrtRuntime, { name, elementType, dims }: GraphInput): Ort.Tensor {
  const shape = dims.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : 0));
  if (shape.reduce((size, dim) => size * dim, 1) !== 0) {
    throw new AppError('unsupported-graph', `the cache "${name}" has a fixed length: [${dims.join(', ')}]`);
  }
  if (elementType === 'float32') return new ort.Tensor('float32', new Float32Array(0), shape);
  if (elementType === 'float16') return new ort.Tensor('float16', new Uint16Array(0), shape);
  throw new AppError('unsupported-graph', `the cache "${name}" is of type ${elementType}`);
}
