import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRegion } from './regions.ts';
import { sumHead, sumRows } from './rowSums.ts';

fc.configureGlobal({ seed: 20_261_130 });

/** Each token and those before it. */
const LOWER = makeRegion(2, (query, key) => key <= query);

const NAMES = ['all', 'content', 'others', 'beyondBand'] as const;

test('the rows of each region have the mass, scatter, skew and surprise that their definitions give', () => {
  const nTokens = 5;
  const cells = fc.array(fc.record({ draw: fc.nat(64), depth: fc.nat(4) }), {
    minLength: nTokens ** 2,
    maxLength: nTokens ** 2,
  });
  fc.assert(
    fc.property(cells, (drawn) => {
      const pattern = Float64Array.from(drawn, ({ draw }) => draw / 64);
      const cellAt = (query: number, key: number) => query * nTokens + key;
      // A cell of depth 3 lies in the first three regions, each inside the one before.
      const regionOf = (place: number) => makeRegion(nTokens, (q, k) => drawn[cellAt(q, k)]!.depth > place);
      const [all, content, others, beyondBand] = NAMES.map((_, place) => regionOf(place));
      const regions = { all: all!, content: content!, others: others!, beyondBand: beyondBand! };
      const sums = sumHead(pattern, regions);
      for (const name of NAMES) {
        const { allowed } = regions[name];
        for (let query = 0; query < nTokens; query++) {
          const row = [...pattern.keys()].filter((cell) => Math.floor(cell / nTokens) === query && allowed[cell] === 1);
          const weights = row.map((cell) => pattern[cell]!);
          const total = (of: (weight: number) => number) => weights.reduce((sum, weight) => sum + of(weight), 0);
          const mass = total((weight) => weight);
          const mean = mass / weights.length;
          expect(sums[name].mass[query]).toBeCloseTo(mass, 12);
          expect(sums[name].scatter[query]).toBeCloseTo(
            total((weight) => (weight - mean) ** 2),
            12,
          );
          expect(sums[name].skew[query]).toBeCloseTo(
            total((weight) => (weight - mean) ** 3),
            12,
          );
          expect(sums[name].surprise[query]).toBeCloseTo(
            total((w) => (w > 0 ? -w * Math.log(w) : 0)),
            12,
          );
        }
        expect(sumRows(pattern, sums.surprises, regions[name]).mass).toEqual(sums[name].mass);
      }
    }),
  );
});

test('a row with nothing in a region has a mass of exactly 0 there', () => {
  const sink = makeRegion(3, (_, key) => key > 0);
  const everywhere = makeRegion(3, () => true);
  const pattern = Float32Array.of(1, 0, 0, 1, 0, 0, 1, 0, 0);
  const sums = sumHead(pattern, { all: everywhere, content: sink, others: sink, beyondBand: sink });
  expect([...sums.content.mass]).toEqual([0, 0, 0]);
  expect([...sums.all.mass]).toEqual([1, 1, 1]);
});

test('heads of one text share the memory of their surprises, and each has its own numbers there', () => {
  const regions = { all: LOWER, content: LOWER, others: LOWER, beyondBand: LOWER };
  const [first, second] = [Float32Array.of(1, 0, 0.5, 0.5), Float32Array.of(1, 0, 0.25, 0.75)];
  const before = sumHead(first, regions).surprises;
  const { surprises } = sumHead(second, regions);
  expect(surprises.buffer).toBe(before.buffer);
  expect([...surprises]).toEqual([-0, 0, 0.25 * Math.log(4), -0.75 * Math.log(0.75)]);
  expect(sumHead(second, { ...regions }).surprises).toEqual(surprises);
  expect(sumHead(second, { ...regions }).surprises.buffer).not.toBe(before.buffer);
});
