import type { CurvePicture } from '../PruningCurve/PruningCurve.picture.ts';
import { curveBlock } from '../PruningCurve/PruningCurve.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** What is left as heads are taken away, as the page draws it. */
export function curveFigure(picture: CurvePicture, words: FigureWords): Figure {
  return finished([curveBlock(picture)], words);
}
