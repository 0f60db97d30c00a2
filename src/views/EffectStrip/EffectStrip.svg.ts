import { scaleLinear } from 'd3';
import { isolated } from '../../core/tokenText.ts';
import { shortName } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import { preciseNumber } from '../parts/numbers.ts';
import { INK } from '../picture/ink.ts';
import type { Ink } from '../picture/ink.ts';
import { num, rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';
import type { EffectPicture } from './EffectStrip.picture.ts';

const LEFT = 52;
const BARS = 150;
const NAME_LIMIT = 14;

/**
 * The picture as SVG text, a bar a token standing on its name; where another token is now the most probable one, both stand over
 * the bar.
 */
export function effectBlock({ columns, full, quantity }: EffectPicture, ink: Ink = INK): Block {
  const step = Math.max(12, Math.min(34, 860 / Math.max(1, columns.length)));
  const size = Math.min(10, step - 3);
  const length = scaleLinear([0, full], [0, BARS]).nice(4);
  const heights = columns.map(({ value }) => (value === null ? 0 : Math.max(0, length(value))));
  const short = (words: string): string => isolated(shortName(words, NAME_LIMIT));
  const changes = columns.map(({ flip }) => (flip === null ? '' : `${short(flip.before)} → ${short(flip.after)}`));
  const widest = (names: readonly string[]): number =>
    Math.max(0, ...names.map((name) => textWidth(name, size, 'mono')));
  // The words over a bar may need more room than the tallest bar leaves.
  const room = heights.map((height, i) => height + widest(changes.slice(i, i + 1)) + 8 - BARS);
  const names = columns.map(({ words }) => shortName(words, NAME_LIMIT));
  const top = 24 + Math.max(0, ...room);
  const foot = top + BARS;
  const right = LEFT + columns.length * step;
  return {
    width: right,
    height: foot + 6 + widest(names),
    body: [
      text(0, 6, quantity, { size: 10.5 }),
      ...length.ticks(4).map((tick) => {
        const y = foot - length(tick);
        const number = text(LEFT - 6, y, preciseNumber(tick), {
          size: 9,
          font: 'mono',
          anchor: 'end',
          fill: ink.muted,
        });
        return `<line x1="${LEFT}" x2="${num(right)}" y1="${num(y)}" y2="${num(y)}" stroke="${ink.hairline}"/>${number}`;
      }),
      ...columns.map((column, i) => {
        const x = LEFT + (i + 0.5) * step;
        const height = heights[i] ?? 0;
        const fill = column.isFaint ? ink.line : ink.accent;
        return [
          column.value === null ? '' : rect(x - step * 0.36, foot - height, step * 0.72, height, fill),
          changes[i] === '' ? '' : text(x, foot - height - 4, changes[i] ?? '', { size, font: 'mono', turn: -90 }),
          text(x, foot + 5, names[i] ?? '', {
            size,
            font: 'mono',
            turn: -90,
            anchor: 'end',
            fill: column.value === null ? ink.muted : ink.ink,
          }),
        ].join('');
      }),
      `<line x1="${LEFT}" x2="${num(right)}" y1="${num(foot)}" y2="${num(foot)}" stroke="${ink.line}"/>`,
    ].join('\n'),
  };
}
