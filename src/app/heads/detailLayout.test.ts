import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detailLayout } from './detailLayout.ts';

fc.configureGlobal({ seed: 20_261_121 });

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
    expect(detailLayout(count, width, height, 15).columns).toBe(columns);
  });

  test('are never too small to be read: the panel scrolls instead', () => {
    expect(detailLayout(5, 790, 440, 15)).toEqual({ columns: 3, width: 252, height: 270 });
    const size = fc.integer({ min: 218, max: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), size, size, (count, width, height) => {
        const layout = detailLayout(count, width, height, 15);
        expect(layout.width).toBeGreaterThanOrEqual(217);
        expect(layout.height).toBeGreaterThanOrEqual(Math.min(count > 4 ? 270 : 187, layout.width + 30));
      }),
    );
  });

  test('are whole on a laptop up to four', () => {
    expect(detailLayout(4, 790, 440, 15)).toEqual({ columns: 2, width: 387, height: 212 });
  });

  test('all fit without scrolling where any layout has them so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 218, max: 3000 }), (count, width) => {
        const columns = Math.min(count, Math.floor((width + 16) / (217.5 + 16)));
        const height = 286 * Math.ceil(count / columns) - 16;
        const layout = detailLayout(count, width, height, 15);
        expect(Math.ceil(count / layout.columns) * 286 - 16).toBeLessThanOrEqual(height);
      }),
    );
  });

  test('never stand wider than the panel', () => {
    const size = fc.integer({ min: 200, max: 3000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), size, size, (count, width, height) => {
        const layout = detailLayout(count, width, height, 15);
        expect(layout.columns * layout.width + 16 * (layout.columns - 1)).toBeLessThanOrEqual(width);
        expect(layout.columns).toBeLessThanOrEqual(count);
        expect(layout.height).toBeGreaterThan(0);
      }),
    );
  });
});
