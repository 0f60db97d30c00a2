import { describe, expect, test } from 'vitest';
import { legendTicks, rampShare } from './weightScale.ts';
import { pixelTable } from './pixelTable.ts';
import type { WeightScale } from './weightScale.ts';

const SCALES: readonly WeightScale[] = [
  { mode: 'absolute', max: 1 },
  { mode: 'head', max: 0.32 },
  { mode: 'log', max: 1 },
];

describe('the place of a weight on the ramp', () => {
  test('is the weight itself on the absolute scale, whatever the head holds', () => {
    expect(rampShare({ mode: 'absolute', max: 0.3 }, 0.25)).toBe(0.25);
    expect(rampShare({ mode: 'absolute', max: 0.3 }, 1.0001)).toBe(1);
  });

  test("is its share of the head's largest weight on the scale of the head", () => {
    expect(rampShare({ mode: 'head', max: 0.5 }, 0.25)).toBe(0.5);
    expect(rampShare({ mode: 'head', max: 0.5 }, 0.5)).toBe(1);
    expect(rampShare({ mode: 'head', max: 0 }, 0)).toBe(0);
  });

  test('goes up a quarter with every power of ten on the log scale, from 0.0001', () => {
    const places = [1, 0.1, 0.01, 0.001, 0.0001, 0.00001, 0].map((weight) =>
      rampShare({ mode: 'log', max: 1 }, weight),
    );
    const expected = [1, 0.75, 0.5, 0.25, 0, 0, 0];
    for (const [i, place] of places.entries()) expect(place).toBeCloseTo(expected[i]!, 12);
  });

  test.each(SCALES)('never goes down and never leaves 0 to 1 ($mode)', (scale) => {
    let before = 0;
    for (let i = 0; i <= 5000; i++) {
      const place = rampShare(scale, i / 4900);
      expect(place).toBeGreaterThanOrEqual(before);
      expect(place).toBeLessThanOrEqual(1);
      before = place;
    }
  });
});

describe('the ticks of a legend', () => {
  test.each(SCALES)('stand where the weights they name are painted ($mode)', (scale) => {
    const ticks = legendTicks(scale);
    expect(ticks.length).toBeGreaterThanOrEqual(3);
    expect(ticks[0]!.share).toBe(0);
    expect(ticks.at(-1)!.share).toBe(1);
    for (const { share, text } of ticks) expect(rampShare(scale, Number(text.replace('≤', '')))).toBeCloseTo(share, 2);
  });

  test('have texts that differ, also for a head with small weights', () => {
    for (const scale of [...SCALES, { mode: 'head', max: 0.05 } as const]) {
      const texts = legendTicks(scale).map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('say that the lightest colour of the log scale stands for smaller weights too', () => {
    expect(legendTicks({ mode: 'log', max: 1 })[0]!.text).toBe('≤.0001');
    expect(rampShare({ mode: 'log', max: 1 }, 0.0001)).toBe(0);
    expect(rampShare({ mode: 'log', max: 1 }, 0.00011)).toBeGreaterThan(0);
  });
});

describe('the table of pixels', () => {
  const steps = Uint32Array.from({ length: 256 }, (_, step) => step);
  const upperOf = (weight: number) => new Uint32Array(Float32Array.of(weight).buffer)[0]! >>> 16;

  test('has a place for every weight up to 1 and no more', () => {
    expect(pixelTable(SCALES[0]!, steps)).toHaveLength(upperOf(1) + 1);
  });

  test.each(SCALES)('goes from the lightest step to the darkest without passing over two in a row ($mode)', (scale) => {
    const table = pixelTable(scale, steps);
    expect(table[0]).toBe(0);
    expect(table.at(-1)).toBe(255);
    for (let i = 1; i < table.length; i++) {
      expect(table[i]! - table[i - 1]!).toBeGreaterThanOrEqual(0);
      expect(table[i]! - table[i - 1]!).toBeLessThanOrEqual(scale.mode === 'head' ? 2 : 1);
    }
  });
});
