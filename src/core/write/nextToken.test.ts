import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWithin, nextToken } from './nextToken.ts';
import type { Sampling } from './nextToken.ts';

const scores = Float32Array.of(0, Math.log(4), -Infinity, Math.log(2), Math.log(1));
const at = (change: Partial<Sampling>): Sampling => ({ temperature: 1, topK: 3, seed: 7, ...change });

/** How often each id comes at many positions. */
function counts(sampling: Sampling, n = 4000): readonly number[] {
  const found = Array.from(scores, () => 0);
  for (let position = 0; position < n; position++) found[nextToken(scores, sampling, position)]! += 1;
  return found;
}

describe('the next token', () => {
  test('without a draw is the likeliest; of equals the one with the lower id', () => {
    expect(nextToken(scores, null, 0)).toBe(1);
    expect(nextToken(Float32Array.of(1, 3, 3), null, 5)).toBe(1);
  });

  test('is none where no score is a number, and a score that is none is passed over', () => {
    expect(nextToken(Float32Array.of(NaN, NaN), null, 0)).toBe(-1);
    expect(nextToken(Float32Array.of(-Infinity, NaN), at({}), 0)).toBe(-1);
    expect(nextToken(Float32Array.of(NaN, 1, 0), null, 0)).toBe(1);
  });

  test('is drawn as often as its share says: 4, 2 and 1 of 7 at temperature 1', () => {
    const [first, second, never, third, beyond] = counts(at({ topK: 3 }));
    expect(second! / 4000).toBeCloseTo(4 / 7, 1);
    expect(third! / 4000).toBeCloseTo(2 / 7, 1);
    expect(first! / 4000).toBeCloseTo(1 / 7, 1);
    // Of scores alike the lower id is among the three.
    expect([never, beyond]).toEqual([0, 0]);
  });

  test.each([
    // e^(ln 4 / 2) : e^(ln 2 / 2) = sqrt 2 : 1, and 4^2 : 2^2 = 4 : 1.
    [2, Math.SQRT2 / (Math.SQRT2 + 1)],
    [0.5, 4 / 5],
  ])('at temperature %d has its share of the changed scores', (temperature, share) => {
    expect(counts(at({ topK: 2, temperature }))[1]! / 4000).toBeCloseTo(share, 1);
  });

  test('is the likeliest alone with one to draw from', () => {
    expect(counts(at({ topK: 1 }), 50)).toEqual([0, 50, 0, 0, 0]);
  });

  test('depends on seed and place alone, and on both', () => {
    const flat = new Float32Array(500);
    const written = (seed: number) =>
      [3, 4, 5, 4].map((position) => nextToken(flat, at({ topK: 500, seed }), position));
    expect(written(7)).toEqual(written(7));
    expect(written(7)[1]).toBe(written(7)[3]);
    expect(new Set(written(7)).size).toBe(3);
    expect(written(8)).not.toEqual(written(7));
  });

  test.each([at({ temperature: 0 }), at({ temperature: NaN }), at({ topK: 0 }), at({ topK: 1.5 })])(
    'refuses %j',
    (sampling) => {
      expect(() => nextToken(scores, sampling, 0)).toThrow(RangeError);
    },
  );

  test('is always one of the top k', () => {
    const logits = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -50, max: 50 }), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(logits, fc.integer({ min: 1, max: 40 }), fc.nat(999), fc.nat(50), (row, topK, seed, position) => {
        const id = nextToken(Float32Array.from(row), at({ topK, seed }), position);
        expect(row.filter((score) => score > row[id]!).length).toBeLessThan(topK);
      }),
    );
  });
});

test('limits hold whole numbers but for the temperature', () => {
  expect([isWithin('temperature', 0.7), isWithin('topK', 40), isWithin('seed', 0)]).toEqual([true, true, true]);
  expect([isWithin('temperature', 0), isWithin('topK', 2.5), isWithin('seed', 1e6), isWithin('topK', NaN)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
