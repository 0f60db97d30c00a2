import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { signedColor } from '../paint/signedRamp.ts';
import type { HeadFact } from '../parts/fact.ts';
import { paperMapLayout } from '../HeadMap/HeadMap.layout.ts';
import { mapPicture } from '../HeadMap/HeadMap.picture.ts';
import type { MapValues } from '../HeadMap/HeadMap.values.ts';
import { curvePicture } from '../PruningCurve/PruningCurve.picture.ts';
import { curveFigure } from './curveFigure.ts';
import { INK } from '../picture/ink.ts';
import { mapFigure } from './mapFigure.ts';
import { PAPER } from './paper.ts';
import { WORDS } from './testing/patterns.ts';
import { elementsOf, parseXml, textOf, textsOf } from '../picture/testing/xml.ts';
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
