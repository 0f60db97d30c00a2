import { glyph } from '../picture/glyph.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import type { PlanePicture } from './AlikePlane.picture.ts';
import { NAME_SIZE, placedNames } from './placedNames.ts';

/** Heads on a plane as SVG text, with the names that have room. */
export function planeBlock(picture: PlanePicture, ink: Ink = INK): Block {
  const { width, height, heads, clusters } = picture;
  const radius = picture.isDense ? 5 : 6.5;
  const placed = heads.filter((head) => head !== null);
  const body = [
    ...clusters.flatMap(({ centre, color, lines }) =>
      lines.map(
        ({ x, y }) =>
          `<line x1="${num(centre.x)}" y1="${num(centre.y)}" x2="${num(x)}" y2="${num(y)}" stroke="${color}" opacity="0.45"/>`,
      ),
    ),
    ...heads.map((head) => {
      if (head === null) return '';
      const { x, y, color } = head;
      const sign = glyph(head.glyph, x - radius * 0.75, y - radius * 0.75, radius * 1.5, color);
      return `<circle cx="${num(x)}" cy="${num(y)}" r="${radius}" fill="${ink.paper}" stroke="${color}"/>${sign}`;
    }),
    ...placedNames(placed, radius, width, height).map(({ x, y, name }) =>
      text(x, y, name, { size: NAME_SIZE, font: 'mono', fill: ink.muted }),
    ),
    ...clusters.map(({ letter, centre, color }) =>
      text(centre.x, centre.y, letter, { size: 12, anchor: 'middle', isBold: true, fill: color }),
    ),
    unitSvg(picture, ink),
  ];
  return { width, height, body: body.join('\n') };
}

function unitSvg({ height, unit }: PlanePicture, ink: Ink): string {
  if (unit.text === '') return '';
  const number = text(8, height - 18, unit.text, { size: 8.5, font: 'mono', fill: ink.muted });
  return `<path d="M8 ${height - 12}v4h${num(unit.length)}v-4" fill="none" stroke="${ink.line}"/>${number}`;
}
