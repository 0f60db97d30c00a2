import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatStretch, parseStretch } from './address.ts';
import { fittedStretch, isWithin, stretchAt } from './stretch.ts';
import type { Axes, Span, Stretch } from './stretch.ts';
import { centred, panned, stretchAround, wholeOf, zoomed } from './zoom.ts';

fc.configureGlobal({ seed: 20_261_130 });

const span = (start: number, end: number): Span => ({ start, end });
const both = (start: number, end: number): Stretch => ({ queries: span(start, end), keys: span(start, end) });

const length = fc.integer({ min: 1, max: 512 });
const axes = fc.record({ nQueries: length, nKeys: length });
const anySpan = fc.tuple(fc.nat(600), length).map(([start, n]) => span(start, start + n));
const anyStretch = fc.record({ queries: anySpan, keys: anySpan });
const place = fc.record({
  query: fc.double({ min: 0, max: 512, noNaN: true }),
  key: fc.double({ min: 0, max: 512, noNaN: true }),
});

/** Whether a stretch lies in its pattern and has a cell at least. */
function isInside(stretch: Stretch | null, shape: Axes): boolean {
  const { queries, keys } = stretch ?? wholeOf(shape);
  const fits = ({ start, end }: Span, n: number): boolean =>
    Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= n;
  return fits(queries, shape.nQueries) && fits(keys, shape.nKeys);
}

describe('a stretch as it is drawn', () => {
  test.each([
    ['as it is', both(3, 9), { nQueries: 20, nKeys: 30 }, both(3, 9)],
    [
      'moved back where tokens end',
      both(15, 25),
      { nQueries: 20, nKeys: 30 },
      { queries: span(10, 20), keys: span(15, 25) },
    ],
    ['the whole of a short axis', both(5, 15), { nQueries: 7, nKeys: 30 }, { queries: span(0, 7), keys: span(5, 15) }],
    ['nothing of its own where all is shown', both(5, 50), { nQueries: 20, nKeys: 30 }, null],
  ] as const)('is %s', (_, stretch, shape, drawn) => {
    expect(fittedStretch(stretch, shape)).toEqual(drawn);
  });

  test('lies in its pattern, whatever a link asks for, zoomed, moved or put around a place', () => {
    fc.assert(
      fc.property(
        anyStretch,
        axes,
        place,
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        (stretch, shape, at, factor) => {
          const drawn = fittedStretch(stretch, shape);
          expect(isInside(drawn, shape)).toBe(true);
          expect(isInside(zoomed(drawn, shape, factor, at), shape)).toBe(true);
          expect(isInside(stretchAround(32, shape, at), shape)).toBe(true);
          if (drawn === null) return;
          expect(isInside(panned(drawn, shape, { query: at.query - 256, key: at.key - 256 }), shape)).toBe(true);
          expect(isInside(centred(drawn, shape, at), shape)).toBe(true);
        },
      ),
    );
  });

  test('ends up as the whole, zoomed out often enough, and as a few tokens, zoomed in', () => {
    fc.assert(
      fc.property(axes, place, fc.double({ min: 1.01, max: 3, noNaN: true }), (shape, at, factor) => {
        let near: Stretch | null = null;
        for (let step = 0; step < 520; step++) near = zoomed(near, shape, factor, at);
        const { queries, keys } = near ?? wholeOf(shape);
        expect(queries.end - queries.start).toBe(Math.min(4, shape.nQueries));
        expect(keys.end - keys.start).toBe(Math.min(4, shape.nKeys));
        let far = near;
        for (let step = 0; step < 520; step++) far = zoomed(far, shape, 1 / factor, at);
        expect(far).toBeNull();
      }),
      { numRuns: 30 },
    );
  });
});

describe('zooming', () => {
  test('keeps the place that is pointed at where it is', () => {
    // A quarter from the left and from the top of 40 tokens: token 10, and so it is of 20.
    expect(zoomed(null, { nQueries: 40, nKeys: 40 }, 2, { query: 10, key: 30 })).toEqual({
      queries: span(5, 25),
      keys: span(15, 35),
    });
    expect(zoomed(both(5, 25), { nQueries: 40, nKeys: 40 }, 0.5, { query: 10, key: 10 })).toBeNull();
  });

  test('keeps both axes the same around one token', () => {
    expect(zoomed(null, { nQueries: 139, nKeys: 139 }, 2, { query: 70.5, key: 70.5 })).toEqual(both(35, 105));
  });

  test('is refused for a factor that is no number', () => {
    const at = { query: 0, key: 0 };
    expect(() => zoomed(null, { nQueries: 4, nKeys: 4 }, 0, at)).toThrow(RangeError);
    expect(() => zoomed(null, { nQueries: 4, nKeys: 4 }, Number.NaN, at)).toThrow(RangeError);
  });
});

test('a stretch is moved as far as there are tokens', () => {
  const shape = { nQueries: 20, nKeys: 30 };
  expect(panned(both(3, 9), shape, { query: 4, key: -2 })).toEqual({ queries: span(7, 13), keys: span(1, 7) });
  expect(panned(both(3, 9), shape, { query: 40, key: -20 })).toEqual({ queries: span(14, 20), keys: span(0, 6) });
  expect(centred(both(3, 9), shape, { query: 10, key: 29 })).toEqual({ queries: span(7, 13), keys: span(24, 30) });
});

describe('where a word is asked', () => {
  test('the stretch stays if it has the word, and goes there on both axes if both show the same', () => {
    expect(stretchAt(both(10, 20), 12, null)).toEqual(both(10, 20));
    expect(stretchAt(both(10, 20), 40, null)).toEqual(both(35, 45));
    expect(stretchAt(both(10, 20), null, 2)).toEqual(both(0, 10));
  });

  test('it goes there on one axis where the two show different tokens, or where both are named', () => {
    const apart = { queries: span(10, 20), keys: span(0, 8) };
    expect(stretchAt(apart, 40, null)).toEqual({ queries: span(35, 45), keys: span(0, 8) });
    expect(stretchAt(apart, null, 40)).toEqual({ queries: span(10, 20), keys: span(36, 44) });
    expect(stretchAt(both(10, 20), 40, 12)).toEqual({ queries: span(35, 45), keys: span(10, 20) });
  });

  test('has the word in every case, once it is drawn', () => {
    fc.assert(
      fc.property(anyStretch, axes, fc.nat(511), (stretch, shape, pick) => {
        const query = pick % shape.nQueries;
        const drawn = fittedStretch(stretchAt(stretch, query, null), shape);
        expect(isWithin((drawn ?? wholeOf(shape)).queries, query)).toBe(true);
      }),
    );
  });
});

describe('the written form of a stretch', () => {
  test.each([
    ['33-64', both(33, 65)],
    ['33-64,0-31', { queries: span(33, 65), keys: span(0, 32) }],
    ['0-0', both(0, 1)],
  ] as const)('is %s', (text, stretch) => {
    expect(formatStretch(stretch)).toBe(text);
    expect(parseStretch(text)).toEqual(stretch);
  });

  test.each(['', '5', '9-3', '-1-4', '1-2,', '1-2,3', '1-2,3-4,5-6', '1-123456', 'a-b'])('"%s" is none', (text) => {
    expect(parseStretch(text)).toBeNull();
  });
});
