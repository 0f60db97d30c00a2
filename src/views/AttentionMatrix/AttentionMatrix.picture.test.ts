import { describe, expect, test } from 'vitest';
import { makeTokens, tokensOf } from '../../../gallery/tokens.ts';
import { hiddenOf } from '../../core/hiding.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import type { Token } from '../../core/tokens.ts';
import { cellPaint, hidingOf, rampEnd } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import { stretchPaint } from '../paint/stretchPaint.ts';
import { cellsLegend } from '../picture/cellsLegend.ts';
import { legendBlock } from '../picture/legend.ts';
import { stacked } from '../picture/svg.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { INKS, SHAPES, tensorOf } from '../picture/testing/shapes.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { matrixLayout } from './AttentionMatrix.layout.ts';
import { litPicture, matrixNames, matrixPicture, SCREEN_NAMES, screenBar } from './AttentionMatrix.picture.ts';
import { matrixParts } from './AttentionMatrix.svg.ts';
import type { Mark } from './marks.ts';
import { litParts } from './testing/litParts.ts';

const REM = 15;
const HEAD: HeadRef = { layer: 0, head: 0 };
const TEXT = makeTokens(9);
const MASKED = tokensOf(['[CLS]', ' the', ' lamp', ' was', ' [MASK]', '.', '[SEP]']);
const HEBREW = tokensOf([' שלום', ' עולם', '!', ' مرحبا', ' 漢字', ' un', 'believable', ' e\u0301']);
const PAIR = makeTokens(8, true);

const CAUSAL: ShownPatterns = {
  tensor: tensorOf([[SHAPES.previous]], 9, 9, 'decoder'),
  isCausal: true,
  hidden: null,
  mode: 'absolute',
};
const BOTH: ShownPatterns = { ...CAUSAL, tensor: tensorOf([[SHAPES.near]], 7, 7, 'encoder'), isCausal: false };
const BAND: readonly Mark[] = [{ kind: 'band', from: -1, to: -1 }];

type Wish = {
  readonly patterns?: ShownPatterns;
  readonly queries?: readonly Token[];
  readonly keys?: readonly Token[];
  readonly scheme?: Scheme;
  readonly marks?: readonly Mark[];
  readonly lit?: readonly [query: number | null, key: number | null];
  readonly hasLegend?: boolean;
  readonly side?: number;
  readonly stretch?: Stretch | null;
};

/** The picture as the screen lays it out. */
function pictureOf({
  patterns = CAUSAL,
  queries = TEXT,
  keys = queries,
  scheme = 'light',
  marks = [],
  side = 260,
  stretch = null,
}: Wish) {
  const layout = matrixLayout(queries.length, keys.length, side, side, REM, stretch);
  const hiding = hidingOf(patterns, HEAD);
  return matrixPicture({
    layout,
    cells: stretchPaint(cellPaint(patterns, HEAD, scheme, hiding), stretch),
    names: matrixNames(layout, queries, keys, SCREEN_NAMES),
    isCausal: patterns.isCausal,
    marks,
    hiding,
    fullBar: screenBar(layout),
  });
}

async function draw(wish: Wish): Promise<string> {
  const { patterns = CAUSAL, scheme = 'light', lit = [null, null], hasLegend = false } = wish;
  const picture = pictureOf(wish);
  const ink = INKS[scheme];
  const litNow = litPicture(picture, ...lit);
  const placed = picture.names.placed.filter((name) => !litNow.covered.includes(name));
  const parts = [
    ...(await matrixParts({ ...picture, names: { ...picture.names, placed } }, 0.8 * REM, ink)),
    ...litParts(litNow, 0.8 * REM, ink),
  ];
  const { width, height } = picture.layout;
  const legend = cellsLegend(patterns, rampEnd(patterns, HEAD), scheme, ink);
  const block = { width, height, body: parts.join('\n') };
  return standalone(hasLegend ? stacked([block, legendBlock(legend, ink)], 10) : block, ink);
}

/** 160 tokens without their specials and the sink, with a band. */
const MANY = makeTokens(160);
const LONG: Wish = {
  patterns: { ...CAUSAL, tensor: tensorOf([[SHAPES.near]], 160, 160, 'decoder'), hidden: hiddenOf(MANY, MANY, true) },
  queries: MANY,
  marks: BAND,
  lit: [120, 118],
};
const FROM_114 = { start: 114, end: 132 };

const HIDDEN = { patterns: { ...BOTH, hidden: hiddenOf(MASKED, MASKED, false) }, queries: MASKED };

testPictures(import.meta.dirname, {
  causal: () => draw({ marks: BAND }),
  'causal-dark': () => draw({ marks: BAND, scheme: 'dark' }),
  'causal-hidden': () => draw({ patterns: { ...CAUSAL, hidden: hiddenOf(TEXT, TEXT, true) } }),
  bidirectional: () => draw({ patterns: BOTH, queries: MASKED }),
  'bidirectional-hidden': () => draw({ ...HIDDEN, hasLegend: true }),
  'bidirectional-hidden-dark': () => draw({ ...HIDDEN, scheme: 'dark' }),
  'cross-attention': () =>
    draw({
      patterns: { ...BOTH, tensor: tensorOf([[SHAPES.column]], 5, 8, 'cross') },
      queries: tokensOf(['<pad>', ' la', ' lampe', ' du', ' port']),
      keys: PAIR,
      marks: [{ kind: 'columns', keys: [2] }],
    }),
  'pair-of-sentences': () =>
    draw({
      patterns: { ...BOTH, tensor: tensorOf([[(query, key) => Number(query < 4 === key < 4)]], 8, 8, 'encoder') },
      queries: PAIR,
      marks: [
        {
          kind: 'blocks',
          ranges: [
            { start: 0, end: 4 },
            { start: 4, end: 8 },
          ],
        },
      ],
    }),
  'right-to-left-lit': () =>
    draw({
      patterns: { ...CAUSAL, tensor: tensorOf([[SHAPES.first]], 8, 8, 'decoder') },
      queries: HEBREW,
      lit: [6, 3],
    }),
  'lit-dark': () => draw({ marks: BAND, scheme: 'dark', lit: [5, 4] }),
  'one-token': () =>
    draw({ patterns: { ...CAUSAL, tensor: tensorOf([[SHAPES.even]], 1, 1, 'decoder') }, queries: makeTokens(1) }),
  '96-tokens': () =>
    draw({
      patterns: { ...CAUSAL, tensor: tensorOf([[SHAPES.previous]], 96, 96, 'decoder') },
      queries: makeTokens(96),
      marks: [
        {
          kind: 'cells',
          cells: [
            { query: 40, key: 39 },
            { query: 80, key: 0 },
          ],
        },
      ],
      lit: [50, null],
      side: 420,
    }),
  // Cells of less than two pixels, and names of a few tokens only.
  '160-tokens-hidden': () => {
    const tokens = makeTokens(160);
    const tensor = tensorOf([[SHAPES.near]], 160, 160, 'decoder');
    return draw({
      patterns: { ...CAUSAL, tensor, hidden: hiddenOf(tokens, tokens, true) },
      queries: tokens,
      marks: BAND,
      lit: [120, 40],
    });
  },
  // Of 160 tokens a few, each with its name; the band, the bars and what is lit go on where they were.
  '160-tokens-stretch': () => draw({ ...LONG, stretch: { queries: FROM_114, keys: FROM_114 } }),
  // Queries by earlier keys: all of them may look there but one.
  '160-tokens-apart': () =>
    draw({
      ...LONG,
      stretch: { queries: FROM_114, keys: { start: 99, end: 117 } },
      marks: [BAND[0]!, { kind: 'columns', keys: [100, 5, 116] }],
      lit: [120, 40],
      side: 420,
    }),
  '160-tokens-half': () =>
    draw({ ...LONG, stretch: { queries: { start: 60, end: 140 }, keys: { start: 60, end: 140 } }, side: 420 }),
  'cross-attention-stretch': () =>
    draw({
      patterns: { ...BOTH, tensor: tensorOf([[SHAPES.column]], 5, 8, 'cross') },
      queries: tokensOf(['<pad>', ' la', ' lampe', ' du', ' port']),
      keys: PAIR,
      marks: [{ kind: 'columns', keys: [2] }],
      stretch: { queries: { start: 1, end: 4 }, keys: { start: 2, end: 8 } },
      scheme: 'dark',
    }),
  'difference-stretch': () =>
    draw({
      patterns: { ...CAUSAL, base: tensorOf([[SHAPES.first]], 9, 9, 'decoder'), differenceMax: 0.75 },
      stretch: { queries: { start: 4, end: 9 }, keys: { start: 2, end: 7 } },
    }),
  'log-scale': () => draw({ patterns: { ...CAUSAL, mode: 'log' }, hasLegend: true }),
  'own-scale': () => draw({ patterns: { ...BOTH, tensor: tensorOf([[SHAPES.near]], 9, 9, 'encoder'), mode: 'head' } }),
  difference: () =>
    draw({
      patterns: { ...CAUSAL, base: tensorOf([[SHAPES.first]], 9, 9, 'decoder'), differenceMax: 0.75 },
    }),
  'difference-dark': () =>
    draw({
      patterns: { ...CAUSAL, base: tensorOf([[SHAPES.even]], 9, 9, 'decoder'), mode: 'head' },
      scheme: 'dark',
      hasLegend: true,
    }),
});

describe('what is lit', () => {
  test('is nothing where the pattern has no such row or column', () => {
    expect(litPicture(pictureOf({}), 9, 12)).toEqual({ boxes: [], names: [], covered: [] });
    expect(litPicture(pictureOf({}), null, null)).toEqual({ boxes: [], names: [], covered: [] });
  });

  test('runs into no other name: those that are too near are left out, and its own', () => {
    const names = (lit: readonly [number | null, number | null], wish: Wish) =>
      litPicture(pictureOf(wish), ...lit).covered.map(({ axis, index }) => `${axis} ${index}`);
    expect(names([5, 4], {})).toEqual(['query 5', 'key 4']);
    // Each fifth of 96 tokens has its name here.
    const crowded = { patterns: LONG.patterns!, queries: MANY, side: 620 };
    const { everyQuery } = pictureOf(crowded).layout;
    expect(everyQuery).toBe(4);
    expect(names([41, null], crowded)).toEqual(['query 40', 'query 44']);
    expect(names([null, 40], crowded)).toEqual(['key 40']);
    expect(names([12, 3], {})).toEqual(['key 3']);
  });

  test('bears a longer name than the rest', () => {
    const tokens = tokensOf(Array.from({ length: 9 }, (_, i) => (i === 4 ? ' supercalifragilistic' : ' a')));
    const picture = pictureOf({ queries: tokens });
    expect(picture.names.placed.find(({ axis, index }) => axis === 'query' && index === 4)?.words).toBe('supercal…');
    expect(litPicture(picture, 4, null).names.map(({ words }) => words)).toEqual(['supercalifr…']);
  });
});
