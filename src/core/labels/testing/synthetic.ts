import type { LabelContext } from '../context.ts';
import { randomStream } from '../../random.ts';
import { contextOfStrings } from './strings.ts';

/** The texts of the synthetic cases; names that begin with G are of causal models. */
export const TEXTS: Readonly<Record<string, readonly string[]>> = {
  B1: '[CLS] the cat sat on a mat , while my dog slept near it . [SEP]'.split(' '),
  B2: '[CLS] the cat sat on the mat near the dog [SEP] my cat saw a dog on the red mat today [SEP]'.split(' '),
  B3: '[CLS] hello world [SEP]'.split(' '),
  B4: ['[CLS]', ...numbered(46), '[SEP]'],
  BP: '[CLS] well , yes , i think , and so does she , we agree . [SEP]'.split(' '),
  G1: '<|endoftext|> When she finally reached home , her brother had already cooked dinner and gone out .'.split(' '),
  G1n: 'When she finally reached home , her brother had already cooked dinner and gone out .'.split(' '),
  GR: [
    '<|endoftext|>',
    ...'kite opal fern grid moss tuba yarn zinc plum oak rust vale'.split(' '),
    ...'kite opal fern grid moss tuba yarn zinc plum oak rust vale'.split(' '),
  ],
  GD: '<|endoftext|> the old man and the sea met the young man by the deep sea near the rock'.split(' '),
  G3: '<|endoftext|> hi there'.split(' '),
  G4: ['<|endoftext|>', ...numbered(63)],
};

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `w${number}`);
}

/** The text of a template, ready for labelling. */
export function templateContext(template: string, nPadding = 0): LabelContext {
  const pieces = TEXTS[template]!;
  return contextOfStrings(pieces, template.startsWith('G'), { hasSegments: template === 'B2', nPadding });
}

export type PatternKind =
  | 'offset'
  | 'band'
  | 'uniform'
  | 'uniform_content'
  | 'col'
  | 'sep'
  | 'cls'
  | 'punct'
  | 'same'
  | 'same+self'
  | 'induction'
  | 'block'
  | 'crossblock'
  | 'far'
  | 'far_causal'
  | 'decay'
  | 'alternate'
  | 'onehot_random';

/** One ideal head in a mixture: its pattern, the number the pattern takes (null for none) and its weight. */
export type Component = readonly [kind: PatternKind, argument: number | null, weight: number];

/** A head made to measure: `(1 - noise) x mixture + noise x flat Dirichlet rows`. Shape [query, key], rows sum to 1. */
export function makePattern(
  context: LabelContext,
  template: string,
  components: readonly Component[],
  noise: number,
  seed: number,
): Float64Array {
  const n = context.text.nTokens;
  const mixture = new Float64Array(n * n);
  for (const [kind, argument, weight] of components) {
    const ideal = idealPattern(context, template, kind, argument ?? 0);
    for (let cell = 0; cell < mixture.length; cell++) mixture[cell]! += weight * ideal[cell]!;
  }
  normaliseRows(mixture, n);
  const random = flatDirichlet(context, seed);
  return mixture.map((weight, cell) => (1 - noise) * weight + noise * random[cell]!);
}

/** Rows of random weights over the allowed keys. Shape [query, key]. */
export function flatDirichlet({ text: { nTokens: n }, regions }: LabelContext, seed: number): Float64Array {
  const random = randomStream(seed);
  const weights = new Float64Array(n * n);
  for (let cell = 0; cell < n * n; cell++) {
    if (regions.all.allowed[cell] === 1) weights[cell] = -Math.log(1 - random());
  }
  normaliseRows(weights, n);
  return weights;
}

/** Makes each row sum to 1; rows that sum to 0 stay. */
export function normaliseRows(weights: Float64Array, n: number): void {
  for (let row = 0; row < weights.length; row += n) {
    let sum = 0;
    for (let key = 0; key < n; key++) sum += weights[row + key]!;
    if (sum > 0) for (let key = 0; key < n; key++) weights[row + key]! /= sum;
  }
}

/** The map of an ideal head; rows without a target rest on key 0 (causal) or on the last token. */
function idealPattern(context: LabelContext, template: string, kind: PatternKind, argument: number): Float64Array {
  const { text, regions } = context;
  const n = text.nTokens;
  const cellWeight =
    kind === 'onehot_random' ? oneHotRows(context, argument) : weightOf(context, template, kind, argument);
  const ideal = new Float64Array(n * n);
  for (let query = 0; query < n; query++) {
    let sum = 0;
    for (let key = 0; key < n; key++) {
      const cell = query * n + key;
      ideal[cell] = regions.all.allowed[cell] === 1 ? cellWeight(query, key) : 0;
      sum += ideal[cell];
    }
    if (sum === 0) ideal[query * n + (text.isCausal ? 0 : n - 1)] = 1;
  }
  normaliseRows(ideal, n);
  return ideal;
}

type CellWeight = (query: number, key: number) => number;

function weightOf(
  { text }: LabelContext,
  template: string,
  kind: Exclude<PatternKind, 'onehot_random'>,
  argument: number,
): CellWeight {
  const { words, identities, sink, punctuation, segments, isCausal, nTokens: n } = text;
  const isWord = (key: number) => sink[key] === 0;
  const isSame = (query: number, key: number) => words[query] === words[key] && isWord(key);
  const distance = (query: number, key: number) => Math.abs(key - query);
  const weights: Record<typeof kind, (query: number, key: number) => boolean | number> = {
    offset: (query, key) => key - query === argument,
    band: (query, key) => distance(query, key) <= argument,
    uniform: () => 1,
    uniform_content: (_, key) => isWord(key),
    col: (_, key) => key === argument,
    sep: (_, key) => TEXTS[template]![key] === '[SEP]',
    cls: (_, key) => key === 0,
    punct: (_, key) => punctuation[key] === 1,
    same: (query, key) => isSame(query, key) && key !== query,
    'same+self': isSame,
    induction: (query, key) => key >= 1 && key < query && identities[key - 1] === identities[query],
    block: (query, key) => segments[query] === segments[key] && isWord(key),
    crossblock: (query, key) => segments[query] !== segments[key] && isWord(key),
    far: (query, key) => distance(query, key) >= Math.max(0.75 * Math.max(query, n - 1 - query), 3) && isWord(key),
    far_causal: (query, key) => query - key >= 0.6 * Math.max(query, 1) && key > 0,
    decay: (query, key) => Math.exp(-distance(query, key) / argument),
    alternate: (query, key) => key - query === (query % 2 === 0 ? -1 : isCausal ? -2 : 1),
  };
  return (query, key) => Number(weights[kind](query, key));
}

/** One allowed key per row, drawn row by row. */
function oneHotRows({ text: { nTokens: n }, regions }: LabelContext, seed: number): CellWeight {
  const random = randomStream(seed);
  const chosen = Array.from({ length: n }, (_, query) => {
    const keys: number[] = [];
    for (let key = 0; key < n; key++) if (regions.all.allowed[query * n + key] === 1) keys.push(key);
    return keys[Math.floor(random() * keys.length)];
  });
  return (query, key) => Number(chosen[query] === key);
}
