import { scaleLinear } from 'd3';
import type { Effect } from '../../core/effect/effect.ts';
import type { Token } from '../../core/tokens.ts';
import { isolated, visibleText } from '../../core/tokenText.ts';
import { shortName } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import { effectMarks, fullBar } from '../EffectStrip/EffectStrip.layout.ts';
import { preciseNumber } from '../parts/numbers.ts';
import { finished } from './page.ts';
import type { Figure, FigureWords } from './page.ts';
import { INK } from '../picture/ink.ts';
import { num, rect, text } from '../picture/svg.ts';
import type { Block } from '../picture/svg.ts';
import { textWidth } from '../picture/textWidth.ts';

/** How far what the model says moves at every token. */
export type EffectFigure = {
  readonly effect: Effect;
  readonly tokens: readonly Token[];
  /** A number of the vocabulary as readable text. */
  readonly textOf: (id: number) => string;
  /** Values below it are noise and stay pale; null where none was measured. */
  readonly floor: number | null;
};

const LEFT = 52;
const BARS = 150;
const NAME_LIMIT = 14;

/** A bar a token; where another token is now the most probable one, both stand over the bar. */
export function effectFigure({ effect, tokens, textOf, floor }: EffectFigure, words: FigureWords): Figure {
  const marks = effectMarks(effect, tokens.length, floor);
  const step = Math.max(12, Math.min(34, 860 / Math.max(1, tokens.length)));
  const size = Math.min(10, step - 3);
  const length = scaleLinear([0, fullBar(effect)], [0, BARS]).nice(4);
  const heights = marks.map(({ value }) => (value === null ? 0 : Math.max(0, length(value))));
  const changes = marks.map(({ isFlipped, effect: at }) => {
    const [before, after] = [at?.before[0], at?.after[0]];
    if (!isFlipped || before === undefined || after === undefined) return '';
    const short = (id: number): string => isolated(shortName(textOf(id), NAME_LIMIT));
    return `${short(before.id)} → ${short(after.id)}`;
  });
  const widest = (names: readonly string[]): number =>
    Math.max(0, ...names.map((name) => textWidth(name, size, 'mono')));
  // The words over a bar may need more room than the tallest bar leaves.
  const room = heights.map((height, i) => height + widest(changes.slice(i, i + 1)) + 8 - BARS);
  const names = tokens.map((token) => shortName(visibleText(token), NAME_LIMIT));
  const top = 24 + Math.max(0, ...room);
  const foot = top + BARS;
  const right = LEFT + tokens.length * step;
  const unit = effect.objective === 'output' ? 'turn, 1 − cosine' : 'KL of the prediction, nats';
  const drawn: Block = {
    width: right,
    height: foot + 6 + widest(names),
    body: [
      text(0, 6, unit, { size: 10.5 }),
      ...length.ticks(4).map((tick) => {
        const y = foot - length(tick);
        const number = text(LEFT - 6, y, preciseNumber(tick), {
          size: 9,
          font: 'mono',
          anchor: 'end',
          fill: INK.muted,
        });
        return `<line x1="${LEFT}" x2="${num(right)}" y1="${num(y)}" y2="${num(y)}" stroke="${INK.hairline}"/>${number}`;
      }),
      ...marks.map((mark, i) => {
        const x = LEFT + (i + 0.5) * step;
        const height = heights[i] ?? 0;
        const fill = mark.isFaint ? INK.line : INK.accent;
        return [
          mark.value === null ? '' : rect(x - step * 0.36, foot - height, step * 0.72, height, fill),
          changes[i] === '' ? '' : text(x, foot - height - 4, changes[i] ?? '', { size, font: 'mono', turn: -90 }),
          text(x, foot + 5, names[i] ?? '', {
            size,
            font: 'mono',
            turn: -90,
            anchor: 'end',
            fill: mark.value === null ? INK.muted : INK.ink,
          }),
        ].join('');
      }),
      `<line x1="${LEFT}" x2="${num(right)}" y1="${num(foot)}" y2="${num(foot)}" stroke="${INK.line}"/>`,
    ].join('\n'),
  };
  return finished([drawn], words);
}
