import { describe, expect, test } from 'vitest';
import type { LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import { labelHead } from './labelHead.ts';
import { scoreOf } from './report.ts';
import { measureHead } from './measure.ts';
import { randomStream } from '../random.ts';
import type { TargetLabel } from './rules.ts';
import { flatDirichlet, makePattern, templateContext } from './testing/synthetic.ts';
import { TEMPLATES, randomPattern } from './testing/randomPattern.ts';

describe('even attention', () => {
  test.each(TEMPLATES)('has score 0 and z 0 at every target in %s', (template) => {
    const context = templateContext(template);
    const even = makePattern(context, template, [['uniform', null, 1]], 0, 1);
    const measured = [...measureHead(even, context).skills].filter(([, { score }]) => !Number.isNaN(score));
    const off = measured.filter(
      ([, { score, z, raw, rawChance }]) => Math.abs(score) > 1e-9 || z !== 0 || Math.abs(raw - rawChance) > 1e-9,
    );
    expect(off).toEqual([]);
    expect(measured.length).toBeGreaterThan(0);
  });
});

describe('the z of a label', () => {
  // Every label with a target, on a head of its own kind and on heads of other kinds.
  test.each<[TargetLabel, string, number]>([
    ['previous', 'B1', 3],
    ['local', 'G1', 5],
    ['same_token', 'B2', 7],
    ['long_range', 'G4', 11],
    ['induction', 'GR', 13],
    ['delimiter', 'BP', 17],
  ])('of %s in %s agrees with shuffled rows', (label, template, seed) => {
    const context = templateContext(template);
    const pattern = randomPattern(context, seed);
    const z = zByShuffling(label, context, pattern, 4000, seed);
    const { skills } = measureHead(pattern, context);
    expect(Math.abs(skills.get(label)!.z - z.z)).toBeLessThan(0.05 * Math.max(1, Math.abs(z.z)));
    expect(skills.get(label)!.rows).toBe(z.rows);
  });
});

describe.each<[TargetLabel, string]>([
  ['previous', 'B1'],
  ['self', 'G1'],
  ['local', 'B4'],
  ['delimiter', 'BP'],
  ['same_token', 'B2'],
  ['induction', 'GR'],
  ['block', 'B2'],
  ['long_range', 'G4'],
  ['offset', 'G1'],
  ['vertical', 'B1'],
  ['offset', 'B4'],
  ['vertical', 'G4'],
])('chance95 of %s in %s', (label, template) => {
  test('is passed by about one head in twenty with shuffled weights', () => {
    const context = templateContext(template);
    const random = randomStream(29);
    const N = 400;
    let nAbove = 0;
    for (let draw = 0; draw < N; draw++) {
      const pattern = shuffledRows(context, randomPattern(context, 1 + draw), random);
      const { score, chance95 } = scoreOf(labelHead(pattern, context), label);
      if (score > chance95) nAbove++;
    }
    // The normal approximation is a little off for skewed targets; 3 standard errors of 1/20 are 0.033.
    expect(nAbove / N).toBeGreaterThan(0.017);
    expect(nAbove / N).toBeLessThan(0.09);
  });
});

test('chance and chance95 of broad are those of heads with flat random rows', () => {
  const context = templateContext('B4');
  const N = 400;
  let sum = 0;
  let chance = 0;
  let nAbove = 0;
  for (let seed = 1; seed <= N; seed++) {
    const broad = scoreOf(labelHead(flatDirichlet(context, seed), context), 'broad');
    sum += broad.score;
    chance += broad.chance;
    if (broad.score > broad.chance95) nAbove++;
  }
  expect(sum / N).toBeCloseTo(chance / N, 2);
  expect(nAbove / N).toBeGreaterThan(0.017);
  expect(nAbove / N).toBeLessThan(0.085);
});

/** Each row of a pattern with its weights on random allowed keys. */
function shuffledRows({ text, regions }: LabelContext, pattern: Float64Array, random: () => number): Float64Array {
  const n = text.nTokens;
  const shuffled = new Float64Array(pattern.length);
  for (let query = 0; query < n; query++) shuffleRow(pattern, shuffled, regions.all.allowed, query, n, random);
  return shuffled;
}

/** Writes row `query` of `from`, its weights inside `allowed` put in random order, to `to`. */
function shuffleRow(
  from: Float64Array,
  to: Float64Array,
  allowed: Uint8Array,
  query: number,
  n: number,
  random: () => number,
): void {
  const cells: number[] = [];
  for (let cell = query * n; cell < (query + 1) * n; cell++) if (allowed[cell] === 1) cells.push(cell);
  const weights = cells.map((cell) => from[cell]!);
  for (let place = weights.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [weights[place], weights[other]] = [weights[other]!, weights[place]!];
  }
  cells.forEach((cell, place) => (to[cell] = weights[place]!));
}

/** z of a label's target sum by shuffling rows inside the label's region, straight from the definition. */
function zByShuffling(
  label: TargetLabel,
  context: LabelContext,
  pattern: Float64Array,
  nDraws: number,
  seed: number,
): { z: number; rows: number } {
  const { value, region, rows } = goalOf(label, context.text)!;
  const { allowed } = context.regions[region];
  const n = context.text.nTokens;
  const queries: number[] = [];
  for (let query = 0; query < n; query++) {
    const values = new Set<number>();
    for (let key = 0; key < n; key++) if (allowed[query * n + key] === 1) values.add(value(query, key));
    if (rows[query] === 1 && values.size > 1) queries.push(query);
  }
  const total = (weights: Float64Array) => {
    let sum = 0;
    for (const query of queries)
      for (let key = 0; key < n; key++)
        if (allowed[query * n + key] === 1) sum += weights[query * n + key]! * value(query, key);
    return sum;
  };
  const random = randomStream(seed);
  const shuffled = new Float64Array(pattern.length);
  const draws = Array.from({ length: nDraws }, () => {
    for (const query of queries) shuffleRow(pattern, shuffled, allowed, query, n, random);
    return total(shuffled);
  });
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / nDraws;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / nDraws;
  return { z: (total(pattern) - mean) / Math.sqrt(variance), rows: queries.length };
}
