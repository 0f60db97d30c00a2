import type { WeightsWish } from '../../inference/protocol.ts';

/** A repository worth opening first. */
type Suggestion = {
  readonly id: string;
  readonly kind: 'encoder' | 'decoder' | 'encoder-decoder' | 'vision';
  readonly nLayers: number;
  readonly nHeads: number;
  /** Millions of parameters, as the model's paper or card gives them. */
  readonly millions: number;
  readonly goodFor: string;
  /** Weights to ask for: exact where the heads of a paper are looked for, which 8 bits may blur. */
  readonly weights: WeightsWish;
};

/** A short list, small models first in each kind; `docs/models.md` says how they were chosen. */
export const SUGGESTIONS: readonly Suggestion[] = [
  {
    id: 'Xenova/all-MiniLM-L6-v2',
    kind: 'encoder',
    nLayers: 6,
    nHeads: 12,
    millions: 22,
    goodFor: 'a quick look: small, reads sentence pairs',
    weights: 'auto',
  },
  {
    id: 'Xenova/distilbert-base-uncased',
    kind: 'encoder',
    nLayers: 6,
    nHeads: 12,
    millions: 66,
    goodFor: 'heads that clearly look one word ahead or back',
    weights: 'auto',
  },
  {
    id: 'Xenova/bert-base-uncased',
    kind: 'encoder',
    nLayers: 12,
    nHeads: 12,
    millions: 110,
    goodFor: 'the heads of Clark et al. 2019: L2H0 and L2H9 look one word ahead, L7H6 rests on [SEP]',
    weights: 'fp32',
  },
  {
    id: 'Xenova/distilgpt2',
    kind: 'decoder',
    nLayers: 6,
    nHeads: 12,
    millions: 82,
    goodFor: 'heads that rest on the first token',
    weights: 'auto',
  },
  {
    id: 'Xenova/gpt2',
    kind: 'decoder',
    nLayers: 12,
    nHeads: 12,
    millions: 124,
    goodFor: 'a known circuit: L4H11 looks one word back, L5H5 and L6H9 at what came after this word before',
    weights: 'fp32',
  },
  {
    id: 'Xenova/t5-small',
    kind: 'encoder-decoder',
    nLayers: 6,
    nHeads: 8,
    millions: 60,
    goodFor: 'cross-attention: which source word each target word looks at',
    weights: 'auto',
  },
  {
    id: 'Xenova/vit-base-patch16-224',
    kind: 'vision',
    nLayers: 12,
    nHeads: 12,
    millions: 86,
    goodFor: 'an image instead of a sentence: attention is not only for language',
    weights: 'auto',
  },
];

/** Megabytes of a model's weights as 32-bit numbers: 4 bytes a parameter. */
export function megabytesOf({ millions }: Suggestion): number {
  return 4 * millions;
}
