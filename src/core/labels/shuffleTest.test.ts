import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import { sumHead } from './rowSums.ts';
import type { TargetLabel } from './rules.ts';
import { shuffleBound, shuffleTest } from './shuffleTest.ts';
import { compileTarget, scoreTarget } from './targets.ts';
import { patternOf, textOf } from './testing/madeByHand.ts';
import { normaliseRows } from './testing/synthetic.ts';

function testOf(
  label: TargetLabel,
  context: LabelContext,
  pattern: Float64Array,
): ReturnType<typeof shuffleTest> & { bound: number } {
  const { value, region, rows } = goalOf(label, context.text)!;
  const target = compileTarget(context.regions[region], rows, value);
  const skill = scoreTarget(pattern, target, sumHead(pattern, context.regions)[region]);
  return { ...shuffleTest(pattern, target, context.regions[region]), bound: shuffleBound(skill) };
}

/** p of a 0/1 target by trying every placement of every row's weights. */
function byTryingAll(label: TargetLabel, context: LabelContext, pattern: Float64Array): number {
  const { value, region, rows } = goalOf(label, context.text)!;
  const { nTokens } = context.text;
  const { queries, starts } = compileTarget(context.regions[region], rows, value);
  const ofRows = Array.from(queries, (query, row) => {
    const keys = Array.from({ length: nTokens }, (_, key) => key).filter(
      (key) => context.regions[region].allowed[query * nTokens + key] === 1,
    );
    const weights = keys.map((key) => Math.round(64 * pattern[query * nTokens + key]!));
    const hits = keys.reduce((sum, key, place) => sum + (value(query, key) === 1 ? weights[place]! : 0), 0);
    return { sums: sumsOfChoices(weights, starts[row + 1]! - starts[row]!), hits };
  });
  const observed = ofRows.reduce((sum, { hits }) => sum + hits, 0);
  let totals = [0];
  for (const { sums } of ofRows) totals = totals.flatMap((total) => sums.map((sum) => total + sum));
  return totals.filter((total) => total >= observed).length / totals.length;
}

function sumsOfChoices(weights: readonly number[], nChosen: number): number[] {
  if (nChosen === 0) return [0];
  return weights.flatMap((weight, place) =>
    sumsOfChoices(weights.slice(place + 1), nChosen - 1).map((sum) => weight + sum),
  );
}

describe('the permutation test', () => {
  test('gives four rows of five keys, all on the key before, one chance in 5^4', () => {
    const context = textOf('[CLS] a b c d e [SEP]');
    const found = testOf(
      'previous',
      context,
      patternOf(context, (query) => ({ [Math.max(1, query - 1)]: 1 })),
    );
    expect(found.p).toBeCloseTo(1 / 625, 12);
    expect(found.leastP).toBeCloseTo(1 / 625, 12);
  });

  test('knows how sharp the rows are: the same hits count for less where a row has more to lose', () => {
    // Seven rows of eight keys, four on the key before: 35 x 7^3 + 21 x 7^2 + 7 x 7 + 1 = 13,084 of 8^7; z says 3.57, that is 0.0002.
    const context = textOf('[CLS] a b c d e f g h [SEP]');
    const { p, leastP } = testOf('previous', context, fourOfSeven(context));
    expect(p).toBeCloseTo(13_084 / 8 ** 7, 12);
    expect(leastP).toBeCloseTo(1 / 8 ** 7, 12);
  });

  const anyWeights = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 49, maxLength: 49 });

  test.each<TargetLabel>(['previous', 'local', 'delimiter', 'same_token'])(
    'of %s is what trying all placements gives',
    (label) => {
      const context = textOf('[CLS] a b a [SEP]');
      fc.assert(
        fc.property(anyWeights, (weights) => {
          const pattern = Float64Array.from(weights.slice(0, 25), (weight) => weight ** 3 + 1e-6);
          normaliseRows(pattern, 5);
          expect(testOf(label, context, pattern).p).toBeCloseTo(byTryingAll(label, context, pattern), 9);
        }),
        { seed: 4, numRuns: 40 },
      );
    },
  );

  test('never says more than the bound that spares counting', () => {
    const context = textOf('<s> a b c a b c', true);
    fc.assert(
      fc.property(
        anyWeights,
        fc.constantFrom<TargetLabel>('previous', 'self', 'induction', 'local'),
        (weights, label) => {
          const pattern = Float64Array.from(weights, (weight, cell) =>
            cell % 7 > Math.floor(cell / 7) ? 0 : Math.round(64 * weight ** 4 + 0.6),
          );
          // Whole 64ths in each row, so that rounding changes nothing.
          for (let row = 0; row < 49; row += 7) pattern[row] = 0;
          for (let row = 0; row < 49; row += 7) for (let key = 0; key < 7; key++) pattern[row + key]! /= 64 * 7;
          const { p, bound } = testOf(
            label,
            context,
            pattern.map((weight) => Math.round(weight * 64) / 64),
          );
          expect(p).toBeLessThanOrEqual(bound + 1e-9);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
  });
});

/** One key a row; four of the seven rows that have a word before them look at it, no other diagonal has two hits more. */
function fourOfSeven(context: LabelContext): Float64Array {
  const keys = [0, 8, 1, 2, 3, 4, 2, 4, 5, 9];
  return patternOf(context, (query) => ({ [keys[query]!]: 1 }));
}
