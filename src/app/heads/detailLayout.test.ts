import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixLayout } from '../../views/AttentionMatrix/AttentionMatrix.layout.ts';
import { detailLayout, HEADING } from './detailLayout.ts';

fc.configureGlobal({ seed: 20_261_121 });

const layoutOf = (count: number, width: number, height: number) => detailLayout({ count, width, height, rem: 15 });

describe('pinned heads side by side', () => {
  test.each([
    ['one takes the panel', 1, 800, 500, 1],
    ['two stand beside each other', 2, 800, 500, 2],
    ['three stand beside each other on a laptop', 3, 700, 340, 3],
    ['four stand two by two on a laptop', 4, 790, 440, 2],
    ['five stand three and two, not two, two and one', 5, 790, 440, 3],
    ['four stand two by two on a projector', 4, 1060, 690, 2],
    ['four stand in a row where the panel is low', 4, 1060, 200, 4],
    ['on a phone they stand under each other', 3, 370, Infinity, 1],
  ])('%s', (_, count, width, height, columns) => {
    expect(layoutOf(count, width, height).columns).toBe(columns);
  });

  test('are never too small to be read: the panel scrolls instead', () => {
    expect(layoutOf(5, 790, 440)).toEqual({ columns: 3, width: 252, height: 270 });
    const size = fc.integer({ min: 218, max: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), size, size, (count, width, height) => {
        const layout = layoutOf(count, width, height);
        expect(layout.width).toBeGreaterThanOrEqual(217);
        expect(layout.height).toBeGreaterThanOrEqual(Math.min(count > 4 ? 270 : 187, layout.width + 30));
      }),
    );
  });

  test('are whole on a laptop up to four', () => {
    expect(layoutOf(4, 790, 440)).toEqual({ columns: 2, width: 387, height: 212 });
  });

  test('all fit without scrolling where any layout has them so; two put their names before that', () => {
    const counts = fc.integer({ min: 1, max: 12 }).filter((count) => count !== 2);
    fc.assert(
      fc.property(counts, fc.integer({ min: 218, max: 3000 }), (count, width) => {
        const columns = Math.min(count, Math.floor((width + 16) / (217.5 + 16)));
        const height = 286 * Math.ceil(count / columns) - 16;
        const layout = layoutOf(count, width, height);
        expect(Math.ceil(count / layout.columns) * 286 - 16).toBeLessThanOrEqual(height);
      }),
    );
  });

  test('never stand wider than the panel', () => {
    const size = fc.integer({ min: 200, max: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), size, size, (count, width, height) => {
        const layout = layoutOf(count, width, height);
        expect(layout.columns * layout.width + 16 * (layout.columns - 1)).toBeLessThanOrEqual(width);
        expect(layout.columns).toBeLessThanOrEqual(count);
        expect(layout.height).toBeGreaterThan(0);
      }),
    );
  });

  test.each([
    ['side by side where both show every name', 794, 560, 15, 2],
    ['side by side on a small laptop', 552, 440, 15, 2],
    ['side by side with large words on a laptop', 786, 560, 21, 2],
    ['under each other with large words on a projector', 692, 400, 21, 1],
  ])('two heads stand %s', (_, width, height, rem, columns) => {
    expect(detailLayout({ count: 2, width, height, rem }).columns).toBe(columns);
  });

  test('no name of a usual sentence is left out while the panel has room for all of them', () => {
    const cases = fc.record({
      count: fc.integer({ min: 1, max: 2 }),
      width: fc.integer({ min: 480, max: 1400 }),
      height: fc.integer({ min: 400, max: 1200 }),
      rem: fc.constantFrom(15, 21),
    });
    fc.assert(
      fc.property(cases, ({ count, width, height, rem }) => {
        const box = detailLayout({ count, width, height, rem });
        const { everyQuery, everyKey } = matrixLayout(15, 15, box.width, box.height - HEADING * rem, rem);
        expect([everyQuery, everyKey]).toEqual([1, 1]);
      }),
    );
  });
});
