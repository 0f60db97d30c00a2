import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabelContext } from './context.ts';
import { goalOf } from './goals.ts';
import { labelHead, labelHeads } from './labelHead.ts';
import { scoreOf } from './report.ts';
import { measureHead } from './measure.ts';
import { randomStream } from '../random.ts';
import type { TargetLabel } from './rules.ts';
import { contextOfStrings } from './testing/strings.ts';
import { CASES } from './testing/cases.ts';
import { flatDirichlet, makePattern, normaliseRows, templateContext, TEXTS } from './testing/synthetic.ts';
import type { Rows } from './testing/transformerLens.ts';
import { previousDetection, rawDetection } from './testing/transformerLens.ts';

const TEMPLATES = Object.keys(TEXTS);
const CLOSE = 9;

/** Random rows, some nearly one-hot, some nearly even. */
function randomPattern(context: LabelContext, seed: number): Float64Array {
  const n = context.text.nTokens;
  const sharpness = 1 + (seed % 5);
  const pattern = flatDirichlet(context, seed).map((weight) => weight ** sharpness);
  normaliseRows(pattern, n);
  return pattern;
}

/** How far two numbers are apart; nothing where both are NaN. */
function distance(a: number, b: number): number {
  return Number.isNaN(a) && Number.isNaN(b) ? 0 : Math.abs(a - b);
}

const anyTemplate = fc.constantFrom(...TEMPLATES);
const anySeed = fc.integer({ min: 1, max: 1e6 });

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

test('padding that nobody looks at changes no number', () => {
  for (const { template, components } of CASES.filter((made) => made.template !== 'B3')) {
    const context = templateContext(template);
    const padded = templateContext(template, 5);
    const pattern = makePattern(context, template, components, 0.3, 4);
    const n = context.text.nTokens;
    const wide = new Float64Array((n + 5) ** 2);
    for (let query = 0; query < n; query++) wide.set(pattern.subarray(query * n, (query + 1) * n), query * (n + 5));
    expect(labelHead(wide, padded)).toEqual(labelHead(pattern, context));
  }
});

describe('a text of no more than one token', () => {
  test.each([[[]], [['[CLS]']], [['word']]])('%j gives no label and no error', (pieces) => {
    for (const isCausal of [true, false]) {
      const context = contextOfStrings(pieces, isCausal);
      const { labels, strongest, stats } = labelHead(new Float32Array(pieces.length ** 2).fill(1), context);
      expect(strongest).toBeNull();
      expect(new Set(labels.map(({ reason }) => reason))).toEqual(new Set(['too-short']));
      expect(labels.filter(({ impliedBy, columnP }) => impliedBy ?? columnP)).toEqual([]);
      expect(new Set(Object.values(stats))).toEqual(new Set([NaN]));
    }
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

test('resting part of the attention on a sink leaves content scores and shrinks coverage', () => {
  fc.assert(
    fc.property(anyTemplate, anySeed, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (template, seed, rest) => {
      const context = templateContext(template);
      const n = context.text.nTokens;
      const pattern = randomPattern(context, seed);
      const resting = pattern.map((weight, cell) => (1 - rest) * weight + (cell % n === 0 ? rest : 0));
      const before = measureHead(pattern, context).skills;
      const after = measureHead(resting, context).skills;
      for (const label of ['previous', 'self', 'local', 'same_token', 'long_range'] as const) {
        const was = before.get(label)!;
        const is = after.get(label)!;
        expect(is.rows).toBe(was.rows);
        expect(distance(is.score, was.score)).toBeLessThan(1e-9);
        expect(distance(is.coverage, (1 - rest) * was.coverage)).toBeLessThan(1e-9);
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

test('mixing in even attention over the content keys shrinks content scores in proportion', () => {
  fc.assert(
    fc.property(anyTemplate, anySeed, fc.double({ min: 0, max: 1, noNaN: true }), (template, seed, noise) => {
      const context = templateContext(template);
      const n = context.text.nTokens;
      const { allowed, nKeys } = context.regions.content;
      const pattern = randomPattern(context, seed);
      const { sums, skills } = measureHead(pattern, context);
      const mixed = pattern.map((weight, cell) => {
        const query = Math.floor(cell / n);
        const even = allowed[cell] === 1 ? sums.content.mass[query]! / nKeys[query]! : weight;
        return (1 - noise) * weight + noise * even;
      });
      const after = measureHead(mixed, context).skills;
      for (const label of ['previous', 'self', 'local', 'long_range'] as const) {
        const was = skills.get(label)!;
        expect(distance(after.get(label)!.score, (1 - noise) * was.score)).toBeLessThan(1e-9);
      }
    }),
    { seed: 2, numRuns: 60 },
  );
});

test('reading a bidirectional text backwards swaps previous and next and keeps self, local and long range', () => {
  fc.assert(
    fc.property(fc.constantFrom('B1', 'B4', 'BP'), anySeed, (template, seed) => {
      const context = templateContext(template);
      const backwards = contextOfStrings(TEXTS[template]!.toReversed(), false);
      const pattern = randomPattern(context, seed);
      const there = labelHead(pattern, context);
      const back = labelHead(pattern.toReversed(), backwards);
      const pairs = [
        ['previous', 'next'],
        ['next', 'previous'],
        ['self', 'self'],
        ['local', 'local'],
        ['delimiter', 'delimiter'],
        ['long_range', 'long_range'],
        ['broad', 'broad'],
      ] as const;
      for (const [label, mirrored] of pairs) {
        const a = scoreOf(there, label);
        const b = scoreOf(back, mirrored);
        expect(b.status).toBe(a.status);
        expect(b.score).toBeCloseTo(a.score, CLOSE);
        expect(b.z).toBeCloseTo(a.z, 6);
      }
    }),
    { seed: 3, numRuns: 40 },
  );
});

test('permuting heads permutes reports', () => {
  const context = templateContext('B2');
  const n = context.text.nTokens;
  const patterns = [0, 1, 2, 3, 4, 5].map((head) => {
    const { components } = CASES.filter(({ template }) => template === 'B2')[head % 4]!;
    return Float32Array.from(makePattern(context, 'B2', components, 0.1 * head, 70 + head));
  });
  const tensorOf = (order: readonly number[]) => {
    const data = new Float32Array(6 * n * n);
    order.forEach((head, place) => data.set(patterns[head]!, place * n * n));
    return { kind: 'encoder' as const, nLayers: 2, nHeads: 3, nQueries: n, nKeys: n, data };
  };
  const order = [4, 0, 5, 2, 1, 3];
  const plain = labelHeads(tensorOf([0, 1, 2, 3, 4, 5]), context);
  const permuted = labelHeads(tensorOf(order), context);
  expect(permuted.map(({ layer, head }) => [layer, head])).toEqual([
    [0, 0],
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 1],
    [1, 2],
  ]);
  permuted.forEach(({ kind: _kindOf, layer: _layerOf, head: _headOf, ...report }, place) => {
    const { kind: _kind, layer: _layer, head: _head, ...original } = plain[order[place]!]!;
    expect(report).toEqual(original);
  });
  expect(new Set(plain.map(({ strongest }) => strongest)).size).toBeGreaterThan(1);
});

test('a tensor or a pattern of another text is refused', () => {
  const context = templateContext('B1');
  expect(() => labelHead(new Float32Array(17 * 17), context)).toThrow(RangeError);
  const tensor = { kind: 'cross' as const, nLayers: 1, nHeads: 1, nQueries: 16, nKeys: 8, data: new Float32Array(128) };
  expect(() => labelHeads(tensor, context)).toThrow(RangeError);
});

describe('raw detection scores', () => {
  const worked: Rows = [
    [1, 0, 0, 0],
    [0.5, 0.5, 0, 0],
    [0.2, 0.3, 0.5, 0],
    [0.1, 0.15, 0.5, 0.25],
  ];

  test('are the published ones on the four-token example', () => {
    const all = rawDetection(worked, previousDetection(4), { firstKey: false, currentToken: false });
    const some = rawDetection(worked, previousDetection(4), { firstKey: true, currentToken: true });
    expect(all.mul).toBeCloseTo(0.325, 12);
    expect(all.abs).toBeCloseTo(-0.1, 12);
    expect(some.mul).toBeCloseTo(0.8 / 0.95, 12);
    expect(some.abs).toBeCloseTo(0.6625, 12);
  });

  test('depend on length where kappa does not: even attention scores 0.28 at 3 tokens and 0.07 at 50', () => {
    const even = (n: number) =>
      Array.from({ length: n }, (_, query) =>
        Array.from({ length: n }, (__, key) => Number(key <= query) / (query + 1)),
      );
    const mul = (n: number) =>
      rawDetection(even(n), previousDetection(n), { firstKey: false, currentToken: false }).mul;
    expect(mul(3)).toBeCloseTo(0.278, 3);
    expect(mul(50)).toBeCloseTo(0.07, 3);
  });
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
