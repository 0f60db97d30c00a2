import type { GridPicture } from '../HeadGrid/HeadGrid.picture.ts';
import { colorLegendBlock } from '../HeadGrid/colorLegend.ts';
import type { ColorLegendValues } from '../HeadGrid/colorLegend.ts';
import { gridBlock, gridLegend } from '../HeadGrid/HeadGrid.svg.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords, Pause } from './page.ts';

/** Every head of a stack as the grid of the page shows it; `colors` is what its heads are coloured by, beside their patterns. */
export async function gridFigure(
  picture: GridPicture,
  patterns: ShownPatterns,
  colors: ColorLegendValues | null,
  words: FigureWords,
  pause: Pause,
): Promise<Figure> {
  const legends = [gridLegend(patterns), ...(colors === null ? [] : [colorLegendBlock(colors)])];
  return finished([await gridBlock(picture, patterns, pause), ...legends], words);
}
