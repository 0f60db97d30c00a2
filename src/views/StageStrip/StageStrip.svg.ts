import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';
import { MARK_WORDS, SIGNS } from './StageStrip.picture.ts';
import type { StageBox, StripPicture } from './StageStrip.picture.ts';

const BOX = { least: 92, height: 36, gap: 6, inset: 5 } as const;
const SIZE = { title: 10.5, name: 8.5, value: 9.5 } as const;
/** Room for the sign of a mark behind a value. */
const SIGN = 14;
/** Bold letters are that much wider. */
const BOLD = 1.08;

/** The road through a head as SVG text, a row for each group of steps, and what the marks mean. */
export function stripBlock(groups: StripPicture, ink: Ink = INK): Block {
  const step = BOX.height + 12;
  const boxes = groups.flatMap((group) => group.boxes);
  const width = Math.ceil(Math.max(BOX.least, ...boxes.map(leastWidth)));
  const left = Math.ceil(Math.max(0, ...groups.map(({ name }) => BOLD * textWidth(name, SIZE.title, 'sans'))) + 8);
  const rows = groups.flatMap((group, row) => [
    text(0, row * step + BOX.height / 2, group.name, { size: SIZE.title, isBold: true }),
    ...group.boxes.map((box, column) =>
      boxSvg(box, { x: left + column * (width + BOX.gap), y: row * step, width }, ink),
    ),
  ]);
  const legendTop = groups.length * step + 6;
  let x = left;
  const legend = (['model', 'derived', 'nowhere', 'none'] as const).map((mark) => {
    const words = `${SIGNS[mark]} ${MARK_WORDS[mark]}`;
    const part = text(x, legendTop, words, { size: 9, fill: ink.muted });
    x += textWidth(words, 9, 'sans') + 14;
    return part;
  });
  const nColumns = Math.max(0, ...groups.map((group) => group.boxes.length));
  return {
    width: left + nColumns * (width + BOX.gap) - BOX.gap,
    height: legendTop + 8,
    body: [...rows, ...legend].join('\n'),
  };
}

/** The least width of a box that holds its words. */
function leastWidth({ number, name, value }: StageBox): number {
  const words = textWidth(`${number} ${name}`, SIZE.name, 'sans');
  return 2 * BOX.inset + Math.max(words, textWidth(value, SIZE.value, 'mono') + SIGN);
}

type Place = { readonly x: number; readonly y: number; readonly width: number };

function boxSvg({ number, name, value, mark, isChosen }: StageBox, { x, y, width }: Place, ink: Ink): string {
  const fill = mark === 'model' || mark === 'derived' ? ink.ink : ink.muted;
  const line = ` stroke="${isChosen ? ink.accent : ink.hairline}"`;
  return [
    rect(x, y, width, BOX.height, isChosen ? ink.wash : ink.paper, line),
    text(x + BOX.inset, y + 11, `${number} ${name}`, { size: SIZE.name, fill }),
    text(x + BOX.inset, y + 26, value, { size: SIZE.value, font: 'mono', fill }),
    text(x + width - BOX.inset, y + 26, SIGNS[mark], { size: 9, anchor: 'end', fill: ink.muted }),
  ].join('');
}
