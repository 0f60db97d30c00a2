import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LABEL_IDS } from '../labels/report.ts';
import { labelHead } from '../labels/labelHead.ts';
import { scoreOf } from '../labels/report.ts';
import { contextOfStrings } from '../labels/testing/strings.ts';
import { templateContext, TEXTS } from '../labels/testing/synthetic.ts';
import type { TurnedHead } from './ablation.ts';
import { NO_ABLATION } from './ablation.ts';
import { formatAblation, parseAblation } from './address.ts';
import { fidelity, interaction, isVisible, LITTLE, sizeOfEffect } from './formulas.ts';
import { labelPattern } from './idealPattern.ts';
import { curveSizes, headsOf, leaveOneOut, prefixes, pruningOrder, randomOrder } from './orders.ts';
import { allBut, canonicalKind, headKey, keepOf, toggleHead, turnHead, turnLayer } from './turning.ts';

const L0H3 = { layer: 0, head: 3 };
const L2H1 = { layer: 2, head: 1 };

describe('turning heads down', () => {
  test('a head goes off and back on; a half turned one goes back on; nothing else is touched', () => {
    const off = toggleHead({ ...NO_ABLATION, mode: 'flat' }, null, L0H3);
    expect(off).toEqual({ mode: 'flat', heads: [{ kind: null, ...L0H3, keep: 0 }] });
    expect(toggleHead(off, null, L0H3).heads).toEqual([]);
    expect(toggleHead(turnHead(NO_ABLATION, null, L0H3, 0.5), null, L0H3).heads).toEqual([]);
    expect([keepOf(off, null, L0H3), keepOf(off, 'cross', L0H3), keepOf(off, null, L2H1)]).toEqual([0, 1, 1]);
    expect(NO_ABLATION.heads).toEqual([]);
  });

  test('parts are clipped and rounded to hundredths, the last word counts', () => {
    expect(keepOf(turnHead(NO_ABLATION, null, L0H3, -2), null, L0H3)).toBe(0);
    expect(keepOf(turnHead(turnHead(NO_ABLATION, null, L0H3, 0.2), null, L0H3, 0.3456), null, L0H3)).toBe(0.35);
    expect(turnHead(NO_ABLATION, null, L0H3, 0.999).heads).toEqual([]);
    expect(() => turnHead(NO_ABLATION, null, L0H3, NaN)).toThrow(RangeError);
  });

  test('heads stand by stack, layer and head in whatever order they came', () => {
    let ablation = turnHead(NO_ABLATION, 'cross', L0H3, 0);
    ablation = turnHead(turnHead(turnHead(ablation, null, L2H1, 0), null, { layer: 2, head: 0 }, 0), null, L0H3, 0);
    expect(formatAblation(ablation.heads)).toBe('L0H3,L2H0,L2H1,cross.L0H3');
  });

  test('a layer, and all but some', () => {
    const layer = turnLayer(turnHead(NO_ABLATION, null, { layer: 1, head: 2 }, 0.5), null, 1, 4, 0);
    expect(formatAblation(layer.heads)).toBe('L1H0,L1H1,L1H2,L1H3');
    expect(turnLayer(layer, null, 1, 4, 1).heads).toEqual([]);
    const lone = allBut(turnHead(layer, 'cross', L0H3, 0.5), null, [{ layer: 1, head: 1 }], { nLayers: 2, nHeads: 3 });
    expect(formatAblation(lone.heads)).toBe('L0H0,L0H1,L0H2,L1H0,L1H2,L1H3,cross.L0H3:0.5');
  });

  test('heads have one name among all stacks', () => {
    expect([headKey(null, L0H3), headKey('cross', L2H1)]).toEqual(['L0H3', 'cross:L2H1']);
    expect([canonicalKind('encoder', ['encoder', 'cross']), canonicalKind('cross', ['encoder', 'cross'])]).toEqual([
      null,
      'cross',
    ]);
    expect(canonicalKind(null, ['encoder'])).toBeNull();
  });
});

describe('in a link', () => {
  const head = fc.record({
    kind: fc.constantFrom(null, 'encoder' as const, 'decoder' as const, 'cross' as const),
    layer: fc.integer({ min: 0, max: 99 }),
    head: fc.integer({ min: 0, max: 99 }),
    keep: fc.integer({ min: 0, max: 99 }).map((part) => part / 100),
  });

  test('what was written is read back', () => {
    fc.assert(
      fc.property(fc.uniqueArray(head, { selector: (one) => headKey(one.kind, one) }), (heads) => {
        const read = parseAblation(formatAblation(heads));
        const byKey = (all: readonly TurnedHead[]) => new Map(all.map((one) => [headKey(one.kind, one), one.keep]));
        expect(byKey(read!)).toEqual(byKey(heads));
        expect(formatAblation(read!)).toBe(formatAblation(heads));
      }),
      { seed: 11 },
    );
  });

  test.each([
    ['', ''],
    ['l2h1:.5,L0H3', 'L0H3,L2H1:0.5'],
    ['L0H3,L0H3:0.25', 'L0H3:0.25'],
    ['L0H3,L0H3:1', ''],
    ['L0H3:0.256', 'L0H3:0.26'],
    ['L0H3:0', 'L0H3'],
    ['decoder.L0H3:1.00', ''],
  ])('"%s" is read as "%s"', (text, expected) => {
    expect(formatAblation(parseAblation(text)!)).toBe(expected);
  });

  test.each([
    'L0H3,',
    'L0',
    'H3',
    'L0H3:2',
    'L0H3:1.5',
    'L0H3:-1',
    'L0H3:',
    'L0H3:x',
    'other.L0H3',
    '.L0H3',
    'L0H3 L1H1',
    'L-1H0',
    'L0H3:1e-1',
    ' L0H3',
    'L99999H0',
  ])('"%s" is broken', (text) => {
    expect(parseAblation(text)).toBeNull();
  });
});

describe('patterns in the place of a head', () => {
  /** For each row the keys with any weight, which must share it evenly. */
  function keysOf(pattern: Float32Array, nKeys: number): string[] {
    return Array.from({ length: pattern.length / nKeys }, (_, query) => {
      const row = pattern.subarray(query * nKeys, (query + 1) * nKeys);
      const keys = [...row.keys()].filter((key) => row[key]! > 0);
      for (const key of keys) expect(row[key]).toBeCloseTo(1 / keys.length, 7);
      return keys.join('');
    });
  }
  const bert = contextOfStrings(['[CLS]', 'a', 'b', ',', 'a', '[SEP]'], false);
  const gpt = contextOfStrings(['<s>', 'a', 'b', 'c', 'a', 'b'], true);

  test.each([
    ['previous', {}, '5 5 1 2 3 5'],
    ['next', {}, '5 2 3 4 5 5'],
    ['self', {}, '5 1 2 3 4 5'],
    ['offset', { offset: -2 }, '5 5 5 1 2 5'],
    ['local', {}, '5 123 1234 1234 234 5'],
    ['delimiter', {}, '5 05 05 05 05 5'],
    ['punctuation', {}, '5 3 3 5 3 5'],
    ['vertical', { column: 2 }, '5 2 2 2 2 5'],
    ['same_token', {}, '5 4 5 5 1 5'],
    ['long_range', {}, '5 4 4 1 1 5'],
    ['broad', {}, '5 1234 1234 1234 1234 5'],
    ['uniform', {}, '012345 012345 012345 012345 012345 012345'],
    ['resting', {}, '5 05 05 05 05 5'],
  ] as const)('%s on [CLS] a b , a [SEP]', (label, line, expected) => {
    expect(keysOf(labelPattern({ label, ...line }, bert)!, 6).join(' ')).toBe(expected);
  });

  test.each([
    ['previous', {}, '0 0 1 2 3 4'],
    ['first', {}, '0 0 0 0 0 0'],
    ['induction', {}, '0 0 0 0 2 3'],
    ['vertical', { column: 3 }, '0 0 0 3 3 3'],
    ['uniform', {}, '0 01 012 0123 01234 012345'],
    ['broad', {}, '0 1 12 123 1234 12345'],
  ] as const)('%s on <s> a b c a b, causal', (label, line, expected) => {
    expect(keysOf(labelPattern({ label, ...line }, gpt)!, 6).join(' ')).toBe(expected);
  });

  test('own segment rests in the segment, beyond the nearest neighbours', () => {
    const pair = contextOfStrings('[CLS] a b c d [SEP] e f [SEP]'.split(' '), false, { hasSegments: true });
    expect(keysOf(labelPattern({ label: 'block' }, pair)!, 9).join(' ')).toBe('8 4 8 8 1 8 8 8 8');
  });

  test('labels without a pattern, and without a target in this text, have none', () => {
    const none = [
      labelPattern({ label: 'heterogeneous' }, bert),
      labelPattern({ label: 'vertical+diagonal' }, bert),
      labelPattern({ label: 'offset' }, bert),
      labelPattern({ label: 'vertical', column: NaN }, bert),
      labelPattern({ label: 'induction' }, bert),
      labelPattern({ label: 'next' }, gpt),
      labelPattern({ label: 'punctuation' }, gpt),
      labelPattern({ label: 'block' }, bert),
    ];
    expect(none).toEqual(none.map(() => null));
  });

  test('a row with nowhere to rest is even', () => {
    const bare = contextOfStrings(['a', 'b', 'c'], false);
    expect(keysOf(labelPattern({ label: 'previous' }, bare)!, 3)).toEqual(['012', '0', '1']);
  });

  test('rows sum to 1, on allowed keys only, and the labeller sees the label in its own pattern', () => {
    for (const template of ['B1', 'B2', 'G1', 'GR', 'B4', 'G4']) {
      const context = templateContext(template);
      const n = TEXTS[template]!.length;
      for (const label of LABEL_IDS) {
        const pattern = labelPattern({ label, offset: -3, column: 4 }, context);
        if (!pattern) continue;
        for (let query = 0; query < n; query++) {
          let sum = 0;
          for (let key = 0; key < n; key++) {
            sum += pattern[query * n + key]!;
            const isAllowed = context.regions.all.allowed[query * n + key] === 1;
            expect(isAllowed || pattern[query * n + key] === 0).toBe(true);
          }
          expect(sum).toBeCloseTo(1, 5);
        }
        const { score, rows } = scoreOf(labelHead(pattern, context), label);
        const isPerfect = rows === 0 || Number.isNaN(score) || score > 0.999;
        expect({ template, label, isPerfect }).toEqual({ template, label, isPerfect: true });
      }
    }
  });
});

describe('orders', () => {
  const stacks = [
    { kind: 'encoder' as const, nLayers: 1, nHeads: 2 },
    { kind: 'cross' as const, nLayers: 2, nHeads: 1 },
  ];
  const heads = headsOf(stacks);

  test('leave-one-out switches each head of each stack off once', () => {
    expect(leaveOneOut(stacks, 'zero').map((one) => `${one.mode} ${formatAblation(one.heads)}`)).toEqual([
      'zero L0H0',
      'zero L0H1',
      'zero cross.L0H0',
      'zero cross.L1H0',
    ]);
  });

  test('pruning begins with the least effect; gains come first, what was not measured last', () => {
    expect(pruningOrder(heads, [0.5, NaN, -0.1, 0.5]).map((one) => headKey(one.kind, one))).toEqual([
      'cross:L0H0',
      'L0H0',
      'cross:L1H0',
      'L0H1',
    ]);
    expect(pruningOrder(heads, [Infinity, NaN, NaN, 1]).map((one) => headKey(one.kind, one))).toEqual([
      'cross:L1H0',
      'L0H0',
      'L0H1',
      'cross:L0H0',
    ]);
    expect(() => pruningOrder(heads, [1])).toThrow(RangeError);
  });

  test('a random order holds every head once, the same for the same seed', () => {
    const many = headsOf([{ kind: 'decoder', nLayers: 5, nHeads: 6 }]);
    const order = randomOrder(many, 7);
    expect(order).toEqual(randomOrder(many, 7));
    expect(order).not.toEqual(randomOrder(many, 8));
    expect(formatAblation(order)).toBe(formatAblation(many));
    expect(order).not.toEqual(many);
  });

  test('sets grow head by head, or in the sizes asked for', () => {
    expect(prefixes(heads, 'mean').map((one) => one.heads.length)).toEqual([1, 2, 3, 4]);
    expect(prefixes(heads, 'mean', [1, 4]).map((one) => formatAblation(one.heads))).toEqual([
      'L0H0',
      'L0H0,L0H1,cross.L0H0,cross.L1H0',
    ]);
    expect([curveSizes(4, 99), curveSizes(144, 4), curveSizes(3, 1), curveSizes(0, 5)]).toEqual([
      [1, 2, 3, 4],
      [1, 49, 96, 144],
      [3],
      [],
    ]);
  });
});

describe('formulas', () => {
  test('fidelity is 1 if the label does it all, 0 if no more than the mean, and at least -1', () => {
    const of = (klMean: number, klIdeal: number, floor: number) => fidelity(klMean, klIdeal, floor, 0.5);
    expect([of(0.5, 0, 0), of(0.5, 0.125, 0.01), of(0.5, 0.5, 0), of(0.5, 9, 0)]).toEqual([1, 0.75, 0, -1]);
  });

  test('fidelity says nothing where the head does nothing that stands out from noise', () => {
    const of = (klMean: number, klIdeal: number, floor: number) => fidelity(klMean, klIdeal, floor, 0);
    expect([of(0, 0, 0), of(0.1, 0, 0.01), of(NaN, 0, 0), of(Infinity, 1, 0)]).toEqual([null, null, null, null]);
  });

  test('fidelity says nothing where the head does next to nothing, however small the noise', () => {
    expect([fidelity(0.24, 0, 1e-9, 0.25), fidelity(0.25, 0, 1e-9, 0.25)]).toEqual([null, 1]);
    expect([sizeOfEffect(0.24, 1e-9, 0.25), sizeOfEffect(0.25, 1e-9, 0.25), sizeOfEffect(0.3, 0.03, 0.25)]).toEqual([
      'little',
      'enough',
      'noise',
    ]);
  });

  test('below the bound of KL probabilities move by less than 0.023 on the mean', () => {
    // The worst case of Pinsker: two outcomes near one half.
    const move = 0.0223;
    const kl = (p: number, q: number) => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    expect(kl(0.5 + move / 2, 0.5 - move / 2)).toBeLessThan(LITTLE.kl);
    expect(kl(0.5 + 0.023 / 2, 0.5 - 0.023 / 2)).toBeGreaterThan(LITTLE.kl);
    expect(1 - Math.cos(Math.PI / 180)).toBeCloseTo(LITTLE.turn, 5);
  });

  test('interaction is what two lose together beyond their own; effects of either sign are visible above 10 x noise', () => {
    expect(interaction(0.25, 0.5, 2)).toBe(1.25);
    expect([isVisible(-0.2, 0.01), isVisible(0.05, 0.01), isVisible(NaN, 0), isVisible(1e-9, 0)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
