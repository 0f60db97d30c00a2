import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textWidth } from '../picture/textWidth.ts';
import { NAME_SIZE, placedNames } from './placedNames.ts';

fc.configureGlobal({ seed: 20_261_121 });

test('writes names where they cover nothing', () => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 100 })), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(points, (list) => {
      const places = list.map(([x, y], i) => ({ x, y, name: `L0H${i}` }));
      const names = placedNames(places, 5, 200, 100);
      for (const [i, a] of names.entries()) {
        const width = textWidth(a.name, NAME_SIZE, 'mono');
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + width).toBeLessThanOrEqual(200);
        for (const b of names.slice(i + 1))
          expect(
            Math.abs(a.y - b.y) >= NAME_SIZE || a.x >= b.x + textWidth(b.name, NAME_SIZE, 'mono') || b.x >= a.x + width,
          ).toBe(true);
        for (const { x, y } of places)
          expect(Math.abs(a.y - y) >= NAME_SIZE / 2 + 5 || a.x >= x + 5 || a.x + width <= x - 5).toBe(true);
      }
    }),
  );
  const [only] = placedNames([{ name: 'L0H0', x: 50, y: 50 }], 5, 200, 100);
  expect(only).toEqual({ name: 'L0H0', x: 56.5, y: 50 });
  // At the right edge the name goes to the left.
  expect(placedNames([{ name: 'L0H0', x: 195, y: 50 }], 5, 200, 100)[0]!.x).toBeLessThan(180);
});
