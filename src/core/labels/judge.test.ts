import { describe, expect, test } from 'vitest';
import type { LabelContext } from './context.ts';
import { labelHead } from './labelHead.ts';
import { scoreOf } from './report.ts';
import { LABEL_IDS } from './report.ts';
import type { LabelId, LabelStatus } from './report.ts';
import { contextOfStrings } from './testing/strings.ts';
import type { Component } from './testing/synthetic.ts';
import { makePattern, templateContext } from './testing/synthetic.ts';

/** Each content query puts `peak` on the key before it, the rest evenly on the other content keys; without one, even. */
function previousHead(context: LabelContext, peak: number): Float64Array {
  const { nTokens: n, content } = context.text;
  const words = [...content.keys()].filter((place) => content[place] === 1);
  const pattern = new Float64Array(n * n);
  for (let query = 0; query < n; query++) {
    for (const key of words) {
      const hasTarget = query > words[0]! && content[query] === 1;
      const rest = (1 - peak) / (words.length - 1);
      pattern[query * n + key] = hasTarget ? (key === query - 1 ? peak : rest) : 1 / words.length;
    }
  }
  return pattern;
}

/** Even attention over the allowed keys. */
function makeEven({ text: { nTokens: n }, regions: { all } }: LabelContext): Float64Array {
  return Float64Array.from({ length: n * n }, (_, cell) => all.allowed[cell]! / all.nKeys[Math.floor(cell / n)]!);
}

function report(template: string, components: readonly Component[], noise = 0) {
  const context = templateContext(template);
  return labelHead(makePattern(context, template, components, noise, 1000), context);
}

describe('a worked example: [CLS] a b c d e [SEP], 0.6 on the key before, 0.1 on each other word', () => {
  const context = contextOfStrings('[CLS] a b c d e [SEP]'.split(' '), false);
  const { labels } = labelHead(previousHead(context, 0.6), context);
  const previous = labels.find(({ label }) => label === 'previous')!;

  test('has previous = (0.6 - 0.2) / (1 - 0.2) = 0.5 on the four rows that have a previous word', () => {
    expect(previous.score).toBeCloseTo(0.5, 12);
    expect(previous.rows).toBe(4);
    expect(previous.coverage).toBeCloseTo(1, 12);
    expect(previous.share).toBeCloseTo(0.5, 12);
    expect(previous.raw).toBeCloseTo(0.6, 12);
    expect(previous.rawChance).toBeCloseTo(0.2, 12);
  });

  test('has z = 1.6 / sqrt(4 x 0.2 / 5) = 4 and passes all gates: one of 5^4 shuffles does as well, 5 labels ask for 500', () => {
    expect(previous.z).toBeCloseTo(4, 12);
    expect(previous.status).toBe('assigned');
    expect(previous.gates.map(({ name, needed, holds }) => [name, needed, holds])).toEqual([
      ['score', 0.4, true],
      ['share', 0.12, true],
      ['rows', 4, true],
      ['z', 3, true],
      ['odds', 500, true],
    ]);
    expect(previous.gates.at(-1)!.got).toBeCloseTo(625, 6);
  });

  test('has its chance line at 1.645 deviations of 0.125, moved up by a skewness of 1.5 / 2', () => {
    // Sum of cubes about the mean 0.4^3 - 4 x 0.1^3 = 0.06; third moment 4 x 0.06 / 5; over variance^1.5 = 0.064: 0.75.
    expect(previous.chance).toBe(0);
    expect(previous.chance95).toBeCloseTo((1.645 + (0.75 * (1.645 ** 2 - 1)) / 6) * 0.125, 3);
  });
});

describe('status', () => {
  const context = contextOfStrings('[CLS] a b c d e f g h [SEP]'.split(' '), false);
  const statusAt = (peak: number): LabelStatus =>
    scoreOf(labelHead(previousHead(context, peak), context), 'previous').status;

  test('goes from absent over hint to assigned as attention gathers on the target', () => {
    // Eight words: score = (peak - 1/8) / (7/8); the threshold is 0.4, a hint starts at 0.3.
    expect(statusAt(0.38)).toBe('absent');
    expect(statusAt(0.4)).toBe('hint');
    expect(statusAt(0.47)).toBe('hint');
    expect(statusAt(0.48)).toBe('assigned');
  });

  test('is a hint where the score is high but the head rests too much', () => {
    const pattern = previousHead(context, 1).map((weight, cell) => 0.11 * weight + (cell % 10 === 0 ? 0.89 : 0));
    const previous = scoreOf(labelHead(pattern, context), 'previous');
    expect(previous.score).toBeCloseTo(1, 9);
    expect(previous.status).toBe('hint');
    expect(previous.gates.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(['share']);
  });

  test('is not assessable where hardly any attention is left to judge by', () => {
    const pattern = previousHead(context, 1).map((weight, cell) => 0.05 * weight + (cell % 10 === 0 ? 0.95 : 0));
    const { labels } = labelHead(pattern, context);
    for (const label of ['previous', 'next', 'self', 'offset', 'local', 'vertical', 'long_range', 'broad'] as const) {
      expect(labels.find((score) => score.label === label)).toMatchObject({
        status: 'not-assessable',
        reason: 'low-coverage',
      });
    }
    expect(labels.find(({ label }) => label === 'resting')!.status).toBe('assigned');
  });

  test.each<[LabelId, string]>([
    ['first', 'not-for-this-model'],
    ['induction', 'not-for-this-model'],
    ['same_token', 'no-target'],
    ['punctuation', 'no-target'],
    ['block', 'no-target'],
  ])('says why %s cannot be judged in a bidirectional text without repeats: %s', (label, reason) => {
    expect(scoreOf(labelHead(previousHead(context, 0.5), context), label)).toMatchObject({
      status: 'not-assessable',
      reason,
    });
  });

  test('says that a causal model has no next token', () => {
    const next = scoreOf(report('G1', [['offset', -1, 1]]), 'next');
    expect(next).toMatchObject({ status: 'not-assessable', reason: 'not-for-this-model', rows: 0, gates: [] });
  });

  test('tells a text without specials that nothing can rest', () => {
    const bare = contextOfStrings('a b c d e f g'.split(' '), false);
    const { labels } = labelHead(previousHead(bare, 0.9), bare);
    expect(labels.find(({ label }) => label === 'resting')).toMatchObject({ reason: 'no-target' });
    expect(labels.find(({ label }) => label === 'delimiter')).toMatchObject({ reason: 'no-target' });
  });

  test('counts too few rows: six causal tokens leave three rows of three content keys, broad needs four', () => {
    const causal = contextOfStrings('<s> a b c d e'.split(' '), true);
    const even = makeEven(causal);
    expect(scoreOf(labelHead(even, causal), 'broad')).toMatchObject({
      status: 'not-assessable',
      reason: 'too-few-rows',
      rows: 3,
    });
    expect(scoreOf(labelHead(even, causal), 'uniform').status).toBe('assigned');
  });

  test('counts too few rows: two equal words are two rows, three are needed', () => {
    const pair = contextOfStrings('[CLS] a b c a d e [SEP]'.split(' '), false);
    expect(scoreOf(labelHead(previousHead(pair, 0.9), pair), 'same_token')).toMatchObject({
      status: 'not-assessable',
      reason: 'too-few-rows',
      rows: 2,
    });
  });
});

test('induction leaves out the key right before the query, where it would be the same cell as previous', () => {
  // In "x a x" the second x has the a before it as its only candidate.
  const context = contextOfStrings('<|endoftext|> x a x b c x d'.split(' '), true);
  const { target } = context.targets.get('induction')!;
  const cells = Array.from(target.cells, (cell) => [Math.floor(cell / 8), cell % 8]);
  expect(cells).toEqual([
    [6, 2],
    [6, 4],
  ]);
});

test('below six tokens nothing is labelled, however clear the pattern', () => {
  const five = contextOfStrings('a b c d e'.split(' '), false);
  const six = contextOfStrings('a b c d e f'.split(' '), false);
  const short = labelHead(previousHead(five, 1), five);
  expect(short.strongest).toBeNull();
  expect(new Set(short.labels.map(({ status }) => status))).toEqual(new Set(['not-assessable']));
  expect(new Set(short.labels.map(({ reason }) => reason))).toEqual(new Set(['too-short']));
  expect(labelHead(previousHead(six, 1), six).strongest).toBe('previous');
});

test('a report has one entry for each label, in their order', () => {
  for (const template of ['B1', 'B3', 'G1', 'G3']) {
    expect(report(template, [['uniform', null, 1]]).labels.map(({ label }) => label)).toEqual(LABEL_IDS);
  }
});

describe('block', () => {
  test('passes where attention is spread inside the segment', () => {
    const block = scoreOf(report('B2', [['block', null, 1]]), 'block');
    expect(block.status).toBe('assigned');
    expect(block.gates.at(-1)).toMatchObject({ name: 'entropy', needed: 0.6, holds: true });
  });

  test('is only a hint where one word of each segment takes all', () => {
    const context = templateContext('B2');
    const { nTokens: n, segments } = context.text;
    const pattern = new Float64Array(n * n);
    for (let query = 0; query < n; query++) pattern[query * n + (segments[query] === 0 ? 9 : 20)] = 1;
    const block = scoreOf(labelHead(pattern, context), 'block');
    expect(block.score).toBeGreaterThan(0.5);
    expect(block.status).toBe('hint');
    expect(block.gates.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(['entropy']);
  });
});

describe('the strongest label', () => {
  test.each<[string, readonly Component[], LabelId]>([
    ['B1', [['offset', -1, 1]], 'previous'],
    ['G1', [['cls', null, 1]], 'delimiter'],
    ['G1n', [['cls', null, 1]], 'first'],
    // The composite is assigned too; its parts are what the chip shows.
    [
      'G1',
      [
        ['cls', null, 0.65],
        ['offset', -1, 0.35],
      ],
      'previous',
    ],
    [
      'B1',
      [
        ['sep', null, 0.4],
        ['offset', 1, 0.6],
      ],
      'next',
    ],
    [
      'B4',
      [
        ['offset', -1, 0.5],
        ['offset', 1, 0.5],
      ],
      'local',
    ],
    ['BP', [['punct', null, 1]], 'punctuation'],
    ['B1', [['uniform', null, 1]], 'uniform'],
    ['B4', [['decay', 8, 1]], 'broad'],
    ['B4', [['onehot_random', 5, 1]], 'heterogeneous'],
  ])('in %s of %j is %s', (template, components, label) => {
    expect(report(template, components).strongest).toBe(label);
  });

  test('is not a larger label that the strongest one explains: local, behind previous', () => {
    const noisy = report('G1n', [['offset', -1, 1]], 0.4);
    expect(scoreOf(noisy, 'local')).toMatchObject({ status: 'implied', impliedBy: 'previous' });
    expect(scoreOf(noisy, 'local').share).toBeGreaterThan(scoreOf(noisy, 'previous').share);
    expect(noisy.strongest).toBe('previous');
  });

  test('is heterogeneous exactly where nothing else is assigned', () => {
    const nothing = report('B4', [['onehot_random', 5, 1]]);
    const something = report('B4', [['offset', 3, 1]]);
    const assigned = (labels: typeof nothing.labels) =>
      labels.filter(({ status }) => status === 'assigned').map(({ label }) => label);
    expect(assigned(nothing.labels)).toEqual(['heterogeneous']);
    expect(scoreOf(something, 'heterogeneous').status).toBe('absent');
    expect(something.strongest).toBe('offset');
    expect(scoreOf(something, 'offset').offset).toBe(3);
  });
});

test('five marks of punctuation are no accident; of 14 columns, one that a draw of two hits in 1 of 7 may be', () => {
  const many = scoreOf(report('BP', [['punct', null, 1]]), 'punctuation');
  const one = scoreOf(report('B1', [['col', 7, 1]]), 'punctuation');
  expect(many.columnP).toBe(0.001);
  expect(Math.abs(one.columnP! - 1 / 7)).toBeLessThan(0.04);
  expect(scoreOf(report('B1', [['offset', -1, 1]]), 'punctuation').columnP).toBeUndefined();
});
