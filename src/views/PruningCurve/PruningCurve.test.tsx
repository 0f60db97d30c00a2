import type { ComponentProps } from 'react';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { curveLayout, moveOnCurve, nearestPoint } from './PruningCurve.layout.ts';
import type { CurveSeries } from './PruningCurve.layout.ts';
import { PruningCurve } from './PruningCurve.tsx';

fc.configureGlobal({ seed: 20_261_121 });

const REM = 15;
const SERIES: readonly CurveSeries[] = [
  {
    id: 'importance',
    name: 'by importance',
    points: [
      { nRemoved: 0, value: 4.12 },
      { nRemoved: 8, value: 4.31, words: 'L2H3 removed last' },
      { nRemoved: 32, value: 7.5 },
    ],
  },
  { id: 'own', name: 'in your order', points: [] },
  {
    id: 'random',
    name: 'at random',
    points: [
      { nRemoved: 0, value: 4.12, low: 4.12, high: 4.12 },
      { nRemoved: 16, value: 5, low: 4.5, high: 6 },
    ],
  },
];
const layoutOf = (series: readonly CurveSeries[] = SERIES) => curveLayout(series, 32, 4.12, 600, 300, REM);

describe('the layout of a pruning curve', () => {
  test('has all heads at the left and none at the right', () => {
    const layout = layoutOf();
    expect(layout.lines[0]!.places[0]!.x).toBe(layout.left);
    expect(layout.lines[0]!.places[2]!.x).toBe(layout.right);
    expect(layout.lines[0]!.places[1]!.x).toBeCloseTo(layout.left + (layout.right - layout.left) / 4, 9);
    expect(layout.xTicks[0]).toEqual({ at: layout.right, text: '0' });
    expect(layout.xTicks.at(-1)).toEqual({ at: layout.left, text: '32' });
  });

  test('has more loss higher up, and the baseline at its own value', () => {
    const [first, second] = layoutOf().lines[0]!.places;
    expect(second!.y).toBeLessThan(first!.y);
    expect(layoutOf().baseline).toBeCloseTo(first!.y, 9);
  });

  test('has a path through two points or more, and a band only where a spread is given', () => {
    const [importance, own, random] = layoutOf().lines;
    expect(importance!.path.split(/[ML]/)).toHaveLength(4);
    expect(importance!.band).toBe('');
    expect(own).toEqual({ id: 'own', places: [], path: '', band: '', label: null });
    expect(random!.band.split(/[ML]/)).toHaveLength(5);
  });

  test('keeps all points inside, and names apart by at least their height', () => {
    const value = fc.double({ min: -3, max: 90, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 3 }),
        (lines) => {
          const series = lines.map((values, i) => ({
            id: String(i),
            name: String(i),
            points: values.map((one, nRemoved) => ({ nRemoved, value: one })),
          }));
          const layout = curveLayout(series, 8, 4, 600, 300, REM);
          for (const { x, y } of layout.lines.flatMap((one) => one.places)) {
            expect(x).toBeGreaterThanOrEqual(layout.left);
            expect(x).toBeLessThanOrEqual(layout.right);
            expect(y).toBeGreaterThanOrEqual(layout.top - 1e-6);
            expect(y).toBeLessThanOrEqual(layout.bottom + 1e-6);
          }
          const names = layout.lines.map((one) => one.label!.y).toSorted((a, b) => a - b);
          for (let i = 1; i < names.length; i++) expect(names[i]! - names[i - 1]!).toBeGreaterThanOrEqual(1.14 * REM);
          expect(names[0]).toBeGreaterThan(0);
          expect(names.at(-1)).toBeLessThanOrEqual(layout.bottom + 1e-6);
        },
      ),
    );
  });

  test('sets the names of lines that end together at the top one under the other, from their end down', () => {
    const series = ['a', 'b', 'c'].map((id) => ({
      id,
      name: id,
      points: [
        { nRemoved: 0, value: 4 },
        { nRemoved: 8, value: 9 },
      ],
    }));
    const layout = curveLayout(series, 8, 4, 600, 300, REM);
    const end = layout.lines[0]!.places[1]!.y;
    expect(layout.lines.map((one) => one.label!.y)).toEqual([end, end + 1.15 * REM, end + 2.3 * REM]);
  });

  test('leaves out what could not be measured, and draws no line of its own rounding', () => {
    const flat = [
      {
        id: 'importance',
        name: '',
        points: [
          { nRemoved: 0, value: 4.12 },
          { nRemoved: 1, value: Number.NaN },
        ],
      },
    ];
    const layout = layoutOf(flat);
    expect(layout.lines[0]!.places).toHaveLength(1);
    expect(Number.isFinite(layout.lines[0]!.places[0]!.y)).toBe(true);
  });

  test('shows single points only where they can be told apart', () => {
    expect(layoutOf().hasDots).toBe(true);
    expect(curveLayout(SERIES, 144, 4.12, 600, 300, REM).hasDots).toBe(false);
  });
});

describe('a point of the curve', () => {
  test('is found from near it', () => {
    const layout = layoutOf();
    for (const [line, point] of [
      [0, 1],
      [2, 1],
      [0, 2],
    ] as const) {
      const place = layout.lines[line]!.places[point]!;
      expect(nearestPoint(layout, place.x + 3, place.y - 3)).toEqual({ line, point });
    }
    expect(nearestPoint(layoutOf([]), 9, 9)).toBeNull();
  });

  test.each([
    ['ArrowRight', { line: 0, point: 1 }, { line: 0, point: 2 }],
    ['ArrowRight', { line: 0, point: 2 }, { line: 0, point: 2 }],
    ['ArrowLeft', { line: 0, point: 1 }, { line: 0, point: 0 }],
    ['Home', { line: 0, point: 2 }, { line: 0, point: 0 }],
    ['End', { line: 0, point: 0 }, { line: 0, point: 2 }],
    // The line without points is passed over; 8 heads removed lie between 0 and 16.
    ['ArrowDown', { line: 0, point: 2 }, { line: 2, point: 1 }],
    ['ArrowUp', { line: 2, point: 0 }, { line: 0, point: 0 }],
    ['ArrowDown', { line: 2, point: 0 }, { line: 2, point: 0 }],
  ])('%s leads from %j to %j', (key, from, to) => {
    expect(moveOnCurve(layoutOf(), from, key)).toEqual(to);
  });

  test('is the first one where none is lit yet; other keys lead nowhere', () => {
    expect(moveOnCurve(layoutOf(), null, 'ArrowRight')).toEqual({ line: 0, point: 0 });
    expect(moveOnCurve(layoutOf(), null, 'a')).toBeNull();
    expect(moveOnCurve(layoutOf([]), null, 'ArrowRight')).toBeNull();
  });
});

describe('the chart', () => {
  const draw = (props: Partial<ComponentProps<typeof PruningCurve>> = {}): string =>
    renderToStaticMarkup(
      <PruningCurve
        series={SERIES}
        nHeads={32}
        baseline={4.12}
        quantity="loss"
        unit="nats per token"
        width={600}
        height={300}
        rem={REM}
        selected={null}
        isRunning={false}
        onSelect={() => {}}
        {...props}
      />,
    );
  const words = (html: string): string => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

  test('reads out the chosen point: heads left, loss, and the change from all heads', () => {
    expect(words(draw({ selected: { series: 'importance', nRemoved: 8 } }))).toContain(
      '24 heads left, by importance: loss 4.31 nats per token, +0.19; L2H3 removed last.',
    );
    expect(words(draw({ selected: { series: 'random', nRemoved: 16 } }))).toContain(
      '16 heads left, at random: loss 5.00 nats per token, +0.88, between 4.50 and 6.00.',
    );
  });

  test('reads out the baseline where nothing is chosen, or what was chosen is gone', () => {
    expect(words(draw())).toContain('All 32 heads: loss 4.12 nats per token (dashed line).');
    expect(words(draw({ selected: { series: 'own', nRemoved: 4 } }))).toContain('All 32 heads');
  });

  test('has a name, axes with units, and a name on every line that has points', () => {
    expect(draw()).toMatch(/role="application" aria-roledescription="line chart" aria-label="loss against heads left/);
    expect(words(draw())).toMatch(/loss, nats per token .*by importance .*at random/);
    expect(words(draw())).toContain('heads left');
    expect(words(draw())).not.toContain('in your order');
  });

  test('is busy while points arrive', () => {
    expect(draw({ isRunning: true })).toContain('aria-busy="true"');
  });
});
