import { expect, test } from 'vitest';
import { HARD_TOKENS, makeTokens, tokensOf } from '../../../gallery/tokens.ts';
import { hiddenOf, renormalise } from '../../core/hiding.ts';
import type { Scheme } from '../paint/ramp.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { INKS, shaped, SHAPES } from '../picture/testing/shapes.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { stripLinks, stripTokens, tokenLit } from './TokenStrip.picture.ts';
import type { StripAsk, StripValues } from './TokenStrip.picture.ts';
import { stripBlock } from './testing/stripBlock.ts';

type Lit = Parameters<typeof stripBlock>[1];

const NOTHING: Lit = { query: null, key: null };
const TOKENS = makeTokens(10);
const PLAIN: StripValues = { axis: 'both', tokens: TOKENS, ask: null, arcs: [], shown: null };
const PATTERN = shaped(SHAPES.near, 10, 10, false);
const HIDDEN = hiddenOf(TOKENS, TOKENS, true);
const FAR = [
  { query: 9, key: 1, weight: 0.9 },
  { query: 7, key: 0, weight: 0.5 },
  { query: 5, key: 3, weight: 0.2 },
];

/** The second and the fourth answer name one token, the third the asked word itself. */
const ASKED: StripAsk = {
  position: 7,
  side: 'query',
  said: [
    { position: 2, weight: 0.6 },
    { position: 6, weight: 1 },
    { position: 7, weight: 0.9 },
    { position: 6, weight: 0.4 },
  ],
};

function draw(values: Partial<StripValues>, lit: Partial<Lit> = {}, scheme: Scheme = 'light'): string {
  return standalone(stripBlock({ ...PLAIN, ...values }, { ...NOTHING, ...lit }, INKS[scheme]), INKS[scheme]);
}

testPictures(import.meta.dirname, {
  arcs: () => draw({ arcs: FAR }),
  'lit-query': () => draw({ arcs: FAR, shown: { pattern: PATTERN, hiding: null } }, { query: 4 }),
  'lit-key-dark': () => draw({ shown: { pattern: PATTERN, hiding: null } }, { key: 6 }, 'dark'),
  'lit-hidden-keys': () => {
    const pattern = shaped(SHAPES.previous, 10, 10, true);
    return draw(
      { shown: { pattern, hiding: { hidden: HIDDEN, rows: renormalise(pattern, 10, HIDDEN.keys) } } },
      { query: 5 },
    );
  },
  'cross-keys': () =>
    draw({ axis: 'key', tokens: tokensOf(['<pad>', ' la', ' lampe', ' al', 'lum', 'ée']) }, { key: 2 }, 'dark'),
  asked: () => draw({ ask: ASKED, arcs: FAR, shown: { pattern: PATTERN, hiding: null } }),
  'asked-dark-who': () => draw({ ask: { ...ASKED, side: 'key', position: 1 } }, {}, 'dark'),
  'hard-tokens': () => draw({ tokens: HARD_TOKENS }, { query: 5, key: 2 }),
});

test('a token of the other axis is not lit', () => {
  const litOn = (axis: StripValues['axis']) =>
    stripTokens({ tokens: TOKENS, ask: null }).flatMap(({ position }) => {
      const lit = tokenLit(axis, position, { query: 2, key: 4 });
      return lit ? [`${lit} ${position}`] : [];
    });
  expect([litOn('query'), litOn('key'), litOn('both')]).toEqual([['query 2'], ['key 4'], ['query 2', 'key 4']]);
});

test('links that stay give way to those of the lit token', () => {
  const values = { ...PLAIN, arcs: FAR, shown: { pattern: PATTERN, hiding: null } };
  expect(stripLinks(values, NOTHING)).toBe(FAR);
  expect(stripLinks(values, { query: 0, key: null }).map(({ key }) => key)).toEqual([1, 2]);
});
