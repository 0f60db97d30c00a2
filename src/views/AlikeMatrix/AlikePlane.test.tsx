import type { ComponentProps } from 'react';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { createHoverStore } from '../hover.ts';
import { movePlane, planeLayout } from './AlikePlane.layout.ts';
import { AlikePlane } from './AlikePlane.tsx';

fc.configureGlobal({ seed: 20_261_121 });

const REM = 15;
/** Four corners and the middle. */
const POINTS = Float64Array.of(-2, 1, 2, 1, -2, -1, 2, -1, 0, 0);
const GROUPS = [
  { letter: 'A', members: [1, 3, 4] },
  { letter: 'B', members: [0, 2] },
];

describe('the layout of the plane', () => {
  test('has one scale for both axes and upwards as in mathematics', () => {
    const { places, unit } = planeLayout(POINTS, [], 600, 600, REM);
    expect(places[1]!.x - places[0]!.x).toBeCloseTo(4 * unit, 9);
    expect(places[2]!.y - places[0]!.y).toBeCloseTo(2 * unit, 9);
    expect(places[4]).toEqual({ x: 300, y: 300 });
  });

  test('keeps every point inside, whatever the points and the box', () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true });
    const size = fc.integer({ min: 80, max: 900 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 20 }), size, size, (points, w, h) => {
        const { places } = planeLayout(points.flat(), [], w, h, REM);
        for (const { x, y } of places) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(w);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(h);
        }
      }),
    );
  });

  test('has the middle of each group', () => {
    const { clusters, places } = planeLayout(POINTS, GROUPS, 600, 600, REM);
    expect(clusters[1]).toEqual({ letter: 'B', members: [0, 2], centre: { x: places[0]!.x, y: 300 } });
  });

  test('fits those that have a place as if the others were not there', () => {
    const { places, unit } = planeLayout([...POINTS, NaN, NaN], [], 600, 600, REM);
    expect(places.slice(0, 5)).toEqual(planeLayout(POINTS, [], 600, 600, REM).places);
    expect(unit).toBeGreaterThan(1);
  });
});

describe('a move on the plane', () => {
  const { places } = planeLayout(POINTS, [], 600, 600, REM);

  test.each([
    // From the left top the middle lies within 45 degrees of right, and nothing above or to the left.
    [0, 'ArrowRight', 4],
    [0, 'ArrowDown', 2],
    [0, 'ArrowUp', 0],
    [0, 'ArrowLeft', 0],
    [4, 'ArrowRight', 1],
    [3, 'ArrowUp', 1],
    [1, 'PageDown', 2],
    [0, 'PageUp', 0],
    [4, 'PageDown', 4],
    [3, 'Home', 0],
    [1, 'End', 4],
  ])('from %i with %s leads to %i', (from, key, to) => {
    expect(movePlane(places, from, key)).toBe(to);
  });

  test('goes no farther than 45 degrees from the arrow, even to a nearer point', () => {
    const here = [
      { x: 0, y: 0 },
      { x: 10, y: 15 },
      { x: 100, y: 0 },
    ];
    expect(movePlane(here, 0, 'ArrowRight')).toBe(2);
    expect(movePlane(here, 0, 'ArrowDown')).toBe(1);
  });

  test('is not made by other keys', () => {
    expect(movePlane(places, 0, 'a')).toBeNull();
  });

  test('leads past heads that have no place', () => {
    const nowhere = { x: NaN, y: NaN };
    const some = [nowhere, places[0]!, nowhere, places[1]!, nowhere];
    expect(movePlane(some, 1, 'PageDown')).toBe(3);
    expect(movePlane(some, 3, 'PageUp')).toBe(1);
    expect(movePlane(some, 3, 'PageDown')).toBe(3);
    expect([movePlane(some, 3, 'Home'), movePlane(some, 1, 'End')]).toEqual([1, 3]);
    expect(movePlane(some, 1, 'ArrowRight')).toBe(3);
  });
});

describe('the plane', () => {
  const draw = (props: Partial<ComponentProps<typeof AlikePlane>> = {}): string =>
    renderToStaticMarkup(
      <AlikePlane
        names={['L4H0', 'L4H1', 'L6H0', 'L6H1', 'L8H0']}
        nHeads={2}
        points={POINTS}
        share={0.613}
        glyphs={['diagonal', 'column', null, 'ring', 'arc']}
        groups={[
          { letter: 'A', members: [0, 2] },
          { letter: 'B', members: [1, 3] },
        ]}
        selected={[1, 3]}
        width={600}
        height={500}
        rem={REM}
        scheme="dark"
        hover={createHoverStore()}
        onSelect={() => {}}
        {...props}
      />,
    );
  const names = (html: string) =>
    [...html.matchAll(/role="option"[^>]* aria-label="([^"]+)"/g)].map(([, name]) => name);

  test('names every head with its group, and says how much of the distances it shows', () => {
    const html = draw();
    expect(names(html)).toEqual([
      'L4H0, group A of 2 heads',
      'L4H1, group B of 2 heads',
      'L6H0, group A of 2 heads',
      'L6H1, group B of 2 heads',
      'L8H0, alone',
    ]);
    expect(html).toContain('61 % of the distances’ variance is shown');
    expect(html.match(/aria-selected="true"/g)).toHaveLength(2);
    expect(html.match(/tabindex="0"/g)).toHaveLength(1);
  });

  test('leaves out heads that have no place, and can be reached without them', () => {
    const html = draw({ points: [NaN, NaN, ...POINTS.slice(2)], groups: [] });
    expect(names(html)).toEqual(['L4H1, alone', 'L6H0, alone', 'L6H1, alone', 'L8H0, alone']);
    expect(html.match(/tabindex="0"/g)).toHaveLength(1);
    expect(html).not.toContain('NaN');
  });

  test('has no share to tell where no two heads differ', () => {
    const html = draw({ points: new Float64Array(10), share: NaN });
    expect(html).toContain('no two differ');
    expect(html).not.toContain('NaN');
  });
});
