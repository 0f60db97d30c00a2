import type * as Ort from 'onnxruntime-web';
import { randomStream } from '../../core/random.ts';
import { openOf } from '../runtime/feeds.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { toHalfBits } from '../runtime/floats.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { filledTensor } from '../runtime/tensors.ts';
import type { FedInput } from './roles.ts';

/** Lengths that are taken where the graph leaves them free: unlike each other, so that axes cannot hide a swap. */
const FREE = { batch: 1, position: 7, channel: 8 } as const;

/** Random vectors as what a graph is filled from: masks hide nothing, all else is random. */
export function vectorFeed(seed: number): FeedValues {
  return {
    own: {
      what: 'a list of vectors',
      fill(ort, input, common) {
        if (input.role === 'setting' || input.role === 'guessed') return common();
        if (input.role !== 'mask') return randomVectors(ort, input, seed);
        const shape = input.dims.map((dim) => (typeof dim === 'number' ? dim : 1));
        return filledTensor(ort, input, shape, openOf(input));
      },
    },
  };
}

/** A tensor of random numbers, normally distributed; undefined for an element type that holds none. */
function randomVectors(ort: OrtRuntime, input: FedInput, seed: number): Ort.Tensor | undefined {
  const { name, elementType, dims } = input;
  const shape = dims.map((dim, axis) => {
    if (typeof dim === 'number') return dim;
    if (axis === 0) return FREE.batch;
    return axis === dims.length - 1 ? FREE.channel : FREE.position;
  });
  const size = shape.reduce((product, dim) => product * dim, 1);
  const random = randomStream(
    seed + new TextEncoder().encode(name).reduce((sum, byte) => (31 * sum + byte) % 65_536, 0),
  );
  const values = Float32Array.from({ length: size }, () => normal(random));
  if (elementType === 'float32') return new ort.Tensor('float32', values, shape);
  if (elementType === 'float16') return new ort.Tensor('float16', Uint16Array.from(values, toHalfBits), shape);
  return undefined;
}

/** A number of the standard normal distribution. Source: the Box-Muller transform. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
