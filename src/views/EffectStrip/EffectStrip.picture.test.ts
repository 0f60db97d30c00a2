import { makeEffect, SENTENCE, textOf } from '../../../gallery/effects.ts';
import { makeTokens, tokensOf } from '../../../gallery/tokens.ts';
import type { Effect } from '../../core/effect/effect.ts';
import type { Scheme } from '../paint/ramp.ts';
import { stacked, text } from '../picture/svg.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { INKS } from '../picture/testing/shapes.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { textWidth } from '../picture/textWidth.ts';
import { effectPicture } from './EffectStrip.picture.ts';
import type { EffectValues } from './EffectStrip.picture.ts';
import { effectBlock } from './EffectStrip.svg.ts';

const MADE: EffectValues = { effect: makeEffect(), tokens: SENTENCE, textOf, floor: null };
const WORDS = ['שלום', '漢字', 'believable', 'supercalifragilistic', '⏎'];

/** The vectors of a model without a language head, of which one has no direction. */
const TURNS: Effect = {
  ...MADE.effect,
  objective: 'output',
  positions: [],
  turns: Float32Array.of(0, 0.125, 0.5, Number.NaN, 0.25, 0.0625),
};

/** The picture with what the screen writes under it. */
function draw(values: Partial<EffectValues> = {}, scheme: Scheme = 'light'): string {
  const picture = effectPicture({ ...MADE, ...values });
  const ink = INKS[scheme];
  const legend = {
    width: textWidth(picture.legend, 10, 'sans'),
    height: 12,
    body: text(0, 6, picture.legend, { fill: ink.muted }),
  };
  return standalone(stacked([effectBlock(picture, ink), legend], 6), ink);
}

testPictures(import.meta.dirname, {
  'changed-predictions': () => draw(),
  'changed-predictions-dark': () => draw({}, 'dark'),
  noise: () => draw({ floor: 0.05 }),
  vectors: () => draw({ effect: TURNS, tokens: makeTokens(6) }),
  'right-to-left': () =>
    draw({
      tokens: tokensOf([' שלום', ' עולם', ' مرحبا', '!', ' 漢字', ' e\u0301', '\n']),
      effect: {
        ...MADE.effect,
        positions: MADE.effect.positions.slice(0, 6).map((at, index) => ({
          ...at,
          isFlipped: index % 2 === 0,
          after: at.before.toReversed(),
        })),
      },
      textOf: (id) => WORDS[id % WORDS.length] ?? '',
    }),
  'one-token': () => draw({ tokens: makeTokens(1), effect: { ...MADE.effect, positions: [] } }),
});
