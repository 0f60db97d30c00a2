import { describe, expect, test } from 'vitest';
import type { HeadFact } from '../parts/fact.ts';
import type { HeadTag } from '../parts/headTag.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { stacked } from '../picture/svg.ts';
import { testPictures } from '../picture/testing/goldens.ts';
import { INKS, SHAPES, tensorOf } from '../picture/testing/shapes.ts';
import { standalone } from '../picture/testing/standalone.ts';
import { colorLegendBlock } from './colorLegend.ts';
import type { ColorLegendValues } from './colorLegend.ts';
import { gridLayout } from './HeadGrid.layout.ts';
import { gridChip, gridPicture } from './HeadGrid.picture.ts';
import type { GridRows, GridValues } from './HeadGrid.picture.ts';
import { gridBlock, gridLegend } from './HeadGrid.svg.ts';

const { previous, first, near, even, column } = SHAPES;
/** Layers 3 and 7 of a model, of three heads each. */
const TENSOR = {
  ...tensorOf(
    [
      [previous, first, near],
      [even, column, previous],
    ],
    7,
    7,
    'decoder',
  ),
  layerNumbers: [3, 7],
};
const PATTERNS: ShownPatterns = { tensor: TENSOR, isCausal: true, hidden: null, mode: 'absolute' };
const rowsOf = (title: (layer: number) => string): GridRows =>
  [0, 1].map((layer) => ({ title: title(layer), heads: [0, 1, 2].map((head) => ({ layer, head })) }));

const tag = (label: HeadTag['label'], says: string, short: string, score: string): HeadTag => ({
  label,
  says,
  chip: says,
  short,
  name: says,
  score,
});
const VALUES: GridValues = {
  tensor: TENSOR,
  rows: rowsOf((layer) => `L${TENSOR.layerNumbers[layer]}`),
  tags: new Map([
    ['L0H0', tag('previous', 'looks one word back', 'back', '0.71')],
    ['L0H1', tag('first', 'rests on the first', 'first', '0.93')],
    ['L0H2', tag('local', 'looks near', 'near', '0.64')],
    ['L1H0', tag('uniform', 'looks everywhere', 'all', '0.88')],
    ['L1H1', tag(null, 'too short to tell', 'short', '')],
  ]),
  dimmed: new Set(),
};
const TURNED = new Map([
  ['L0H1', 0],
  ['L1H2', 0.5],
]);

/** A number a head, from 0 to 2; one head has none, and one is within the noise. */
const NUMBERS = new Map<string, HeadFact>(
  [0.1, 2, 1, null, 0.5, 1.5].map((value, at) => [
    `L${Math.floor(at / 3)}H${at % 3}`,
    { value, text: value === null ? '' : value.toFixed(2), isFaint: at === 4, tone: 'amount' },
  ]),
);
const GROUPS = new Map<string, HeadFact>(
  [0, 1, 0, 3, -1].map((value, at) => [
    `L${Math.floor(at / 3)}H${at % 3}`,
    { value, text: '', isFaint: false, tone: 'group' },
  ]),
);
const NUMBERS_LEGEND: ColorLegendValues = {
  kind: 'ramp',
  title: 'Entropy, in nats',
  ticks: [
    { share: 0, text: '0' },
    { share: 1, text: '2' },
  ],
  colorOf: rampColor,
};
const GROUPS_LEGEND: ColorLegendValues = {
  kind: 'groups',
  title: 'By label',
  groups: [
    { place: 0, mark: '', words: 'by place', count: 2 },
    { place: 1, mark: 'R', words: 'rests', count: 1 },
    { place: -1, mark: '', words: 'no clear pattern', count: 1 },
  ],
};

type Wish = {
  readonly values?: Partial<GridValues>;
  readonly patterns?: Partial<ShownPatterns>;
  readonly scheme?: Scheme;
  readonly colors?: ColorLegendValues;
};

async function draw(
  { values = {}, patterns = {}, scheme = 'light', colors: legend }: Wish = {},
  hasLegend = false,
): Promise<string> {
  const [picture, shown] = [gridPicture({ ...VALUES, ...values }, scheme), { ...PATTERNS, ...patterns }];
  const colors = { scheme, ink: INKS[scheme] };
  const block = await gridBlock(picture, shown, () => Promise.resolve(), colors);
  if (legend !== undefined)
    return standalone(stacked([block, colorLegendBlock(legend, scheme, colors.ink)], 14), colors.ink);
  return standalone(hasLegend ? stacked([block, gridLegend(shown, colors)], 14) : block, colors.ink);
}

const FLAGS = Uint8Array.of(1, 0, 0, 0, 0, 0, 0);

testPictures(import.meta.dirname, {
  layers: () => draw(),
  'layers-dark': () => draw({ scheme: 'dark' }),
  filtered: () => draw({ values: { dimmed: new Set(['L0H1', 'L0H2', 'L1H0', 'L1H1']) } }),
  'heads-off': () => draw({ values: { turned: TURNED } }),
  'heads-off-dark': () => draw({ values: { turned: TURNED }, scheme: 'dark' }),
  folded: () => draw({ values: { folded: [1] } }, true),
  sorted: () =>
    draw({ values: { rows: rowsOf(() => '').map(({ title, heads }) => ({ title, heads: heads.toReversed() })) } }),
  'colored-by-number': () => draw({ values: { cells: NUMBERS, cellsMax: 2 }, colors: NUMBERS_LEGEND }),
  'colored-by-number-dark': () =>
    draw({ values: { cells: NUMBERS, cellsMax: 2 }, colors: NUMBERS_LEGEND, scheme: 'dark' }),
  'colored-by-group': () => draw({ values: { cells: GROUPS }, colors: GROUPS_LEGEND }),
  noted: () =>
    draw({
      values: {
        turned: TURNED,
        notes: new Map([
          ['L0H0', { mark: 'S', says: 'links verb and subject (syntax)' }],
          ['L0H1', { mark: '•', says: 'rests' }],
        ]),
      },
    }),
  'hidden-keys': () => draw({ patterns: { hidden: { keys: FLAGS, queries: FLAGS } }, values: { tags: new Map() } }),
  'difference-own-scale': () =>
    draw(
      {
        patterns: {
          base: tensorOf(
            [
              [previous, near, near],
              [even, first, even],
            ],
            7,
            7,
            'decoder',
          ),
          mode: 'head',
        },
      },
      true,
    ),
  'few-queries': () => {
    const tensor = tensorOf([[column, even, near]], 2, 12, 'cross');
    return draw({
      values: { tensor, rows: rowsOf((layer) => `L${layer}`).slice(0, 1) },
      patterns: { tensor, isCausal: false },
    });
  },
});

test('a note is read out behind the label, and told to a pointer', () => {
  const notes = new Map([['L0H0', { mark: 'S', says: 'links verb and subject (syntax)' }]]);
  const [cell, other] = gridPicture({ ...VALUES, notes }, 'light').rows[0]!.cells;
  expect(cell?.says).toBe('Layer 3, head 0: looks one word back, note: links verb and subject (syntax)');
  expect(cell?.title).toMatch(/, note: links verb and subject \(syntax\)$/);
  expect(other?.note).toBeNull();
});

describe('the line under a thumbnail', () => {
  const [wide, narrow] = [gridLayout(2, 3, 400, 900, 15), gridLayout(2, 8, 400, 900, 15)];
  const facts = new Map([['L0H0', { value: 0.19, text: '+0.19', isFaint: false, tone: 'loss' as const }]]);
  const chipOf = (values: Partial<GridValues>, layout = wide) =>
    gridChip(gridPicture({ ...VALUES, ...values }, 'light').rows[0]!.cells[0]!, layout, 15);

  test('has sign and words, or a number in place of the words', () => {
    expect(chipOf({})).toEqual({ name: null, glyph: 'diagonal', word: 'back', number: null });
    expect(chipOf({ cells: facts })).toEqual({ name: null, glyph: 'diagonal', word: null, number: '+0.19' });
  });

  test('keeps its words under a colour that has no number', () => {
    const group = { value: 0, text: '', isFaint: false, tone: 'group' as const };
    const cells = new Map([['L0H0', group]]);
    expect(chipOf({ cells })).toEqual(chipOf({}));
    expect(chipOf({ cells }, narrow)).toEqual(chipOf({}, narrow));
    // One that is still to come has no words either: a number is to stand there.
    expect(chipOf({ cells: new Map([['L0H0', { ...group, value: null }]]) })).toMatchObject({ word: null });
  });

  test('has the sign alone where there is little room, and the number in place of it', () => {
    expect(chipOf({}, narrow)).toEqual({ name: null, glyph: 'diagonal', word: null, number: null });
    expect(chipOf({ cells: facts }, narrow)).toMatchObject({ glyph: null, number: '+.19' });
  });

  test('names its head where rows are no layers', () => {
    expect(chipOf({ rows: rowsOf(() => '') })).toEqual({ name: 'L3H0', glyph: 'diagonal', word: null, number: null });
  });
});
