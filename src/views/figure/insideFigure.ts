import type { BarRowsPicture } from '../BarRows/BarRows.picture.ts';
import { barRowsBlock } from '../BarRows/BarRows.svg.ts';
import type { StripPicture } from '../StageStrip/StageStrip.picture.ts';
import { stripBlock } from '../StageStrip/StageStrip.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** One query and one key of a head: the road between them, and bars of some of its steps. */
export function insideFigure(strip: StripPicture, bars: readonly BarRowsPicture[], words: FigureWords): Figure {
  return finished([stripBlock(strip), ...bars.map((picture) => barRowsBlock(picture))], words);
}
