import { cellsBlock } from '../picture/cells.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { at, num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { paperNameSize } from './AlikeMatrix.layout.ts';
import type { AlikePicture } from './AlikeMatrix.picture.ts';

/** Distances and their tree as SVG text. */
export async function alikeBlock(picture: AlikePicture, ink: Ink = INK): Promise<Block> {
  const { layout, pixels, names, tree } = picture;
  const { n, left, top, side, cell } = layout;
  const size = paperNameSize(cell);
  const cells = await cellsBlock({ pixels, width: n, height: n }, side, side, true, ink);
  return {
    width: left + side,
    height: top + side,
    body: [
      ...tree.map(
        ({ path, isBelow }) =>
          `<path d="${path}" fill="none" stroke="${isBelow ? ink.accent : ink.line}" stroke-width="${isBelow ? 1.6 : 1}"/>`,
      ),
      cutSvg(picture, ink),
      ...names.map(({ name, x, y }) => (name === '' ? '' : text(x, y, name, { size, font: 'mono', anchor: 'end' }))),
      at(left, top, cells),
    ].join('\n'),
  };
}

function cutSvg({ cut, layout: { top } }: AlikePicture, ink: Ink): string {
  if (cut === null) return '';
  const style = { size: 8.5, font: 'mono', anchor: 'middle', fill: ink.muted } as const;
  return `<path d="M${num(cut.x)} ${num(cut.top)}V${num(cut.bottom)}" stroke="${ink.ink}" stroke-dasharray="2 3"/>${text(cut.x, top - 8, cut.text, style)}`;
}
