import type { TermId } from '../../core/glossary/glossary.ts';
import type { InsideLayer } from '../../core/inside/layer.ts';
import type { StageId } from '../../core/inside/stages.ts';
import { refusalWords } from './refusals.ts';

/** What a step is, plain words first. */
type StageWords = {
  /** On its box. */
  readonly name: string;
  /** The term of art, one step behind. */
  readonly term: string;
  /** As in docs/metrics.md, for one query i and one key j. */
  readonly formula: string;
  readonly says: string;
  readonly unit: string;
};

export const STAGE_WORDS: Readonly<Record<StageId, StageWords>> = {
  stream: {
    name: 'what stands here',
    term: 'residual stream before the layer',
    formula: 'x',
    says: 'One vector a token: what the layers before have made of it. Every layer reads this stream and adds to it.',
    unit: 'length in the stream',
  },
  read: {
    name: 'what it reads',
    term: 'input of the layer, normed where the model norms first',
    formula: 'y = norm(x)',
    says: 'The same vectors as the head gets them: brought to a common length first, where the model does so.',
    unit: 'length after the norm',
  },
  qkv: {
    name: 'seeks, offers, carries',
    term: 'query, key and value',
    formula: 'q = y W_Q + b_Q, k = y W_K + b_K, v = y W_V + b_V',
    says: 'Three short vectors of each token: what it looks for (query), what it can be found by (key), and what it gives to whoever looks (value).',
    unit: 'no unit',
  },
  rotation: {
    name: 'turned by place',
    term: 'rotary positions',
    formula: 'q′ = R_i q, k′ = R_j k',
    says: 'Queries and keys are turned by their place, so that their product depends on how far apart they are.',
    unit: 'no unit',
  },
  products: {
    name: 'channel by channel',
    term: 'products of query and key',
    formula: 'p_c = q_c k_c',
    says: 'The query and the key are held against each other number by number: where both are large and of one sign, the bar is long.',
    unit: 'no unit',
  },
  raw: {
    name: 'raw product',
    term: 'q · k, before the scale',
    formula: 'r = Σ_c q_c k_c',
    says: 'The bars of all channels, added up: how well this key answers this query.',
    unit: 'no unit',
  },
  scale: {
    name: 'scaled',
    term: 'scale, 1 / √d_k',
    formula: 's r',
    says: 'The product is made smaller before the softmax, so that more than one key keeps a share.',
    unit: 'no unit',
  },
  cap: {
    name: 'held back',
    term: 'soft cap',
    formula: 'C tanh(s r / C)',
    says: 'Very large scores are bent back, so that none grows past a bound.',
    unit: 'no unit',
  },
  bias: {
    name: 'pulled by distance',
    term: 'bias',
    formula: '+ B_ij',
    says: 'A number is added that depends on how far apart query and key stand, not on what they are.',
    unit: 'no unit',
  },
  mask: {
    name: 'allowed or not',
    term: 'mask',
    formula: '− ∞ where not allowed',
    says: 'Keys that this query may not look at are taken away: what comes later in a causal model, and padding.',
    unit: '',
  },
  score: {
    name: 'score',
    term: 'score, or logit of attention',
    formula: 't = s r + bias',
    says: 'What goes into the softmax. Only differences count: a number added to all keys of a row changes nothing.',
    unit: 'no unit',
  },
  sink: {
    name: 'kept for no key',
    term: 'sink',
    formula: '1 − Σ_j a',
    says: 'A share of the attention that goes to no key at all.',
    unit: 'share, 0 to 1',
  },
  weight: {
    name: 'weight',
    term: 'softmax of the row',
    formula: 'a = exp(t) / Σ_j exp(t), t the score',
    says: 'Scores become shares that sum to 1 over the row. This is what heatmap and arcs show.',
    unit: 'share, 0 to 1',
  },
  result: {
    name: 'average of values',
    term: 'result of the head, z',
    formula: 'z = Σ_j a v_j',
    says: 'The values of all keys, each by its weight, added up: what this head takes over.',
    unit: 'no unit',
  },
  concat: {
    name: 'heads side by side',
    term: 'concatenation',
    formula: '[z of head 0, z of head 1, …]',
    says: 'The results of all heads of the layer, one after another, are one long vector.',
    unit: 'in units of each head',
  },
  written: {
    name: 'what it writes',
    term: 'output weights, W_O',
    formula: 'w = z W_O',
    says: 'The rows of W_O that belong to this head turn its result into a vector of the stream.',
    unit: 'length in the stream',
  },
  output: {
    name: 'all heads together',
    term: 'attention output',
    formula: 'A = Σ_heads w + b_O',
    says: 'What all heads of the layer write, added up; what one of them adds may be undone by another.',
    unit: 'length in the stream',
  },
  after: {
    name: 'what stands here then',
    term: 'residual stream after the layer',
    formula: 'x + A',
    says: 'The attention output is added to what stood here; the rest of the layer and later layers read that.',
    unit: 'length in the stream',
  },
};

/** A step in plain words; in windows that are filled up it is padding that takes what goes to no key. */
export function saysOf(stage: StageId, { windows }: Pick<InsideLayer, 'windows'>): string {
  if (stage !== 'sink' || windows?.hasPadding !== true) return STAGE_WORDS[stage].says;
  return 'The share of the attention that goes to padding: it fills up the window of this query, is looked at as keys are, and stands at no place.';
}

/** What is said of a step that the model on screen has not. */
export function absentWords(stage: StageId): string {
  return stage === 'scale'
    ? refusalWords({ why: 'no-scale', detail: '' })
    : 'Not in this model: the next step gets the same numbers.';
}

/** Steps that belong together, in the order of the road. */
export const STAGE_GROUPS: readonly { readonly name: string; readonly ids: readonly StageId[] }[] = [
  { name: 'It reads', ids: ['stream', 'read', 'qkv', 'rotation'] },
  { name: 'compares', ids: ['products', 'raw', 'scale', 'cap', 'bias', 'mask', 'score'] },
  { name: 'weighs', ids: ['sink', 'weight'] },
  { name: 'and writes', ids: ['result', 'concat', 'written', 'output', 'after'] },
];

/** Terms of the glossary in these words. */
export const STAGE_TERMS: Readonly<Record<string, TermId>> = {
  query: 'query',
  key: 'key',
  value: 'value',
  'residual stream': 'residual-stream',
  softmax: 'softmax',
  sink: 'sink',
  causal: 'causal',
  scale: 'scale',
  'output weights': 'output-weights',
};

/** What no picture of channels may be taken for. */
export const CHANNELS_SAY =
  'Channels have no meaning of their own: any invertible mix of the columns of W_Q, with the inverse mix in W_K, gives the same head. So they have no names here, and channel 5 of one head is nothing to channel 5 of another.';
