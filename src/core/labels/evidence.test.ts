import { describe, expect, test } from 'vitest';
import { createEvidenceContext, createLabelContext } from './runContext.ts';
import { evidenceOf } from './evidence.ts';
import { labelHead } from './labelHead.ts';
import { scoreOf } from './report.ts';
import type { LabelId } from './report.ts';
import { contextOfStrings } from './testing/strings.ts';
import type { Component } from './testing/synthetic.ts';
import { flatDirichlet, makePattern, templateContext, TEXTS } from './testing/synthetic.ts';

function evidence(template: string, components: readonly Component[], label: LabelId, noise = 0) {
  const context = templateContext(template);
  const pattern = makePattern(context, template, components, noise, 1000);
  return { found: evidenceOf(scoreOf(labelHead(pattern, context), label), context, pattern), context, pattern };
}

test.each<[LabelId, string, Component, object]>([
  ['previous', 'B1', ['offset', -1, 1], { kind: 'band', from: -1, to: -1 }],
  ['next', 'B1', ['offset', 1, 1], { kind: 'band', from: 1, to: 1 }],
  ['self', 'B1', ['offset', 0, 1], { kind: 'band', from: 0, to: 0 }],
  ['offset', 'B4', ['offset', 3, 1], { kind: 'band', from: 3, to: 3 }],
  ['local', 'B4', ['band', 2, 1], { kind: 'band', from: -2, to: 2 }],
  ['local', 'G4', ['band', 2, 1], { kind: 'band', from: -2, to: 0 }],
  // Only tokens of the kind that the words name; both kinds where the head rests on both.
  ['delimiter', 'B2', ['sep', null, 1], { kind: 'columns', keys: [10, 21] }],
  ['delimiter', 'B1', ['uniform', null, 1], { kind: 'columns', keys: [0, 15] }],
  ['first', 'G1', ['cls', null, 1], { kind: 'columns', keys: [0] }],
  ['resting', 'G1n', ['cls', null, 1], { kind: 'columns', keys: [0] }],
  ['punctuation', 'B1', ['punct', null, 1], { kind: 'columns', keys: [7, 14] }],
  ['vertical', 'B4', ['col', 20, 1], { kind: 'columns', keys: [20] }],
  [
    'block',
    'B2',
    ['block', null, 1],
    {
      kind: 'blocks',
      ranges: [
        { start: 1, end: 10 },
        { start: 11, end: 21 },
      ],
    },
  ],
  ['broad', 'B1', ['uniform', null, 1], { kind: 'none' }],
  ['same_token', 'B1', ['offset', 1, 1], { kind: 'none' }],
])('the evidence for %s in %s', (label, template, component, expected) => {
  expect(evidence(template, [component], label).found).toEqual(expected);
});

describe('cells', () => {
  test('of same_token join equal words and hold more than an even share, strongest first', () => {
    const { found, context, pattern } = evidence('B2', [['same', null, 1]], 'same_token', 0.3);
    if (found.kind !== 'cells') throw new Error(found.kind);
    expect(found.cells.length).toBeGreaterThan(8);
    for (const { query, key, weight } of found.cells) {
      expect(TEXTS['B2']![query]).toBe(TEXTS['B2']![key]);
      expect(query).not.toBe(key);
      expect(weight).toBe(pattern[query * context.text.nTokens + key]);
      expect(weight).toBeGreaterThan(1 / 22);
    }
    const weights = found.cells.map(({ weight }) => weight);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  });

  test('of same_token begin just above an even share', () => {
    const context = contextOfStrings('[CLS] a b a c a d [SEP]'.split(' '), false);
    const pattern = new Float64Array(64).fill(0.11);
    // Even is 1/8: the first a gives the second 0.13 and the third 0.12.
    pattern[8 + 3] = 0.13;
    pattern[8 + 5] = 0.12;
    pattern.set([0.5, 0.5], 3 * 8);
    const score = scoreOf(labelHead(pattern, context), 'same_token');
    expect(score.rows).toBe(3);
    expect(evidenceOf(score, context, pattern)).toEqual({
      kind: 'cells',
      cells: [
        { query: 3, key: 1, weight: 0.5 },
        { query: 1, key: 3, weight: 0.13 },
      ],
    });
  });

  test('of induction lead to the token after the earlier copy', () => {
    const { found } = evidence('GR', [['induction', null, 1]], 'induction', 0.2);
    if (found.kind !== 'cells') throw new Error(found.kind);
    // Positions 1 to 12 are repeated as 13 to 24.
    const links = found.cells.map(({ query, key }) => [query, key]).toSorted((a, b) => a[0]! - b[0]!);
    expect(links).toEqual(Array.from({ length: 12 }, (_, word) => [13 + word, 2 + word]));
  });

  test('of long_range are at most 24, far, and those that add most to the score', () => {
    const { found } = evidence(
      'G4',
      [
        ['far_causal', null, 0.7],
        ['offset', -1, 0.3],
      ],
      'long_range',
    );
    if (found.kind !== 'cells') throw new Error(found.kind);
    expect(found.cells).toHaveLength(24);
    for (const { query, key } of found.cells) expect(query - key).toBeGreaterThanOrEqual(0.6 * query);
  });

  test('of long_range leave out the previous token, however strong', () => {
    const { found } = evidence('G1', [['offset', -1, 1]], 'long_range');
    expect(found).toEqual({ kind: 'cells', cells: [] });
  });

  test('of long_range are the 24 of all cells that add most, in order', () => {
    const context = contextOfStrings(
      Array.from({ length: 60 }, (_, i) => `w${i}`),
      true,
    );
    for (const seed of [1, 2, 3]) {
      const pattern = flatDirichlet(context, seed);
      const all: { readonly query: number; readonly key: number; readonly gain: number }[] = [];
      // The first position is a sink: content keys of query q are 1 to q, their mean distance is (q - 1) / 2.
      for (let query = 1; query < 60; query++)
        for (let key = 1; key < query - 2; key++) {
          const weight = pattern[query * 60 + key]!;
          const gain = weight * (query - key - (query - 1) / 2);
          if (weight > 1 / (query + 1) && gain > 0) all.push({ query, key, gain });
        }
      expect(all.length).toBeGreaterThan(200);
      const largest = all.toSorted((a, b) => b.gain - a.gain).slice(0, 24);
      const found = evidenceOf(scoreOf(labelHead(pattern, context), 'long_range'), context, pattern);
      if (found.kind !== 'cells') throw new Error(found.kind);
      expect(found.cells.map(({ query, key }) => [query, key])).toEqual(largest.map(({ query, key }) => [query, key]));
    }
  });
});

test.each([true, false])('the smaller context of evidence gives the same for every label (causal: %s)', (isCausal) => {
  const words = Array.from({ length: 4 }, () => 'the lamp . by our the lamp , was lit'.split(' ')).flat();
  const tokens = words.map((text, position) => ({
    position,
    id: words.indexOf(text),
    piece: text,
    text,
    start: position,
    end: position + 1,
    special: position === 12,
    segment: position < 15 ? (0 as const) : (1 as const),
  }));
  const context = createLabelContext(tokens, isCausal);
  const smaller = createEvidenceContext(tokens, isCausal);
  const pattern = flatDirichlet(context, 7);
  const { labels } = labelHead(pattern, context);
  expect(labels.length).toBeGreaterThan(10);
  const kinds = labels.map((score) => evidenceOf(score, context, pattern).kind);
  expect(kinds.filter((kind) => kind === 'cells').length).toBeGreaterThan(isCausal ? 2 : 1);
  for (const score of labels) expect(evidenceOf(score, smaller, pattern)).toEqual(evidenceOf(score, context, pattern));
});
