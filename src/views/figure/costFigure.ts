import type { CostPicture } from '../CostChart/CostChart.picture.ts';
import { costBlock } from '../CostChart/CostChart.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** What more heads cost, as the page draws it. */
export function costFigure(picture: CostPicture, words: FigureWords): Figure {
  return finished([costBlock(picture)], words);
}
