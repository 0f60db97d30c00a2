import { describe, expect, test } from 'vitest';
import { labelHeads } from './labelHead.ts';
import { scoreOf } from './report.ts';
import type { HeadReport, LabelId } from './report.ts';
import { HAS_REAL_ATTENTION, readRealAttention, realAttentionNames } from './testing/realAttention.ts';
import { contextOfStrings } from './testing/strings.ts';

const ABSENT = HAS_REAL_ATTENTION ? '' : ' (skipped: ../shared/fixtures/real-attention is absent)';

const OPPOSITE: Partial<Record<LabelId, LabelId>> = { previous: 'next', next: 'previous' };

function isShown(report: HeadReport, label: LabelId): boolean {
  const { status } = scoreOf(report, label);
  return status === 'assigned' || status === 'implied';
}

function reportsOf(name: string): HeadReport[] {
  const { tokens, isCausal, tensor } = readRealAttention(name);
  return labelHeads(tensor, contextOfStrings(tokens, isCausal, { hasSegments: tokens.includes('[SEP]') }));
}

describe.skipIf(!HAS_REAL_ATTENTION)(
  `BERT-base on "the cat sat on the mat [SEP] the cat lay on the rug"${ABSENT}`,
  () => {
    const reports = HAS_REAL_ATTENTION ? reportsOf('bert_base_uncased_144heads_cat_pair_n15') : [];

    // Layer and head are counted from 1, as in the papers that name these heads.
    test.each<[number, number, LabelId]>([
      [3, 1, 'next'],
      [3, 10, 'next'],
      [2, 2, 'next'],
      [1, 11, 'next'],
      [6, 10, 'next'],
      [4, 6, 'previous'],
      [2, 5, 'previous'],
      [8, 5, 'previous'],
      [7, 12, 'previous'],
      [8, 7, 'delimiter'],
      [11, 6, 'delimiter'],
      [5, 4, 'same_token'],
      [4, 1, 'same_token'],
      [3, 7, 'same_token'],
      [2, 12, 'same_token'],
    ])('head %i-%i is labelled %s and nothing opposite', (layer, head, label) => {
      const report = reports.find((candidate) => candidate.layer === layer - 1 && candidate.head === head - 1)!;
      expect(isShown(report, label)).toBe(true);
      expect(report.labels.filter(({ status }) => status === 'assigned').map((score) => score.label)).toContain(label);
      for (const other of OPPOSITE[label] ? [OPPOSITE[label]] : (['previous', 'next'] as const)) {
        expect(isShown(report, other)).toBe(false);
      }
    });

    test('head 1-1 is spread: over its segment or over everything', () => {
      const report = reports[0]!;
      expect(isShown(report, 'broad') || isShown(report, 'block')).toBe(true);
    });

    test('head 5-4 finds repeated words; its offset, an echo of parallel sentences, is explained by them', () => {
      const offset = scoreOf(reports[4 * 12 + 3]!, 'offset');
      expect(offset).toMatchObject({ status: 'implied', impliedBy: 'same_token' });
      expect(Math.abs(offset.offset!)).toBe(7);
      expect(offset.score).toBeCloseTo(0.9, 1);
    });
  },
);

describe.skipIf(!HAS_REAL_ATTENTION)(`the heads of all stored matrices${ABSENT}`, () => {
  const all = realAttentionNames().flatMap(reportsOf);
  const isAssigned = (report: HeadReport, label: LabelId): boolean => scoreOf(report, label).status === 'assigned';
  const NARROW: readonly LabelId[] = ['previous', 'next', 'self'];

  test('never say local where the narrower label is assigned too', () => {
    const both = all.filter(
      (report) => isAssigned(report, 'local') && NARROW.some((label) => isAssigned(report, label)),
    );
    expect(both.length).toBeGreaterThan(20);
    expect(both.filter(({ strongest }) => strongest === null || !NARROW.includes(strongest))).toEqual([]);
  });

  test('have no clear pattern in fewer than one of ten, and most of these lean to something', () => {
    const none = all.filter(({ strongest }) => strongest === 'heterogeneous');
    expect(none.length).toBeLessThan(all.length / 10);
    expect(none.filter(({ lean }) => lean !== undefined).length).toBeGreaterThan(none.length / 2);
  });
});

describe.skipIf(!HAS_REAL_ATTENTION)(`XLM on a question and its answer, with a "?", a "," and a "."${ABSENT}`, () => {
  test('head 2.1 looks at one full stop, not at punctuation', () => {
    const report = reportsOf('second/xlm_ende_n14')[2 * 8 + 1]!;
    expect(scoreOf(report, 'punctuation')).toMatchObject({ status: 'implied', impliedBy: 'vertical' });
    expect(report.strongest).toBe('vertical');
    expect(scoreOf(report, 'vertical')).toMatchObject({ column: 12, word: '.' });
  });
});

describe.skipIf(!HAS_REAL_ATTENTION)(`RuBERT on two sentences${ABSENT}`, () => {
  test('head 8.2 keeps to its segment in one of them only: not even a hint', () => {
    const block = scoreOf(reportsOf('second/rubert_autumn_pair_n23')[8 * 12 + 2]!, 'block');
    expect(block.score).toBeGreaterThan(0.4);
    expect(block.status).toBe('absent');
    expect(block.gates.filter(({ holds }) => !holds).map(({ name }) => name)).toContain('segments');
  });
});

describe.skipIf(!HAS_REAL_ATTENTION)(`GPT-2 small on 25 tokens of prose${ABSENT}`, () => {
  const headOf = (layer: number, head: number) => reportsOf(`gpt2_L${layer}_hd25`)[head]!;

  test('head 4.11 looks at the previous token with a score of at least 0.9', () => {
    const report = headOf(4, 11);
    expect(report.strongest).toBe('previous');
    expect(scoreOf(report, 'previous').score).toBeGreaterThan(0.9);
    expect(report.stats.argmaxOffset).toBe(-1);
    expect(report.stats.argmaxAgreement).toBeGreaterThan(0.9);
  });

  test('head 2.2 looks at the previous token diffusely, with a score between 0.4 and 0.6', () => {
    const { score, status } = scoreOf(headOf(2, 2), 'previous');
    expect(status).toBe('assigned');
    expect(score).toBeGreaterThan(0.4);
    expect(score).toBeLessThan(0.6);
  });

  test.each([1, 5])('head 0.%i looks at itself with a score of at least 0.75', (head) => {
    const report = headOf(0, head);
    expect(scoreOf(report, 'self')).toMatchObject({ status: 'assigned' });
    expect(scoreOf(report, 'self').score).toBeGreaterThan(0.75);
    expect(isShown(report, 'previous')).toBe(false);
  });

  test('head 0.10 is broad and leans to itself', () => {
    expect(headOf(0, 10)).toMatchObject({ strongest: 'broad', lean: { label: 'self' } });
  });

  test('head 5.1, an induction head with nothing to repeat, rests', () => {
    expect(scoreOf(headOf(5, 1), 'resting').status).toBe('assigned');
  });
});
