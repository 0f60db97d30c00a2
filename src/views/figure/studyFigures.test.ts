import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../core/effect/effect.ts';
import { signedColor } from '../paint/signedRamp.ts';
import type { HeadFact } from '../parts/fact.ts';
import { paperAlikeLayout } from '../AlikeMatrix/AlikeMatrix.layout.ts';
import { alikePicture } from '../AlikeMatrix/AlikeMatrix.picture.ts';
import type { AlikeValues } from '../AlikeMatrix/AlikeMatrix.picture.ts';
import { planePicture } from '../AlikeMatrix/AlikePlane.picture.ts';
import type { PlaneValues } from '../AlikeMatrix/AlikePlane.picture.ts';
import { paperMapLayout } from '../HeadMap/HeadMap.layout.ts';
import { mapPicture } from '../HeadMap/HeadMap.picture.ts';
import type { MapValues } from '../HeadMap/HeadMap.values.ts';
import { curvePicture } from '../PruningCurve/PruningCurve.picture.ts';
import { alikeFigure } from './alikeFigure.ts';
import { curveFigure } from './curveFigure.ts';
import { effectPicture } from '../EffectStrip/EffectStrip.picture.ts';
import { effectFigure } from './effectFigure.ts';
import { INK } from '../picture/ink.ts';
import { mapFigure } from './mapFigure.ts';
import { PAPER } from './paper.ts';
import { WORDS, tokensOf } from './testing/patterns.ts';
import { cellGroups, elementsOf, paintedCells, parseXml, textOf, textsOf } from '../picture/testing/xml.ts';
import { textWidth } from '../picture/textWidth.ts';

fc.configureGlobal({ seed: 20_261_121 });

const fact = (value: number | null, text: string, isFaint = false): HeadFact => ({
  value,
  text,
  isFaint,
  tone: value !== null && value < 0 ? 'gain' : 'loss',
});

describe('a map of importance', () => {
  const drawn = (values: Partial<MapValues>): string => {
    const same = { nLayers: 2, nHeads: 3, max: 0.5, tags: null, title: 'Change of the loss', unit: 'nats' };
    const all = { ...same, facts: new Map<string, HeadFact>(), noise: null, isRunning: false, ...values };
    return mapFigure(mapPicture(all, paperMapLayout(3), 'light'), WORDS).svg;
  };
  const svg = drawn({
    layerNumbers: [3, 7],
    noise: 'within the noise',
    facts: new Map([
      ['L0H0', fact(0.5, '+0.50')],
      ['L0H2', fact(-0.25, '−0.25')],
      ['L1H0', fact(0.0001, '0.00', true)],
      ['L1H1', fact(null, '')],
    ]),
    tags: new Map([
      [
        'L0H0',
        { label: 'self', says: 'looks at itself', chip: 'itself', short: 'itself', name: 'self', score: '1.00' },
      ],
    ]),
  });
  const root = parseXml(svg);
  const texts = textsOf(root);

  test('colours every head by its number: layers are rows, heads are columns', () => {
    const cells = elementsOf(root, 'rect').filter(({ attributes }) => attributes['height'] === '23');
    expect(cells.map(({ attributes }) => attributes['fill'])).toEqual([
      signedColor('light', 1),
      INK.leftOut,
      signedColor('light', -0.5),
      INK.wash,
      INK.leftOut,
      INK.leftOut,
    ]);
    const [first, second, , fourth] = cells.map(({ attributes }) => [Number(attributes['x']), Number(attributes['y'])]);
    expect([second![1], fourth![0]]).toEqual([first![1], first![0]]);
    expect(second![0]).toBeGreaterThan(first![0]!);
    expect(fourth![1]).toBeGreaterThan(first![1]!);
  });

  test('has each number inside its own cell', () => {
    const cells = elementsOf(root, 'rect').filter(({ attributes }) => attributes['height'] === '23');
    for (const [number, index] of [
      ['+0.50', 0],
      ['−0.25', 2],
      ['0.00', 3],
    ] as const) {
      const words = elementsOf(root, 'text').find((element) => textOf(element) === number)!.attributes;
      const [cell, right] = [cells[index]!.attributes, Number(words['x'])];
      const [x, y] = [Number(cell['x']), Number(cell['y'])];
      expect(right - textWidth(number, 9, 'mono')).toBeGreaterThan(x);
      expect(right).toBeLessThan(x + Number(cell['width']));
      expect(Number(words['y'])).toBe(y + 12);
    }
  });

  test('holds the numbers, the true layers, the scale and what is missing', () => {
    expect(texts).toEqual(
      expect.arrayContaining([
        'H2',
        'L3',
        'L7',
        'itself',
        '+0.50',
        '−0.25',
        '0.00',
        'within the noise',
        'not measured: 3 of 6',
      ]),
    );
  });

  test('counts heads that will have no number apart from those to come', () => {
    const why = { ...fact(null, ''), why: 'no pattern' };
    const notes = (missing?: string) =>
      textsOf(
        parseXml(
          drawn({
            facts: new Map([
              ['L0H0', fact(0.5, '+0.50')],
              ['L0H1', why],
              ['L0H2', why],
              ['L1H0', fact(null, '')],
            ]),
            missing,
          }),
        ),
      ).filter((words) => words.includes(' of 6'));
    expect(notes()).toEqual(['could not be measured: 2 of 6', 'not measured: 3 of 6']);
    expect(notes('no pattern to put in its place')[0]).toBe('no pattern to put in its place: 2 of 6');
  });
});

describe('a pruning curve', () => {
  const line = (id: string, values: readonly number[]) => ({
    id,
    name: `by ${id}`,
    points: values.map((value, i) => ({ nRemoved: i + 1, value })),
  });
  const draw = (...series: ReturnType<typeof line>[]) =>
    parseXml(
      curveFigure(
        curvePicture({ series, nHeads: 4, baseline: 5, quantity: 'loss', unit: 'nats' }, PAPER.curve, PAPER.rem),
        WORDS,
      ).svg,
    );

  test('goes from all heads at the left to none at the right, higher where more is lost', () => {
    const dots = elementsOf(draw(line('importance', [5, 6, 7, 9])), 'circle').map(({ attributes }) => [
      Number(attributes['cx']),
      Number(attributes['cy']),
    ]);
    expect(dots).toHaveLength(4);
    // The axis ends where no head is left: there the last point stands.
    const root = draw(line('importance', [5, 6, 7, 9]));
    const ends = elementsOf(root, 'line').map(({ attributes }) => Number(attributes['x2']));
    expect(dots[3]![0]).toBe(Math.max(...ends));
    for (let i = 1; i < 4; i++) {
      expect(dots[i]![0]! - dots[i - 1]![0]!).toBeCloseTo(dots[1]![0]! - dots[0]![0]!, 1);
      expect(dots[i]![1]).toBeLessThan(dots[i - 1]![1]!);
    }
  });

  test('tells its lines apart without colour, and names them', () => {
    const root = draw(line('importance', [5, 6]), line('own', [6, 7]), line('random', [7, 8]));
    const dashes = elementsOf(root, 'path').map(({ attributes }) => attributes['stroke-dasharray'] ?? 'whole');
    expect(dashes).toEqual(['whole', '7 3', '2 3']);
    expect(textsOf(root)).toEqual(
      expect.arrayContaining([
        'by importance',
        'by own',
        'by random',
        'heads left',
        'loss, nats',
        'all heads',
        '4',
        '0',
      ]),
    );
  });
});

describe('a figure of heads that look alike', () => {
  const drawn = async (values: AlikeValues & PlaneValues): Promise<string> => {
    const layout = paperAlikeLayout(values.order.length, values.merges.length > 0, PAPER.alikeSide);
    const plane = planePicture(values, PAPER.plane, PAPER.rem, 'light');
    return (await alikeFigure(alikePicture(values, layout, 'light'), plane, WORDS)).svg;
  };
  const pair: AlikeValues & PlaneValues = {
    names: ['L3H0', 'L3H1'],
    keys: 'all',
    distance: Float32Array.of(0, 0.5, 0.5, 0),
    order: [0, 1],
    merges: [{ a: 0, b: 1, height: 0.5 }],
    tau: 0.25,
    points: Float32Array.of(0, 0, 0.5, 0),
    share: 1,
    glyphs: [null, null],
    groups: [],
  };

  test('names the keys that its distances are on', async () => {
    const titles = async (keys: AlikeValues['keys']) =>
      textsOf(parseXml(await drawn({ ...pair, keys }))).filter((words) => words.startsWith('distance'));
    expect(await titles('all')).toEqual(['distance']);
    expect(await titles('content')).toEqual(['distance on content keys']);
  });

  test('says that no two heads differ where all distances are 0, and how much it shows where some do', async () => {
    const same = { ...pair, distance: new Float32Array(4), points: new Float32Array(4), share: Number.NaN };
    const words = textsOf(parseXml(await drawn(same)));
    expect(words).toContain('Near means alike. All heads lie in one point: no two differ.');
    expect(words.join()).not.toContain('NaN');
    expect(textsOf(parseXml(await drawn(pair)))).toContain(
      'Near means alike; 100 % of the distances’ variance is shown.',
    );
  });

  test('has rows and columns in the order of the tree, names and the line within which heads are alike', async () => {
    const root = parseXml(
      await drawn({
        names: ['L3H0', 'L3H1', 'L3H2'],
        keys: 'all',
        distance: Float32Array.of(0, 1, 0.2, 1, 0, Number.NaN, 0.2, Number.NaN, 0),
        order: [1, 0, 2],
        merges: [
          { a: 0, b: 2, height: 0.2 },
          { a: 1, b: 3, height: 1 },
        ],
        tau: 0.25,
        points: Float32Array.of(0, 0, 1, 0, 0, 0.2),
        share: 0.5,
        glyphs: ['diagonal', null, 'column'],
        groups: [{ letter: 'A', members: [0, 2] }],
      }),
    );
    const cells = paintedCells(cellGroups(root)[0]!, 3, 3);
    const same = '#2a0f55';
    expect([cells[0]![0], cells[1]![1], cells[2]![2]]).toEqual([same, same, same]);
    expect([cells[0]![1], cells[1]![0]]).toEqual(['#f8f7fb', '#f8f7fb']);
    expect([cells[0]![2], cells[2]![0]]).toEqual([INK.leftOut, INK.leftOut]);
    const texts = textsOf(root);
    expect(texts.filter((words) => words.startsWith('L3H')).slice(0, 3)).toEqual(['L3H1', 'L3H0', 'L3H2']);
    expect(texts).toEqual(expect.arrayContaining(['0.25', 'A', 'cannot be judged', '0.1']));
    expect(elementsOf(root, 'circle')).toHaveLength(3);
  });
});

describe('a figure of an effect', () => {
  const at = (position: number, kl: number, before: number, after: number) => ({
    position,
    target: null,
    lossBefore: Number.NaN,
    lossAfter: Number.NaN,
    kl,
    before: [{ id: before, probability: 0.5 }],
    after: [{ id: after, probability: 0.5 }],
    isFlipped: before !== after,
  });
  const effect: Effect = {
    objective: 'next-token',
    summary: {
      lossBefore: 1,
      lossAfter: 2,
      nScored: 2,
      meanKl: 0.5,
      maxKl: 0.8,
      worst: 1,
      nPositions: 3,
      nFlips: 1,
      meanTurn: Number.NaN,
    },
    positions: [at(1, 0.8, 5, 6), at(2, 0.4, 7, 7), at(3, 0.01, 8, 8)],
    turns: null,
  };
  const root = parseXml(
    effectFigure(
      effectPicture({
        effect,
        tokens: tokensOf('[BOS]', ' one', ' two', ' <b>'),
        textOf: (id) => `word ${id}`,
        floor: 0.05,
      }),
      WORDS,
    ).svg,
  );

  test('has a bar for every token that is compared, as high as its number, pale within the noise', () => {
    const bars = elementsOf(root, 'rect').slice(1);
    expect(bars.map(({ attributes }) => attributes['fill'])).toEqual([INK.accent, INK.accent, INK.line]);
    const heights = bars.map(({ attributes }) => Number(attributes['height']));
    expect(heights[1]! / heights[0]!).toBeCloseTo(0.5, 2);
    expect(heights[2]! / heights[0]!).toBeCloseTo(0.0125, 2);
  });

  test('says where another token has become the most probable', () => {
    expect(textsOf(root).filter((words) => words.includes(' → '))).toEqual(['word 5 → word 6']);
    expect(textsOf(root)).toEqual(expect.arrayContaining(['[BOS]', 'one', 'two', '<b>', 'KL of the prediction, nats']));
  });

  const drawn = (change: Partial<Effect>, textOfId = (id: number) => `word ${id}`) =>
    parseXml(
      effectFigure(
        effectPicture({
          effect: { ...effect, ...change },
          tokens: tokensOf('[BOS]', ' one', ' two', ' <b>'),
          textOf: textOfId,
          floor: null,
        }),
        WORDS,
      ).svg,
    );
  const heightsOf = (svg: ReturnType<typeof parseXml>) =>
    elementsOf(svg, 'rect')
      .slice(1)
      .map(({ attributes }) => Number(attributes['height']));

  test('shows next to nothing as next to nothing: a full bar, 150 high, is at least 0.001 nats, or a turn of 0.00015', () => {
    const [first, second] = heightsOf(drawn({ positions: [at(1, 0.0002, 5, 5), at(2, 0.001, 5, 5)] }));
    expect([first, second]).toEqual([30, 150]);
    expect(heightsOf(drawn({ positions: [at(1, 0.0002, 5, 5)] }))).toEqual([30]);
    const [turned] = heightsOf(drawn({ objective: 'output', positions: [], turns: Float32Array.of(0.000075) }));
    expect(turned).toBeCloseTo(75, 1);
  });

  test.each([0.0002, 0.00099, 0.8])('keeps the words over a bar of %f inside the figure', (kl) => {
    const upright = drawn({ positions: [at(1, kl, 5, 6), at(2, kl / 2, 7, 7)] }, (id) => `a very long word ${id}`);
    const words = elementsOf(upright, 'text').find((one) => textOf(one).includes(' → '))!;
    const unit = elementsOf(upright, 'text').find((one) => textOf(one) === 'KL of the prediction, nats')!;
    // They stand upright: they begin where they are anchored, and end below the unit in the first line.
    const y = Number(/^translate\(\S+ (\S+)\)/.exec(words.attributes['transform']!)![1]);
    const size = Number(words.attributes['font-size'] ?? 10);
    expect(y - textWidth(textOf(words), size, 'mono')).toBeGreaterThan(Number(unit.attributes['y']) + 6);
  });
});
