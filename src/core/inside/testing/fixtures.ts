import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Facts of one row in the fixtures. */
type Facts = Readonly<Record<'entropy' | 'share' | 'effectiveKeys' | 'largest' | 'movable', number>>;

/** A token of a list, with its number in logits over the average. */
export type Listed = readonly [id: number, piece: string, value: number];

/** Direct logits of a head. */
type Direct = {
  readonly target: number;
  readonly head: number;
  readonly logit: number;
  readonly logitOverVocabulary: number;
  readonly byKey: readonly number[];
  readonly allHeadsOfLayer: readonly number[];
  readonly promoted: readonly Listed[];
  readonly suppressed: readonly Listed[];
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
      readonly model: 'bookworm-gpt' | 'bookworm-bert';
      readonly text: string;
      readonly scaleOffAtQuery: Readonly<Record<'klNats' | 'pTopBefore' | 'pOfItAfter', number>>;
      readonly direct: Direct | { readonly refused: string };
      /** What the head writes of a word alone; `rankOfItself` from 0. */
      readonly ov:
        | { readonly of: number; readonly top5: readonly Listed[]; readonly rankOfItself: number }
        | { readonly refused: string };
    }
>;

type Inside = {
  readonly dK: number;
  readonly scale: number;
  readonly cases: readonly InsideCase[];
  readonly copying: {
    readonly heads: readonly {
      readonly layer: number;
      readonly head: number;
      readonly top5: number;
      readonly eigen: number;
    }[];
  };
  /** The scale left to apply to the products of a graph's own tensors, fitted on the runtime by another program. */
  readonly scaleFit: Readonly<Record<string, { readonly sLeft: number | null; readonly residual: number }>>;
};

/**
 * Twelve heads at one query and key of two sentences and the two models that ship, by a float64 network that is no part of this project;
 * seven significant digits.
 */
export const INSIDE: Inside = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'fixtures', 'inside.json'), 'utf8'),
);

/** Those of the model whose heads lead straight to the scores. */
export const SPOKEN_CASES = INSIDE.cases.flatMap((one) => {
  const { direct, ov } = one;
  return 'refused' in direct || 'refused' in ov ? [] : [{ ...one, direct, ov }];
});

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
