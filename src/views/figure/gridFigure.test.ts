import { describe, expect, test } from 'vitest';
import type { AttentionTensor } from '../../core/tensor.ts';
import { gridFigure } from './gridFigure.ts';
import { gridPicture } from '../HeadGrid/HeadGrid.picture.ts';
import type { GridValues } from '../HeadGrid/HeadGrid.picture.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import { INK } from '../picture/ink.ts';
import { CROSS, noPause, PANELS, WORDS } from './testing/patterns.ts';
import { cellGroups, elementsOf, paintedCells, parseXml, textsOf } from '../picture/testing/xml.ts';

const rowsOf = ({ nLayers, nHeads, layerNumbers }: AttentionTensor) =>
  Array.from({ length: nLayers }, (_, layer) => ({
    title: `L${layerNumbers?.[layer] ?? layer}`,
    heads: Array.from({ length: nHeads }, (__, head) => ({ layer, head })),
  }));

type GridFigure = GridValues & ShownPatterns;

const GRID: GridFigure = {
  ...PANELS,
  rows: rowsOf(CROSS),
  tags: new Map([
    [
      'L0H1',
      {
        label: 'previous',
        says: 'looks one word back',
        chip: 'one word back',
        short: 'back',
        name: 'previous token',
        score: '0.97',
      },
    ],
  ]),
  dimmed: new Set(),
  turned: new Map(),
};

async function draw(change: Partial<GridFigure> = {}) {
  const values = { ...GRID, ...change };
  const { svg } = await gridFigure(gridPicture(values, 'light'), values, null, WORDS, noPause);
  const root = parseXml(svg);
  return { root, svg, texts: textsOf(root) };
}

/** Rows of random weights that sum to 1, as a head without any pattern has them. */
function noise(nLayers: number, nHeads: number, nTokens: number): AttentionTensor {
  let state = 7;
  const random = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
  const data = new Float32Array(nLayers * nHeads * nTokens * nTokens);
  for (let start = 0; start < data.length; start += nTokens) {
    const row = Array.from({ length: nTokens }, () => random() ** 4);
    const sum = row.reduce((total, weight) => total + weight, 0);
    data.set(
      row.map((weight) => weight / sum),
      start,
    );
  }
  return { kind: 'encoder', nLayers, nHeads, nQueries: nTokens, nKeys: nTokens, data };
}

describe('a figure of all heads', () => {
  test('shows every head in its place with its name, label and score', async () => {
    const { root, texts } = await draw();
    expect(cellGroups(root).map((group) => paintedCells(group, 3, 2)[0])).toEqual([
      ['#2a0f55', '#f8f7fb', '#f8f7fb'],
      ['#f8f7fb', '#f8f7fb', '#2a0f55'],
    ]);
    expect(texts.slice(0, 7)).toEqual(['to (key) →', '← from (query)', 'L3', 'L3H0', 'L3H1', 'one word back', '0.97']);
  });

  test('stands in the order that it is given', async () => {
    const rows = [
      {
        title: '',
        heads: [
          { layer: 0, head: 1 },
          { layer: 0, head: 0 },
        ],
      },
    ];
    const { texts } = await draw({ rows });
    expect(texts.filter((words) => words.startsWith('L3H'))).toEqual(['L3H1', 'L3H0']);
  });

  test('marks heads that are switched off or turned down, and pales those that a filter passes over', async () => {
    const { root, texts } = await draw({
      turned: new Map([
        ['L0H0', 0],
        ['L0H1', 0.25],
      ]),
      dimmed: new Set(['L0H1']),
    });
    expect(texts.filter((words) => words === 'off' || words.endsWith('%'))).toEqual(['off', '25 %']);
    const opacities = elementsOf(root, 'rect').flatMap(({ attributes }) => attributes['opacity'] ?? []);
    expect(opacities).toEqual(['0.68', '0.4']);
    expect(elementsOf(root, 'g').filter(({ attributes }) => attributes['opacity'] === '0.22')).toHaveLength(1);
    const crosses = elementsOf(root, 'path').filter(({ attributes }) => attributes['stroke'] === INK.muted);
    // One cross, and the sign of the one label.
    expect(crosses).toHaveLength(2);
  });

  test('has square cells, and thumbnails that touch neither each other nor their names', async () => {
    const wide: AttentionTensor = { ...CROSS, nLayers: 2, nHeads: 1, layerNumbers: [3, 7] };
    const { root } = await draw({ tensor: wide, rows: rowsOf(wide), tags: new Map() });
    const scales = cellGroups(root).map(({ attributes }) => attributes['transform']);
    expect(scales).toEqual(['scale(36 36)', 'scale(36 36)']);
    const places = elementsOf(root, 'g').flatMap(({ attributes, children }) => {
      const isThumbnail = children.some((child) => typeof child !== 'string' && cellGroups(child).length === 1);
      const [, y] = attributes['transform']?.match(/translate\(([\d.]+) ([\d.]+)\)/)?.slice(1) ?? [];
      return isThumbnail && y !== undefined ? [Number(y)] : [];
    });
    // 72 pixels of cells, 22 of words, 9 of room.
    expect(places.at(-1)! - places.at(-2)!).toBe(72 + 22 + 9);
  });

  test('stays small: paths for short sentences, images for long ones', async () => {
    const sizes = new Map<number, number>();
    for (const nTokens of [15, 64, 200]) {
      const tensor = noise(4, 8, nTokens);
      const { svg } = await draw({ tensor, rows: rowsOf(tensor), tags: new Map() });
      expect([nTokens, svg.includes('<image')]).toEqual([nTokens, nTokens > 15]);
      sizes.set(nTokens, svg.length);
    }
    expect(sizes.get(15)).toBeLessThan(200_000);
    expect(sizes.get(64)).toBeLessThan(400_000);
    expect(sizes.get(200)).toBeLessThan(800_000);
  });
});
