import { describe, expect, test } from 'vitest';
import { rampColor } from '../paint/ramp.ts';
import { signedColor } from '../paint/signedRamp.ts';
import { cellSide } from './cellSide.ts';
import type { HeadPanel, HeadPanels } from './headPanel.ts';
import { headsFigure } from './headsFigure.ts';
import { INK } from '../picture/ink.ts';
import { CROSS, noPause, PANELS, tokensOf, WORDS } from './testing/patterns.ts';
import { cellGroups, elementsOf, paintedCells, parseXml, textOf, textsOf } from '../picture/testing/xml.ts';
import { textWidth } from '../picture/textWidth.ts';

const HEAD: HeadPanel = { head: { layer: 0, head: 0 }, label: 'previous token 0.97', turned: '', marks: [] };

async function draw(change: Partial<HeadPanels> = {}, heads: readonly HeadPanel[] = [HEAD]) {
  const figure = await headsFigure({ ...PANELS, ...change }, heads, WORDS, noPause);
  const root = parseXml(figure.svg);
  const { nKeys, nQueries } = change.tensor ?? CROSS;
  return { root, texts: textsOf(root), cells: cellGroups(root).map((group) => paintedCells(group, nKeys, nQueries)) };
}

/** A square pattern of three tokens, the first of them special. */
const SQUARE: HeadPanels = {
  ...PANELS,
  tensor: {
    kind: 'decoder',
    nLayers: 1,
    nHeads: 1,
    nQueries: 3,
    nKeys: 3,
    data: Float32Array.of(1, 0, 0, 0.5, 0.5, 0, 0.5, 0.375, 0.125),
  },
  queryTokens: tokensOf('[CLS]', ' a', ' b'),
  keyTokens: tokensOf('[CLS]', ' a', ' b'),
};
const CAUSAL = { ...SQUARE, isCausal: true };
const HIDDEN = { keys: Uint8Array.of(1, 0, 0), queries: Uint8Array.of(1, 0, 0) };

describe('the cells of a figure', () => {
  test('have the colours of the light ramp: rows are queries, columns are keys', async () => {
    const { cells } = await draw({}, [HEAD, { ...HEAD, head: { layer: 0, head: 1 } }]);
    // 0 and 1 are the ends of the ramp, written out; 0.25 and 0.5 are read off it at steps of 1/255.
    const [none, quarter, half, three, all] = [
      '#f8f7fb',
      rampColor('light', 64 / 255),
      rampColor('light', 128 / 255),
      rampColor('light', 192 / 255),
      '#2a0f55',
    ];
    expect(cells).toEqual([
      [
        [all, none, none],
        [half, quarter, quarter],
      ],
      [
        [none, none, all],
        [three, quarter, none],
      ],
    ]);
  });

  test('of the future have a colour of their own, which is said', async () => {
    const { cells, texts } = await draw(CAUSAL);
    expect(cells[0]!.map((row) => row.map((color) => color === INK.leftOut))).toEqual([
      [false, true, true],
      [false, false, true],
      [false, false, false],
    ]);
    expect(texts).toContain('not allowed: future token');
    expect((await draw()).texts.join()).not.toContain('not allowed');
  });

  test('are left out where tokens are hidden; the rest is renormalised, and bars tell what was hidden', async () => {
    const { cells, texts, root } = await draw({ ...CAUSAL, hidden: HIDDEN });
    // Row 2 without key 0: 0.375 of 0.5 and 0.125 of 0.5.
    expect(cells[0]).toEqual([
      [INK.leftOut, INK.leftOut, INK.leftOut],
      [INK.leftOut, '#2a0f55', INK.leftOut],
      [INK.leftOut, rampColor('light', 192 / 255), rampColor('light', 64 / 255)],
    ]);
    expect(texts).toContain('not allowed: future token, or hidden');
    const bars = elementsOf(root, 'rect').filter(({ attributes }) => attributes['fill'] === INK.line);
    expect(bars.map(({ attributes }) => Number(attributes['width']))).toEqual([16, 8, 8]);
  });

  test('of a difference have the colours of the ramp of two signs', async () => {
    const base = { ...CROSS, data: Float32Array.of(0.75, 0.25, 0, 0.5, 0.5, 0, 0, 0, 1, 0.75, 0.25, 0) };
    const { cells, texts } = await draw({ base, differenceMax: 0.25 });
    const [less, same, more] = [signedColor('light', -1), signedColor('light', 0), signedColor('light', 1)];
    expect(cells[0]).toEqual([
      [more, less, same],
      [same, less, more],
    ]);
    expect(texts).toEqual(expect.arrayContaining(['change of the weight, after − before', '−0.25', '+0.25']));
    const wider = await draw({ base, differenceMax: 0.5 });
    expect(wider.cells[0]![0]![0]).toBe(signedColor('light', 128 / 255));
  });

  test('go up to the largest of each head where the scale is its own, and each legend says to what', async () => {
    const tensor = { ...CROSS, data: Float32Array.of(0.5, 0.25, 0.25, 0.5, 0.25, 0.25, 0, 0, 1, 0.75, 0.25, 0) };
    const { cells, texts } = await draw({ tensor, mode: 'head' }, [HEAD, { ...HEAD, head: { layer: 0, head: 1 } }]);
    expect([cells[0]![0]![0], cells[1]![0]![2]]).toEqual(['#2a0f55', '#2a0f55']);
    expect(texts.filter((words) => ['0.50', '1.00'].includes(words))).toEqual(['0.50', '0.50', '1.00']);
  });
});

describe('the words of a figure', () => {
  test('name the axes, the tokens, the head by its true layer, the scale, and the caption', async () => {
    const { texts, root } = await draw();
    expect(texts).toEqual([
      'L3H0',
      'previous token 0.97',
      'to (key) →',
      '← from (query)',
      'deux',
      'mots',
      'three',
      'other',
      'words',
      'weight, absolute',
      '0',
      '0.25',
      '0.5',
      '0.75',
      '1',
      '“three other words”',
      'A model.',
    ]);
    expect(elementsOf(root, 'title')).toHaveLength(1);
  });

  test('show tokens as they are: markup, spaces and line ends as signs, long ones cut', async () => {
    const keyTokens = tokensOf('<script>', '\n', '&amp;');
    const queryTokens = tokensOf(' ', 'a'.repeat(30));
    const { texts, root } = await draw({ keyTokens, queryTokens });
    expect(texts).toEqual(expect.arrayContaining(['<script>', '⏎', '&amp;', '␣', `${'a'.repeat(17)}…`]));
    expect(elementsOf(root, 'script')).toEqual([]);
  });

  test('say that a head is off', async () => {
    expect((await draw({}, [{ ...HEAD, turned: 'off' }])).texts).toContain('previous token 0.97 (off)');
  });
});

test('the legend runs over the ramp of the cells, with its numbers where their colours are', async () => {
  const { root } = await draw();
  const bar = elementsOf(root, 'g').find(({ attributes, children }) => {
    const [first] = children;
    return attributes['shape-rendering'] === 'crispEdges' && typeof first !== 'string' && first?.name === 'rect';
  });
  const steps = elementsOf(bar!, 'rect').map(({ attributes }) => attributes);
  expect([steps[0]!['fill'], steps.at(-1)!['fill']]).toEqual(['#f8f7fb', '#2a0f55']);
  expect(new Set(steps.map((step) => step['fill'])).size).toBe(75);
  const x = (words: string) =>
    Number(elementsOf(root, 'text').find((element) => textOf(element) === words)!.attributes['x']);
  const [left, right] = [Number(steps[0]!['x']), Number(steps.at(-1)!['x']) + Number(steps.at(-1)!['width'])];
  expect([x('0'), x('0.5'), x('1')]).toEqual([left, (left + right) / 2, right]);
});

test('evidence is drawn as an outline over the cells', async () => {
  const { root } = await draw(SQUARE, [{ ...HEAD, marks: [{ kind: 'cells', cells: [{ query: 2, key: 1 }] }] }]);
  const [line] = elementsOf(root, 'path').filter(({ attributes }) => attributes['stroke'] === INK.evidence);
  const frame = elementsOf(root, 'g').find(({ children }) =>
    children.some((child) => typeof child !== 'string' && child.attributes['transform']?.startsWith('scale(18 18)')),
  );
  const [x, y] = frame!.attributes['transform']!.match(/[\d.]+/g)!.map(Number);
  const [left, top] = line!.attributes['d']!.match(/[\d.]+/g)!.map(Number);
  expect(left! - x!).toBeCloseTo(18, 1);
  expect(top! - y!).toBeCloseTo(36, 1);
});

test('the asked word is framed: its row where it looks, its column where it is looked at', async () => {
  const frames = async (query: number | null, key: number | null) => {
    const { root } = await draw({ ...SQUARE, lit: { query, key } }, [HEAD]);
    const cells = elementsOf(root, 'g').find(({ children }) =>
      children.some((child) => typeof child !== 'string' && child.attributes['transform']?.startsWith('scale(18 18)')),
    );
    const [left, top] = cells!.attributes['transform']!.match(/[\d.]+/g)!.map(Number);
    return elementsOf(root, 'rect')
      .filter(({ attributes: { stroke } }) => stroke === INK.query || stroke === INK.key)
      .map(({ attributes: { stroke, x, y, width, height } }) => [
        stroke,
        Math.round(Number(x) - left!) / 18,
        Math.round(Number(y) - top!) / 18,
        Number(width) / 18,
        Number(height) / 18,
      ]);
  };
  // A cell is 18 wide; there are 3 by 3.
  expect(await frames(2, null)).toEqual([[INK.query, 0, 2, 3, 1]]);
  expect(await frames(null, 1)).toEqual([[INK.key, 1, 0, 1, 3]]);
  expect(await frames(null, null)).toEqual([]);
});

test('nothing stands outside of the figure', async () => {
  for (const names of [tokensOf('i', 'j', 'k'), tokensOf('extraordinarily', 'long', 'tokens, indeed, they are')]) {
    const figure = await headsFigure({ ...SQUARE, queryTokens: names, keyTokens: names }, [HEAD], WORDS, noPause);
    const root = parseXml(figure.svg);
    for (const { attributes } of elementsOf(root, 'rect'))
      expect(Number(attributes['x']) + Number(attributes['width'])).toBeLessThanOrEqual(figure.width);
    const endings = elementsOf(root, 'text').filter(({ attributes }) => attributes['text-anchor'] === 'end');
    for (const ending of endings.filter(({ attributes }) => attributes['x'] !== undefined))
      // The name of the axis stands at the left of the names of its tokens.
      expect(Number(ending.attributes['x']) - textWidth(textOf(ending), 10.5, 'mono')).toBeGreaterThan(12);
    const texts = elementsOf(root, 'text').flatMap(({ attributes }) => attributes['transform'] ?? []);
    for (const place of texts) {
      const [x, y] = place.match(/-?[\d.]+/g)!.map(Number);
      expect(Math.min(x!, y!)).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(figure.width);
      expect(y).toBeLessThanOrEqual(figure.height);
    }
  }
});

test('where names have no room, some are left out, and it is said', async () => {
  const names = (n: number) => tokensOf(...Array.from({ length: n }, (_, i) => `token${i}`));
  const square = (n: number) => ({
    ...SQUARE,
    tensor: { ...SQUARE.tensor, nQueries: n, nKeys: n, data: new Float32Array(n * n) },
    queryTokens: names(n),
    keyTokens: names(n),
  });
  const [all, some] = [await draw(square(64)), await draw(square(150))];
  expect(all.texts.filter((words) => words.startsWith('token'))).toHaveLength(2 * 64);
  expect(all.texts.join()).not.toContain('is named');
  expect(some.texts.filter((words) => words.startsWith('token'))).toHaveLength(2 * 75);
  expect(some.texts).toContain('One token in 2 is named.');
});

test('cells are whole pixels until an image takes their place, and never grow with more tokens', () => {
  let before = Infinity;
  for (let n = 1; n <= 200; n++) {
    const side = cellSide(n);
    expect(side).toBeLessThanOrEqual(before);
    expect(n <= 96 ? Number.isInteger(side) : Math.abs(side * n - 576) < 1e-9).toBe(true);
    before = side;
  }
});
