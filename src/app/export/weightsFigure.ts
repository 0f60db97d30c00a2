import { AppError } from '../../core/errors.ts';
import { formatHead } from '../../core/selection.ts';
import { finished } from '../../views/figure/page.ts';
import type { Figure } from '../../views/figure/page.ts';
import { PAPER } from '../../views/figure/paper.ts';
import { weightPicturesPicture } from '../../views/WeightPictures/WeightPictures.picture.ts';
import { weightPicturesBlock } from '../../views/WeightPictures/WeightPictures.svg.ts';
import type { ShownStack } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { modelLine } from './figureWords.ts';
import { insideOnScreen } from './insideOnScreen.ts';

/** The weights of the head that is looked into, those by which it reads and those by which it writes. */
export async function weightsFigure(stack: ShownStack, state: AppState): Promise<Figure> {
  const found = insideOnScreen(state);
  if (found === null)
    throw new AppError('figure-failed', 'what it was to show is not there any more; look inside a head again');
  const name = formatHead({ layer: found.layerNumber, head: found.head.head });
  const matrices = found.weights.flatMap((one) => ('whyNot' in one ? [] : [one]));
  const left = found.weights.flatMap((one) => ('whyNot' in one ? [`${one.name} cannot be shown: ${one.whyNot}.`] : []));
  const caption = [
    `Weights of ${name} as stored in the file, each number a point by its size; norms are Frobenius norms.`,
    ...left,
    modelLine(stack),
  ];
  const picture = weightPicturesPicture(matrices, 'light', PAPER.insideWidth, PAPER.rem);
  return finished([await weightPicturesBlock(picture)], {
    title: `Weights of ${name}`,
    description: [...caption, ...picture.matrices.map(({ says }) => `${says}.`)].join(' '),
    caption,
  });
}
