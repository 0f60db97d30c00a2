import { glyph } from '../picture/glyph.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { rampBlock } from '../picture/rampBlock.ts';
import { rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { NUMBER_SIZE, WORD_SIZE } from './HeadMap.picture.ts';
import type { MapCell, MapPicture } from './HeadMap.picture.ts';

/** Room above the cells for title and names. */
const TOP = 34;

/** A map as SVG text, and its legend. */
export function mapBlocks({ layout, columns, rows, legend }: MapPicture, ink: Ink = INK): readonly Block[] {
  const { cellWidth, cellHeight, titleWidth } = layout;
  const parts = [text(0, 6, legend.title, { size: 12, isBold: true })];
  for (const [column, name] of columns.entries())
    parts.push(text(titleWidth + (column + 0.5) * cellWidth, TOP - 8, name, { anchor: 'middle', fill: ink.muted }));
  for (const [row, { name, cells }] of rows.entries()) {
    const y = TOP + row * cellHeight;
    parts.push(text(titleWidth - 6, y + cellHeight / 2, name, { anchor: 'end', fill: ink.muted }));
    for (const [column, cell] of cells.entries())
      parts.push(cellSvg(cell, { x: titleWidth + column * cellWidth, y, width: cellWidth, height: cellHeight }, ink));
  }
  const width = titleWidth + columns.length * cellWidth;
  return [{ width, height: TOP + rows.length * cellHeight, body: parts.join('\n') }, rampBlock(legend, ink)];
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

function cellSvg(cell: MapCell, { x, y, width, height }: Box, ink: Ink): string {
  const middle = y + height / 2;
  const fill = cell.ink ?? ink.muted;
  const behind = cell.color ?? (cell.state === 'pending' ? ink.leftOut : ink.wash);
  return [
    rect(x, y, width - 1, height - 1, behind),
    cell.glyph === null ? '' : glyph(cell.glyph, x + 3, middle - 4.5, 9, fill),
    cell.word === null ? '' : text(x + 14, middle, cell.word, { size: WORD_SIZE, fill }),
    cell.number === ''
      ? ''
      : text(x + width - 4, middle, cell.number, { size: NUMBER_SIZE, font: 'mono', anchor: 'end', fill }),
  ].join('');
}
