import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Facts of one row in the fixtures. */
type Facts = Readonly<Record<'entropy' | 'share' | 'effectiveKeys' | 'largest' | 'movable', number>>;

/** Direct logits of a head, or why there are none. */
type Direct =
  | { readonly refused: string }
  | {
      readonly head: number;
      readonly logit: number;
      readonly byKey: readonly number[];
      readonly promoted: readonly (readonly [number, string, number])[];
      readonly suppressed: readonly (readonly [number, string, number])[];
    };

/** One head at one query and key. Rows hold allowed keys only. */
export type InsideCase = Readonly<
  Record<
    | 'ids'
    | 'q'
    | 'k'
    | 'v'
    | 'products'
    | 'productsOverKeys'
    | 'rawRow'
    | 'scoreRow'
    | 'weightRow'
    | 'weightRowScaleOff'
    | 'weightRowTemperature2'
    | 'z'
    | 'zNorms'
    | 'writtenNorms'
    | 'written'
    | 'fNorms'
    | 'valueWeightedRow'
    | 'valueWeightedShare',
    readonly number[]
  > &
    Record<
      'layer' | 'head' | 'query' | 'key' | 'constantNorm' | 'outputBiasNorm' | 'streamNorm' | 'attentionNorm',
      number
    > &
    Record<'cosineWithStream' | 'cosineWithAttention' | 'shareOfAttention', number> &
    Record<'row' | 'rowScaleOff' | 'rowTemperature2', Facts> & {
      readonly model: string;
      readonly text: string;
      readonly direct: Direct;
    }
>;

/**
 * Twelve heads at one query and key of two sentences and the two models that ship, by a float64 network that is no part of this project;
 * seven significant digits.
 */
export const INSIDE: { readonly dK: number; readonly scale: number; readonly cases: readonly InsideCase[] } =
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'fixtures', 'inside.json'), 'utf8'));

/** "bookworm-gpt L0H6 [13, 12]" */
export function nameOf({ model, layer, head, query, key }: InsideCase): string {
  return `${model} L${layer}H${head} [${query}, ${key}]`;
}

/** All keys of a row allowed. */
export function allAllowed(row: { readonly length: number }): Uint8Array {
  return new Uint8Array(row.length).fill(1);
}

/** How far two rows lie apart at most. */
export function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  return Array.from(a).reduce((most, one, at) => Math.max(most, Math.abs(one - b[at]!)), 0);
}
