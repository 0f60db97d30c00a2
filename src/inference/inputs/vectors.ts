import type * as Ort from 'onnxruntime-web';
import { randomStream } from '../../core/labels/random.ts';
import type { Token } from '../../core/tokens.ts';
import { toHalfBits } from '../runtime/floats.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import type { FedInput } from './roles.ts';

/** What a block of a model is fed that reads vectors: random ones, the same at each run. */
export type VectorFeed = { readonly seed: number };

/** Lengths that are taken where the graph leaves them free: unlike each other, so that axes cannot hide a swap. */
const FREE = { batch: 1, position: 7, channel: 8 } as const;

/** A tensor of random numbers, normally distributed; undefined for an element type that holds none. */
export function randomVectors(ort: OrtRuntime, input: FedInput, { seed }: VectorFeed): Ort.Tensor | undefined {
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

/** Names for rows and columns that no text stands behind: "position 0", or "query 0" and "key 0" where the two differ. */
export function vectorTokens(layers: readonly LayerOutput[]): {
  readonly tokens: readonly Token[];
  readonly targetTokens: readonly Token[] | null;
} {
  const nKeys = layers[0]?.dims.at(-1) ?? 0;
  const nQueries = layers[0]?.dims.at(-2) ?? 0;
  const isCross = layers.some(({ kind }) => kind === 'cross');
  return {
    tokens: named(isCross ? 'key' : 'position', nKeys),
    targetTokens: isCross ? named('query', nQueries) : null,
  };
}

function named(what: string, n: number): readonly Token[] {
  return Array.from({ length: n }, (_, position) => {
    const text = `${what} ${position}`;
    return { position, id: position, piece: text, text, start: 0, end: 0, special: false, segment: 0 };
  });
}
