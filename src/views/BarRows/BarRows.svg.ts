import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { BarRowsLayout } from './BarRows.layout.ts';
import type { BarRowsPicture, BarTone, DrawnRow } from './BarRows.picture.ts';

/** Rows of bars as SVG text. */
export function barRowsBlock({ layout, rows, names, column }: BarRowsPicture, ink: Ink = INK): Block {
  const parts = [
    column === null ? '' : rect(column.x, column.top, Math.max(layout.cell, 3), column.bottom - column.top, ink.wash),
    ...rows.flatMap((row) => rowSvg(row, layout, ink)),
    ...names.map((name) =>
      text(name.x, layout.names, name.text, {
        size: 9.5,
        font: 'mono',
        anchor: 'end',
        turn: -90,
        fill: name.isLit ? ink.ink : ink.muted,
        isBold: name.isLit,
      }),
    ),
  ];
  return { width: layout.width, height: layout.height, body: parts.filter((part) => part !== '').join('\n') };
}

function rowSvg(row: DrawnRow, { left, end }: BarRowsLayout, ink: Ink): readonly string[] {
  const hue = hueOf(row.tone, ink);
  const small = { size: 9, font: 'mono', fill: ink.muted, anchor: 'end' } as const;
  return [
    text(0, row.title, row.name, { size: 10.5, isBold: true, fill: hue }),
    text(row.readingEnd, row.title, row.reading, { size: 10.5, font: 'mono', anchor: 'end' }),
    ...row.ticks.map((tick) => text(left - 5, tick.at, tick.text, small)),
    row.leftOut === '' ? '' : `<path d="${row.leftOut}" fill="${ink.leftOut}"/>`,
    `<path d="${row.bars}" fill="${hue}" fill-opacity="0.55"/>`,
    row.litBar === '' ? '' : `<path d="${row.litBar}" fill="${hue}"/>`,
    `<line x1="${num(left)}" y1="${num(row.zero)}" x2="${num(end)}" y2="${num(row.zero)}" stroke="${ink.line}"/>`,
  ];
}

function hueOf(tone: BarTone, ink: Ink): string {
  return tone === 'plain' ? ink.ink : ink[tone];
}
