import type { GridPicture } from '../HeadGrid/HeadGrid.picture.ts';
import { gridBlock, gridLegend } from '../HeadGrid/HeadGrid.svg.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords, Pause } from './page.ts';

/** Every head of a stack as the grid of the page shows it. */
export async function gridFigure(
  picture: GridPicture,
  patterns: ShownPatterns,
  words: FigureWords,
  pause: Pause,
): Promise<Figure> {
  return finished([await gridBlock(picture, patterns, pause), gridLegend(patterns)], words);
}
