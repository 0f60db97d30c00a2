import type { TrainedPicture } from '../TrainedChart/TrainedChart.picture.ts';
import { trainedBlock } from '../TrainedChart/TrainedChart.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** Trained models with more and fewer heads, as the page draws them. */
export function trainedFigure(picture: TrainedPicture, words: FigureWords): Figure {
  return finished([trainedBlock(picture)], words);
}
