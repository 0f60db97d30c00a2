import type { AttentionKind, AttentionTensor } from '../../../core/tensor.ts';
import type { Scheme } from '../../paint/ramp.ts';
import { INK } from '../ink.ts';
import type { Ink } from '../ink.ts';
import { DARK } from './dark.ts';

/** The weight of a cell before its row is made to sum to 1. */
export type Shape = (query: number, key: number) => number;

/** Plain shapes with few weights, so that a picture has few colours. */
export const SHAPES = {
  previous: (query: number, key: number) => (key === query - 1 ? 6 : 0) + Number(key === 0) + Number(key === query),
  first: (query: number, key: number) => (key === 0 ? 5 : 0) + Number(key === query),
  near: (query: number, key: number) => Math.max(0, 3 - Math.abs(query - key)),
  even: () => 1,
  column: (query: number, key: number) => (key === 2 ? 8 : 0) + Number(key <= query),
} as const satisfies Record<string, Shape>;

/** One head. Shape: [query, key]; with `isCausal` nothing is on keys after the query. */
export function shaped(shape: Shape, nQueries: number, nKeys: number, isCausal: boolean): Float32Array {
  const pattern = new Float32Array(nQueries * nKeys);
  for (let query = 0; query < nQueries; query++) {
    const end = isCausal ? Math.min(nKeys, query + 1) : nKeys;
    const row = Array.from({ length: end }, (_, key) => shape(query, key));
    const sum = row.reduce((total, weight) => total + weight, 0) || 1;
    for (const [key, weight] of row.entries()) pattern[query * nKeys + key] = weight / sum;
  }
  return pattern;
}

/** Heads of given shapes, one layer after the other. */
export function tensorOf(
  layers: readonly (readonly Shape[])[],
  nQueries: number,
  nKeys: number,
  kind: AttentionKind,
): AttentionTensor {
  const heads = layers.flat().flatMap((shape) => Array.from(shaped(shape, nQueries, nKeys, kind === 'decoder')));
  return {
    kind,
    nLayers: layers.length,
    nHeads: layers[0]?.length ?? 0,
    nQueries,
    nKeys,
    data: Float32Array.from(heads),
  };
}

/** The colours of either scheme. */
export const INKS: Readonly<Record<Scheme, Ink>> = { light: INK, dark: DARK };
