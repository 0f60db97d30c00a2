import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelHead, labelHeads } from './labelHead.ts';
import { scoreOf } from './report.ts';
import { measureHead } from './measure.ts';
import { contextOfStrings } from './testing/strings.ts';
import { CASES } from './testing/cases.ts';
import { makePattern, templateContext, TEXTS } from './testing/synthetic.ts';
import type { Rows } from './testing/transformerLens.ts';
import { previousDetection, rawDetection } from './testing/transformerLens.ts';
import { TEMPLATES, randomPattern } from './testing/randomPattern.ts';

const CLOSE = 9;

/** How far two numbers are apart; nothing where both are NaN. */
function distance(a: number, b: number): number {
  return Number.isNaN(a) && Number.isNaN(b) ? 0 : Math.abs(a - b);
}

const anyTemplate = fc.constantFrom(...TEMPLATES);
const anySeed = fc.integer({ min: 1, max: 1e6 });

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
