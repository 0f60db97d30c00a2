import type { MeanOver } from '../../core/ablation/ablation.ts';
import type { Objective } from '../../core/effect/effect.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';

/** What an effect is measured on, for people. */
export const OBJECTIVE_WORDS: Readonly<Record<Objective, string>> = {
  'next-token': 'how well each next token is predicted',
  'masked-token': 'how well each token is predicted from the rest of the sentence',
  class: 'how sure the model is of each class',
  output: 'how far the vectors that come out turn',
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
