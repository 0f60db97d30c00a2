import type { AblationMode, MeanOver } from '../../core/ablation/ablation.ts';
import type { EffectSummary, Objective } from '../../core/effect/effect.ts';

/** The modes by name, and in one sentence what stands in for what is taken away and what is lost by it. */
export const MODE_WORDS: Readonly<Record<AblationMode, { readonly name: string; readonly says: string }>> = {
  mean: {
    name: 'mean',
    says: 'Its mean output over reference sentences stands in. Lost is what it makes of this text; what it adds to any text stays.',
  },
  zero: {
    name: 'zero',
    says: 'Nothing stands in: the head adds nothing to the residual stream. Lost is also what it adds to any text, which the layers after it may count on.',
  },
  flat: {
    name: 'flat',
    says: 'It looks evenly at all keys it may look at. Lost is its choice of where to look.',
  },
  ideal: {
    name: 'ideal',
    says: 'It looks exactly where its label says. Lost is what the label does not tell.',
  },
  shared: {
    name: 'shared',
    says: 'It looks where the heads of its layer look on average. Lost is what sets it apart from them.',
  },
};

/** In place of the sentence for `mean` where there are no reference sentences: for token ids, images, two texts, or where they did not come. */
const OWN_MEAN =
  'Its mean output over the positions of this input stands in. Lost is what it makes of each single position.';

/** In place of it at a model of pictures that brings its means along. */
const PICTURES_MEAN =
  'Its mean output over pictures that the model was trained on stands in. Lost is what it makes of this picture; what it adds to any picture stays.';

/** In place of it where a file does not say. */
const UNKNOWN_MEAN = 'Its mean output stands in; over what, the file does not say.';

/** What is said of `mean`, by what the mean is taken over; null where a file does not say. */
export function meanWords(over: MeanOver | null): string {
  switch (over) {
    case 'reference-sentences':
      return MODE_WORDS.mean.says;
    case 'reference-pictures':
      return PICTURES_MEAN;
    case 'own-positions':
      return OWN_MEAN;
    case null:
      return UNKNOWN_MEAN;
  }
}

export const MODES: readonly AblationMode[] = ['mean', 'zero', 'flat', 'ideal', 'shared'];

/** What the pictures are of with heads switched off, and what of the model as it is stays beside them. Evidence is not drawn. */
export const PICTURE_WORDS = {
  after: { says: 'Patterns with heads switched off', rest: '; the labels are those of the model as it is' },
  difference: {
    says: 'How patterns change with heads switched off',
    rest: '; the labels are those of the model as it is',
  },
} as const;

/** What an effect is measured on, for people. */
export const OBJECTIVE_WORDS: Readonly<Record<Objective, string>> = {
  'next-token': 'how well each next token is predicted',
  'masked-token': 'how well each token is predicted from the rest of the sentence',
  class: 'how sure the model is of each class',
  output: 'how far the vectors that come out turn',
};

/** What a loss is a mean over. */
export const PER_WORDS: Readonly<Record<Objective, string>> = {
  'next-token': 'a token',
  'masked-token': 'a token',
  class: 'a picture',
  output: '',
};

/** Whether the model was scored on tokens, or only its vectors compared. */
export function hasLoss({ nScored, lossBefore, lossAfter }: EffectSummary): boolean {
  return nScored > 0 && Number.isFinite(lossBefore) && Number.isFinite(lossAfter);
}

/** Id of the element that reads out what the heads make of the asked word. */
export const READING_ID = 'asked-word-reading';
