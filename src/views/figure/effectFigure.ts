import type { EffectPicture } from '../EffectStrip/EffectStrip.picture.ts';
import { effectBlock } from '../EffectStrip/EffectStrip.svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';

/** How far what the model says moves at every token. */
export function effectFigure(picture: EffectPicture, words: FigureWords): Figure {
  return finished([effectBlock(picture)], words);
}
