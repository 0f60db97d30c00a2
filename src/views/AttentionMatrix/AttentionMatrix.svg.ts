import { cellsBlock } from '../picture/cells.ts';
import { headCells } from '../picture/headCells.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { at, num, rect, text } from '../picture/svg.ts';
import type { EvidenceLines, HiddenBar, LitBox, MatrixPicture } from './AttentionMatrix.picture.ts';

/** A heatmap as SVG text, part after part: names of so many pixels, cells, evidence, and bars of what is hidden. */
export async function matrixParts(
  { layout, cells, names, evidence, bars }: MatrixPicture,
  size: number,
  ink: Ink = INK,
): Promise<readonly string[]> {
  const { left, top, cellWidth, cellHeight, nQueries, nKeys } = layout;
  const block = await cellsBlock(headCells(cells), nKeys * cellWidth, nQueries * cellHeight, true, ink);
  return [
    ...names.placed.map(({ axis, x, y, turn, words }) =>
      text(x, y, words, { size, font: 'mono', turn, anchor: axis === 'query' ? 'end' : 'start' }),
    ),
    at(left, top, block),
    evidenceSvg(evidence, ink),
    barsSvg(bars, ink),
  ];
}

function evidenceSvg({ paths, width, haloWidth }: EvidenceLines, ink: Ink): string {
  const path = paths.join('');
  if (path === '') return '';
  const stroke = (color: string, by: number): string =>
    `<path d="${path}" fill="none" stroke="${color}" stroke-width="${num(by)}" stroke-linejoin="round"/>`;
  return `${haloWidth === null ? '' : stroke(ink.paper, haloWidth)}${stroke(ink.evidence, width)}`;
}

/** Of a bar that is shorter nothing can be seen. */
const LEAST_SHARE = 0.005;

function barsSvg(bars: readonly HiddenBar[], ink: Ink): string {
  return bars
    .map(({ x, y, width, height, share }) => (share < LEAST_SHARE ? '' : rect(x, y, width, height, ink.line)))
    .join('');
}

/** Frames around what is lit, in the colours of their axes. */
export function litBoxes(boxes: readonly LitBox[], ink: Ink = INK): readonly string[] {
  return boxes.map(({ axis, x, y, width, height }) =>
    rect(x, y, width, height, 'none', ` stroke="${ink[axis]}" stroke-width="1.6"`),
  );
}
