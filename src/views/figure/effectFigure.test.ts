import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Effect } from '../../core/effect/effect.ts';
import { paperAlikeLayout } from '../AlikeMatrix/AlikeMatrix.layout.ts';
import { alikePicture } from '../AlikeMatrix/AlikeMatrix.picture.ts';
import type { AlikeValues } from '../AlikeMatrix/AlikeMatrix.picture.ts';
import { planePicture } from '../AlikeMatrix/AlikePlane.picture.ts';
import type { PlaneValues } from '../AlikeMatrix/AlikePlane.picture.ts';
import { alikeFigure } from './alikeFigure.ts';
import { effectPicture } from '../EffectStrip/EffectStrip.picture.ts';
import { effectFigure } from './effectFigure.ts';
import { INK } from '../picture/ink.ts';
import { PAPER } from './paper.ts';
import { WORDS, tokensOf } from './testing/patterns.ts';
import { cellGroups, elementsOf, paintedCells, parseXml, textOf, textsOf } from '../picture/testing/xml.ts';
import { textWidth } from '../picture/textWidth.ts';

fc.configureGlobal({ seed: 20_261_121 });

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
