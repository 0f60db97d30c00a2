import type { MapPicture } from '../HeadMap/HeadMap.picture.ts';
import { mapBlocks } from '../HeadMap/HeadMap.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** The map of the page's Importance, with the numbers in its cells. */
export function mapFigure(picture: MapPicture, words: FigureWords): Figure {
  return finished(mapBlocks(picture), words);
}
