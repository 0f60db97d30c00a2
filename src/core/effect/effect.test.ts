import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import type { Logits } from '../run.ts';
import { createBaseline } from './baseline.ts';
import { combineSummaries, lossChange } from './combine.ts';
import { compareLogitsInSlices } from './compareLogits.ts';
import type { EffectSummary, PositionEffect } from './effect.ts';
import { fastExp } from './exponential.ts';
import { bestId, logSumExp, lossAt, perplexity, topCandidates } from './logits.ts';
import { compareLogits } from './testing/compareLogits.ts';
import { outputEffect, turnsOf } from './turns.ts';

const lossOf = (row: Float32Array, target: number): number => lossAt(row, logSumExp(row), target);

type Golden = {
  nRows: number;
  nVocab: number;
  nChannels: number;
  nTop: number;
  before: number[];
  after: number[];
  targets: (number | null)[];
  positions: number[];
  effects: (Omit<PositionEffect, 'lossBefore' | 'lossAfter'> & {
    lossBefore: number | null;
    lossAfter: number | null;
  })[];
  summary: Record<string, number>;
  outputBefore: number[];
  outputAfter: number[];
  turns: number[];
};
const golden: Golden = JSON.parse(readFileSync(new URL('fixtures/effects.json', import.meta.url), 'utf8'));
const logitsOf = (rows: readonly (readonly number[])[]): Logits => ({
  nTokens: rows.length,
  nVocab: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
});
const shaped = (data: readonly number[]): Logits => ({
  nTokens: golden.nRows,
  nVocab: golden.nVocab,
  data: Float32Array.from(data),
});

/** Scores as models make them: from peaked to even, far from zero. */
function randomLogits(seed: number, nTokens: number, nVocab: number, spread: number): Logits {
  const random = randomStream(seed);
  const data = Float32Array.from({ length: nTokens * nVocab }, () => (random() - 0.5) * spread + 30);
  return { nTokens, nVocab, data };
}

/** ln of the softmax, as it is written in books. */
function logProbsOf(scores: readonly number[]): number[] {
  const largest = Math.max(...scores);
  const sum = scores.reduce((total, score) => total + Math.exp(score - largest), 0);
  return scores.map((score) => score - largest - Math.log(sum));
}

describe('the effect on scores equals that of scipy', () => {
  const before = shaped(golden.before);
  const after = shaped(golden.after);
  const found = compareLogits(before, after, golden.targets, golden.positions, golden.nTop);

  test('position by position: losses, KL, candidates, changed predictions', () => {
    expect(found.positions.length).toBe(golden.effects.length);
    for (const [at, expected] of golden.effects.entries()) {
      const got = found.positions[at]!;
      expect(got).toMatchObject({
        position: expected.position,
        target: expected.target,
        isFlipped: expected.isFlipped,
      });
      for (const name of ['lossBefore', 'lossAfter'] as const) {
        const isMissing = expected[name] === null;
        expect(Number.isNaN(got[name])).toBe(isMissing);
        expect(isMissing ? 0 : got[name]).toBeCloseTo(expected[name] ?? 0, 12);
      }
      expect(got.kl / expected.kl).toBeCloseTo(1, 9);
      for (const side of ['before', 'after'] as const) {
        expect(got[side].map(({ id }) => id)).toEqual(expected[side].map(({ id }) => id));
        got[side].forEach(({ probability }, place) =>
          expect(probability).toBeCloseTo(expected[side][place]!.probability, 12),
        );
      }
    }
    expect(new Set(found.positions.map(({ isFlipped }) => isFlipped)).size).toBe(2);
  });

  test('in the summary, also in the one of a baseline', () => {
    const baseline = createBaseline(before, golden.targets, golden.positions);
    for (const summary of [found.summary, baseline.compare(after.data)]) {
      const byName = new Map<string, unknown>(Object.entries(summary));
      for (const [name, expected] of Object.entries(golden.summary)) expect(byName.get(name)).toBeCloseTo(expected, 10);
      expect(summary.meanTurn).toBeNaN();
    }
    expect(baseline.lossBefore).toBeCloseTo(golden.summary['lossBefore']!, 12);
    expect([baseline.nScored, baseline.nRows, baseline.nVocab]).toEqual([3, 7, 23]);
  });

  test('and turns equal its cosine distances', () => {
    const turns = turnsOf(
      Float32Array.from(golden.outputBefore),
      Float32Array.from(golden.outputAfter),
      golden.nRows,
      golden.nChannels,
    );
    golden.turns.forEach((expected, token) => expect(turns[token]).toBeCloseTo(expected, 6));
    const { objective, summary, positions } = outputEffect(turns);
    expect({ objective, positions }).toEqual({ objective: 'output', positions: [] });
    expect(summary.meanTurn).toBeCloseTo(golden.turns.reduce((sum, turn) => sum + turn, 0) / golden.nRows, 6);
    expect(summary.meanKl).toBeNaN();
  });
});

test('worked by hand: from (1/2, 1/4, 1/4) to (1/4, 1/2, 1/4)', () => {
  const half = [0, -Math.LN2, -Math.LN2];
  const { positions, summary } = compareLogits(logitsOf([half]), logitsOf([[-Math.LN2, 0, -Math.LN2]]), [0], [0], 1);
  expect(positions[0]!.lossBefore).toBeCloseTo(Math.LN2, 6);
  expect(positions[0]!.lossAfter).toBeCloseTo(2 * Math.LN2, 6);
  // 1/2 ln 2 - 1/4 ln 2
  expect(positions[0]!.kl).toBeCloseTo(Math.LN2 / 4, 6);
  expect(positions[0]!.isFlipped).toBe(true);
  expect(perplexity(summary.lossAfter)).toBeCloseTo(4, 5);
  expect(lossChange(summary)).toBeCloseTo(Math.LN2, 6);
});

describe('scores', () => {
  test('of any size are summed without overflow', () => {
    expect(logSumExp(Float32Array.of(1e38, 1e38))).toBe(Math.fround(1e38) + Math.LN2);
    expect(logSumExp(Float32Array.of(-1000, -1000))).toBeCloseTo(-1000 + Math.LN2, 12);
    expect(lossOf(Float32Array.of(-3e38, 0), 1)).toBe(0);
  });

  test('have an exponential of 12 digits, wherever they lie', () => {
    const random = randomStream(9);
    for (let i = 0; i < 20_000; i++) {
      const x = (random() - 0.5) * (i % 2 === 0 ? 1400 : 40);
      expect(Math.abs(fastExp(x) / Math.exp(x) - 1)).toBeLessThan(2e-13);
    }
    expect([0, -Infinity, -800, 800, Infinity].map(fastExp)).toEqual([1, 0, 0, Infinity, Infinity]);
    expect(fastExp(-709)).toBe(Math.exp(-709));
    expect(fastExp(NaN)).toBeNaN();
  });

  test('far above or below those before are compared to the last digit', () => {
    const before = logitsOf([[0, -Math.LN2, -Math.LN2]]);
    for (const height of [-1e4, -500, 0, 500, 1e4]) {
      const after = logitsOf([[height, height, height]]);
      const { maxKl, lossAfter } = compareLogits(before, after, [1], [0]).summary;
      // 1/2 ln (3/2) + 2 (1/4 ln (3/4))
      expect(maxKl).toBeCloseTo(0.5 * Math.log(1.5) + 0.5 * Math.log(0.75), 6);
      expect(lossAfter).toBeCloseTo(Math.log(3), 6);
    }
    const nothing = compareLogits(before, logitsOf([[NaN, 0, 0]]), [1], [0]);
    expect([nothing.summary.maxKl, nothing.summary.lossAfter]).toEqual([NaN, NaN]);
  });

  test('with one score as far off as numbers go are compared as a plain formula does', () => {
    const random = randomStream(11);
    // So far off that whole numbers of 32 bits, counted in parts of a power of two, come round to where they began.
    const round = (2 ** 22 + 70) * Math.LN2;
    for (let i = 0; i < 3000; i++) {
      const usual = Array.from({ length: 6 }, () => Math.fround((random() - 0.5) * 8));
      const odd = Math.fround(i < 2 ? [round, -round][i]! : (random() < 0.5 ? -1 : 1) * 10 ** (random() * 9));
      const [before, after] = [usual, usual.map((score, id) => (id === i % 6 ? odd : score / 2))];
      const { maxKl, lossAfter } = compareLogits(logitsOf([before]), logitsOf([after]), [3], [0]).summary;
      const [p, q] = [before, after].map(logProbsOf);
      const kl = p!.reduce((sum, logP, id) => sum + Math.exp(logP) * (logP - q![id]!), 0);
      expect(Math.abs(maxKl - kl)).toBeLessThan(1e-12 * Math.max(1, Math.abs(odd)));
      expect(Math.abs(lossAfter + Math.fround(q![3]!))).toBeLessThan(1e-6 * Math.max(1, Math.abs(odd)));
    }
  });

  test('are compared one row at a time, if that is wished, to the same end', () => {
    const before = randomLogits(1, 6, 9, 4);
    const after = randomLogits(2, 6, 9, 4);
    const count = <Result>(slices: Generator<unknown, Result, void>) => {
      for (let nSlices = 0; ; nSlices++) {
        const { done, value } = slices.next();
        if (done === true) return { nSlices, value };
      }
    };
    const [targets, positions] = [
      [3, null, 1, 2, 0, 4],
      [0, 2, 3, 5],
    ] as const;
    const whole = compareLogits(before, after, targets, positions);
    expect(count(compareLogitsInSlices(before, after, targets, positions))).toEqual({ nSlices: 4, value: whole });
    // Of two comparisons at once each keeps its own.
    const [one, other] = [
      compareLogitsInSlices(before, after, targets, positions),
      compareLogitsInSlices(before, before, targets, positions),
    ];
    one.next();
    expect(count(other).value.summary.meanKl).toBe(0);
    expect(count(one).value).toEqual(whole);
  });

  test('outside the vocabulary are refused', () => {
    expect(() => lossOf(Float32Array.of(1, 2), 2)).toThrow(RangeError);
    expect(() => compareLogits(logitsOf([[1, 2]]), logitsOf([[1, 2, 3]]), [0], [0])).toThrow(RangeError);
    expect(() => compareLogits(logitsOf([[1, 2]]), logitsOf([[1, 2]]), [0], [1])).toThrow(RangeError);
    expect(() => createBaseline(logitsOf([[1, 2]]), [0], [0]).compare(new Float32Array(3))).toThrow(RangeError);
  });

  test('are ranked with the lower id first among equals', () => {
    expect(topCandidates(Float32Array.of(1, 3, 3, 2, 3), 4).map(({ id }) => id)).toEqual([1, 2, 4, 3]);
    expect(topCandidates(Float32Array.of(1, 3), 0)).toEqual([]);
    expect(bestId(Float32Array.of(1, 3, 3))).toBe(1);
  });

  test('of a forbidden token add nothing; a token that becomes impossible costs without end', () => {
    const before = logitsOf([[0, 0, -Infinity]]);
    expect(compareLogits(before, logitsOf([[0, 0, -Infinity]]), [null], [0]).summary.maxKl).toBe(0);
    expect(compareLogits(before, logitsOf([[0, -Infinity, 0]]), [null], [0]).summary.maxKl).toBe(Infinity);
    const { maxKl } = compareLogits(before, logitsOf([[0, 0, 0]]), [null], [0]).summary;
    expect(maxKl).toBeCloseTo(Math.log(1.5), 12);
  });
});

test('KL is at least 0, exactly 0 for equal scores, and blind to a number that is added to all scores', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.1, max: 40, noNaN: true }), (seed, spread) => {
      const before = randomLogits(seed, 2, 9, spread);
      const after = randomLogits(seed + 1, 2, 9, spread);
      const baseline = createBaseline(before, [1, null], [0, 1]);
      expect(baseline.compare(after.data).meanKl).toBeGreaterThan(0);
      expect(baseline.compare(before.data.slice())).toMatchObject({ meanKl: 0, maxKl: 0, nFlips: 0 });
      const shifted = { ...before, data: before.data.map((score) => score * 2) };
      const moved = { ...shifted, data: shifted.data.map((score) => score + 64) };
      expect(compareLogits(shifted, moved, [1, null], [0, 1]).summary.maxKl).toBeLessThan(1e-4);
    }),
    { seed: 1, numRuns: 100 },
  );
});

test('a baseline says of every change what the full comparison says, also of rows that were stacked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
      const before = randomLogits(seed, 3, 11, 6);
      const after = randomLogits(seed + 1, 3, 11, 6);
      const targets = [null, 4, null, 10, null, null];
      const positions = [5, 1, 3];
      const rows = [2, 0, 1];
      const { summary, positions: found } = compareLogits(before, after, targets, positions, 1, rows);
      expect(createBaseline(before, targets, positions, rows).compare(after.data)).toEqual(summary);
      expect(found[1]!.lossBefore).toBe(lossOf(before.data.subarray(0, 11), 4));
      expect(found[2]!.lossAfter).toBeCloseTo(lossOf(after.data.subarray(11, 22), 10), 12);
      expect(positions).toContain(summary.worst);
    }),
    { seed: 2, numRuns: 50 },
  );
});

test('a baseline too large to keep its probabilities says the same', () => {
  const [nRows, nVocab] = [2, 2 ** 21 + 1];
  const before = randomLogits(3, nRows, nVocab, 10);
  const after = randomLogits(4, nRows, nVocab, 10);
  const { summary } = compareLogits(before, after, [5, 6], [0, 1]);
  const large = createBaseline(before, [5, 6], [0, 1]);
  expect([large.compare(after.data), large.compare(after.data)]).toEqual([summary, summary]);
});

describe('turns', () => {
  test('do not depend on length: 0 for the same direction, 1 for a right angle, 2 for the opposite', () => {
    const turns = turnsOf(Float32Array.of(1, 2, 1, 0, 3, 4), Float32Array.of(1, 2, 0, 5, -6, -8), 3, 2);
    expect([...turns]).toEqual([0, 1, 2]);
  });

  test('of vectors without length are 0 if both have none, else 1; other lengths are refused', () => {
    expect([...turnsOf(Float32Array.of(0, 0, 0, 0), Float32Array.of(0, 0, 1, 0), 2, 2)]).toEqual([0, 1]);
    expect(() => turnsOf(new Float32Array(4), new Float32Array(6), 2, 2)).toThrow(RangeError);
  });
});

describe('several texts', () => {
  const base = createBaseline(logitsOf([[0, 0]]), [0], [0]).compare(Float32Array.of(0, 0));

  test('are combined as if they were one', () => {
    const before = randomLogits(1, 6, 5, 8);
    const after = randomLogits(2, 6, 5, 8);
    const targets = [null, 1, 2, 3, 4, null];
    const part = (positions: number[]) => compareLogits(before, after, targets, positions).summary;
    const whole = part([0, 1, 2, 3, 4, 5]);
    const combined = combineSummaries([part([0, 1]), part([2, 3, 4]), part([5])]);
    for (const name of ['lossBefore', 'lossAfter', 'meanKl'] as const) {
      expect(combined[name]).toBeCloseTo(whole[name], 12);
    }
    const { maxKl, worst, nScored, nPositions, nFlips } = whole;
    expect(combined).toMatchObject({ maxKl, worst, nScored, nPositions, nFlips });
  });

  test('without anything to score say so', () => {
    expect(combineSummaries([])).toMatchObject({ lossBefore: NaN, maxKl: NaN, worst: -1, nPositions: 0 });
    const turned = (turn: number): EffectSummary => ({ ...base, nPositions: 0, nScored: 0, meanTurn: turn });
    expect(combineSummaries([turned(0.5), turned(0.25)])).toMatchObject({ meanTurn: 0.375, meanKl: NaN });
  });
});
