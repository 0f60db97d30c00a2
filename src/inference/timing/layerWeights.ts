import { randomStream } from '../../core/random.ts';

/** The matrices of one attention layer, each of shape [d, d], and what it reads, [token, d]. */
export type LayerWeights = Readonly<Record<'wq' | 'wk' | 'wv' | 'wo' | 'x', Float32Array<ArrayBuffer>>>;

/**
 * Numbers of no meaning, the same each time: between -1 and 1, and matrices so small that what they give is as large as what they
 * are given. How long a layer takes does not depend on them as long as they are ordinary.
 */
export function layerWeights(d: number, nTokens: number): LayerWeights {
  const next = randomStream(8);
  const numbers = (length: number, size: number) => Float32Array.from({ length }, () => size * (2 * next() - 1));
  const matrix = () => numbers(d * d, Math.sqrt(3 / d));
  return { wq: matrix(), wk: matrix(), wv: matrix(), wo: matrix(), x: numbers(nTokens * d, 1) };
}
