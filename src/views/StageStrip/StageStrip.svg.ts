import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';
import { MARK_WORDS, SIGNS } from './StageStrip.picture.ts';
import type { StageBox, StripPicture } from './StageStrip.picture.ts';

const BOX = { width: 92, height: 36, gap: 6 } as const;
const TITLE = 62;

/** The road through a head as SVG text, a row for each group of steps, and what the marks mean. */
export function stripBlock(groups: StripPicture, ink: Ink = INK): Block {
  const step = BOX.height + 12;
  const rows = groups.flatMap(({ name, boxes }, row) => [
    text(0, row * step + BOX.height / 2, name, { size: 10.5, isBold: true }),
    ...boxes.map((box, column) => boxSvg(box, TITLE + column * (BOX.width + BOX.gap), row * step, ink)),
  ]);
  const legendTop = groups.length * step + 6;
  let x = TITLE;
  const legend = (['model', 'derived', 'nowhere', 'none'] as const).map((mark) => {
    const words = `${SIGNS[mark]} ${MARK_WORDS[mark]}`;
    const part = text(x, legendTop, words, { size: 9, fill: ink.muted });
    x += textWidth(words, 9, 'sans') + 14;
    return part;
  });
  const nColumns = Math.max(0, ...groups.map(({ boxes }) => boxes.length));
  return {
    width: TITLE + nColumns * (BOX.width + BOX.gap) - BOX.gap,
    height: legendTop + 8,
    body: [...rows, ...legend].join('\n'),
  };
}

function boxSvg({ number, name, value, mark, isChosen }: StageBox, x: number, y: number, ink: Ink): string {
  const isThere = mark === 'model' || mark === 'derived';
  return [
    rect(
      x,
      y,
      BOX.width,
      BOX.height,
      isChosen ? ink.wash : ink.paper,
      ` stroke="${isChosen ? ink.accent : ink.hairline}"`,
    ),
    text(x + 5, y + 11, `${number} ${name}`, { size: 8.5, fill: isThere ? ink.ink : ink.muted }),
    text(x + 5, y + 26, value, { size: 9.5, font: 'mono', fill: isThere ? ink.ink : ink.muted }),
    text(x + BOX.width - 5, y + 26, SIGNS[mark], { size: 9, anchor: 'end', fill: ink.muted }),
  ].join('');
}
