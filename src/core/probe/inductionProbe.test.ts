import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextOf } from '../labels/context.ts';
import { randomStream } from '../random.ts';
import { sumRows } from '../labels/rowSums.ts';
import { compileTarget, scoreTarget } from '../labels/targets.ts';
import { makeInductionProbes, scoreInduction } from './inductionProbe.ts';

const DESIGN = { seed: 7, startId: 0, firstId: 500, endId: 2000 } as const;
const probes = makeInductionProbes(DESIGN);

/** A causal head on every probe: each row gives `weight(query, key)`, made to sum to 1. */
function headOf(weight: (query: number, key: number) => number, of = probes): Float32Array[] {
  return of.map(({ ids: { length } }) => {
    const pattern = new Float32Array(length * length);
    for (let query = 0; query < length; query++) {
      const row = Array.from({ length: query + 1 }, (_, key) => weight(query, key));
      const sum = row.reduce((total, each) => total + each, 0);
      row.forEach((each, key) => {
        pattern[query * length + key] = sum > 0 ? each / sum : Number(key === 0);
      });
    }
    return pattern;
  });
}
const ROUNDED = { raw: expect.closeTo(1, 9), kappa: expect.closeTo(1, 9), coverage: expect.closeTo(1, 9) };
const oneKey = (keyOf: (query: number) => number) => headOf((query, key) => Number(key === keyOf(query)));

describe('makeInductionProbes', () => {
  test('gives four sequences of a start token and 25 different ids, twice', () => {
    expect(probes).toHaveLength(4);
    for (const { ids, nBefore, nRepeated } of probes) {
      expect([ids.length, nBefore, nRepeated]).toEqual([51, 1, 25]);
      expect(ids[0]).toBe(0);
      expect(ids.slice(1, 26)).toEqual(ids.slice(26));
      expect(new Set(ids.slice(1, 26)).size).toBe(25);
      expect(Math.min(...ids.slice(1))).toBeGreaterThanOrEqual(500);
      expect(Math.max(...ids)).toBeLessThan(2000);
    }
    expect(new Set(probes.map(({ ids }) => ids.join())).size).toBe(4);
  });

  test('the same seed gives the same ids on every machine, another seed others', () => {
    expect(probes[0]!.ids.slice(0, 5)).toEqual([0, 517, 592, 1965, 1548]);
    expect(makeInductionProbes(DESIGN)).toEqual(probes);
    expect(makeInductionProbes({ ...DESIGN, seed: 8 })[0]!.ids).not.toEqual(probes[0]!.ids);
  });

  test('without a start token the copies begin at once, and the start token is never drawn', () => {
    const [bare] = makeInductionProbes({ ...DESIGN, startId: null });
    expect([bare!.ids.length, bare!.nBefore]).toEqual([50, 0]);
    const [tight] = makeInductionProbes({ seed: 1, startId: 10, firstId: 10, endId: 36 });
    expect(tight!.ids.slice(1)).not.toContain(10);
  });

  test('refuses a range of too few ids', () => {
    expect(() => makeInductionProbes({ ...DESIGN, endId: 524 })).toThrow(RangeError);
  });
});

describe('scoreInduction', () => {
  test('a perfect induction head scores 1', () => {
    expect(
      scoreInduction(
        oneKey((query) => query - 24),
        probes,
      ),
    ).toEqual(ROUNDED);
  });

  test('a duplicate-token head scores nothing: it looks one place too early', () => {
    const { raw, kappa } = scoreInduction(
      oneKey((query) => query - 25),
      probes,
    );
    expect(raw).toBe(0);
    expect(kappa).toBeLessThan(0);
  });

  test('a sink head scores nothing, and kappa cannot be measured', () => {
    expect(
      scoreInduction(
        oneKey(() => 0),
        probes,
      ),
    ).toEqual({ raw: 0, kappa: NaN, coverage: 0 });
  });

  test('even attention has kappa 0 and the raw score of chance', () => {
    const { raw, kappa } = scoreInduction(
      headOf(() => 1),
      probes,
    );
    const chance = Array.from({ length: 24 }, (_, at) => 1 / (28 + at)).reduce((sum, each) => sum + each, 0) / 24;
    expect(raw).toBeCloseTo(chance, 6);
    expect(kappa).toBeCloseTo(0, 6);
  });

  test('an induction head that rests three quarters of the time has raw 0.25 and kappa 1', () => {
    const head = headOf((query, key) => (key === 0 ? 3 : Number(key === query - 24)));
    expect(scoreInduction(head, probes)).toEqual({ raw: 0.25, kappa: expect.closeTo(1, 9), coverage: 0.25 });
  });

  test('the first row of the second copy and the rows of the first do not count', () => {
    const head = headOf((query, key) => Number(query > 26 ? key === query - 24 : key === query));
    expect(scoreInduction(head, probes).raw).toBe(1);
  });

  test('is the skill that the labels compute with the first position as their only sink', () => {
    const [probe] = probes;
    const tokens = probe!.ids.map((id, at) => ({
      piece: `${id}`,
      identity: id,
      isSpecial: at === 0,
      segment: 0,
      isPadding: false,
    }));
    const { regions } = contextOf(tokens, true);
    const rows = Uint8Array.from(probe!.ids, (_, query) => Number(query > 26));
    const target = compileTarget(regions.content, rows, (query, key) => Number(key === query - 24));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = randomStream(seed);
        const [pattern] = headOf((query, key) => random() ** 6 + Number(key === query - 24) * random(), [probe!]);
        const skill = scoreTarget(
          pattern!,
          target,
          sumRows(pattern!, new Float64Array(pattern!.length), regions.content),
        );
        const score = scoreInduction([pattern!], [probe!]);
        expect(score.kappa).toBeCloseTo(skill.score, 9);
        expect(score.raw).toBeCloseTo(skill.raw, 9);
        expect(score.coverage).toBeCloseTo(skill.coverage, 9);
      }),
      { seed: 3, numRuns: 30 },
    );
  });

  test('refuses patterns that do not fit the probes', () => {
    expect(() => scoreInduction([], probes)).toThrow(RangeError);
    expect(() => scoreInduction([new Float32Array(9)], probes.slice(0, 1))).toThrow(RangeError);
  });
});
