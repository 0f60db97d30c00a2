import { percent } from '../../core/numberWords.ts';
import type { AlikePicture } from '../AlikeMatrix/AlikeMatrix.picture.ts';
import { alikeBlock } from '../AlikeMatrix/AlikeMatrix.svg.ts';
import type { PlanePicture } from '../AlikeMatrix/AlikePlane.picture.ts';
import { planeBlock } from '../AlikeMatrix/AlikePlane.svg.ts';
import { ONE_POINT } from '../AlikeMatrix/words.ts';
import { INK } from '../picture/ink.ts';
import { rampBlock } from '../picture/rampBlock.ts';
import { at, text, tiled } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';
import { PAPER } from './paper.ts';

/** The matrix in the order of clusters with its tree, and the plane beside it. */
export async function alikeFigure(matrix: AlikePicture, plane: PlanePicture, words: FigureWords): Promise<Figure> {
  return finished([tiled([await alikeBlock(matrix), planeSide(plane)], 2, 34), rampBlock(matrix.legend)], words);
}

/** The plane in its frame, with how much of the distances it shows. */
function planeSide(picture: PlanePicture): Block {
  const { width, height, share } = picture;
  const top = PAPER.alikeSide - PAPER.plane.height;
  const words = Number.isNaN(share)
    ? `Near means alike. ${ONE_POINT}`
    : `Near means alike; ${percent(share)} of the distances’ variance is shown.`;
  return {
    width,
    height: top + height,
    body: `${text(0, 8, words, { size: 9.5, fill: INK.muted })}${at(0, top, planeBlock(picture))}<rect x="0" y="${top}" width="${width}" height="${height}" fill="none" stroke="${INK.hairline}"/>`,
  };
}
