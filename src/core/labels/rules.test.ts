import { describe, expect, test } from 'vitest';
import { labelHead } from './labelHead.ts';
import type { PatternReport } from './labelHead.ts';
import { scoreOf } from './report.ts';
import type { LabelId, LabelScore } from './report.ts';
import { patternOf, textOf } from './testing/madeByHand.ts';

const WORDS = '[CLS] a b c d e f g h [SEP]';

const of = (report: PatternReport, label: LabelId): LabelScore => scoreOf(report, label);
const failing = (score: LabelScore): readonly string[] =>
  score.gates.filter(({ holds }) => !holds).map(({ name }) => name);

describe('the chip shows the narrower of two labels', () => {
  const context = textOf(WORDS);
  const isWord = (key: number): boolean => context.text.content[key] === 1;

  test('self, not local, where half of each row lies on the word itself and the rest beside it', () => {
    const report = labelHead(
      patternOf(context, (query) => ({ [query]: 0.5, [query - 1]: 0.25, [query + 1]: 0.25 }), isWord),
      context,
    );
    expect([of(report, 'self').status, of(report, 'local').status]).toEqual(['assigned', 'assigned']);
    expect(of(report, 'local').share).toBeGreaterThan(of(report, 'self').share);
    expect(report.strongest).toBe('self');
  });

  test('a fixed offset of two, which lies within the band', () => {
    const report = labelHead(
      patternOf(context, (query) => ({ [query - 2]: 0.6, [query - 1]: 0.2, [query]: 0.2 }), isWord),
      context,
    );
    expect(of(report, 'offset')).toMatchObject({ status: 'assigned', offset: -2 });
    expect(of(report, 'local').status).toBe('assigned');
    expect(report.strongest).toBe('offset');
  });

  test('local where two narrower ones share the band', () => {
    const long = textOf('[CLS] a b c d e f g h i j k l m n o p [SEP]');
    const report = labelHead(
      patternOf(long, (query) => ({ [query - 1]: 0.48, [query + 1]: 0.48 })),
      long,
    );
    const statuses = (['previous', 'next', 'local'] as const).map((label) => of(report, label).status);
    expect(statuses).toEqual(['assigned', 'assigned', 'assigned']);
    expect(report.strongest).toBe('local');
  });

  test('one word, where it is the only mark there is: nobody could say that it is looked at for being a mark', () => {
    const oneMark = textOf('[CLS] a b c d , e f g h i j [SEP]');
    const report = labelHead(
      patternOf(oneMark, () => ({ 5: 0.8 })),
      oneMark,
    );
    expect([of(report, 'punctuation').status, of(report, 'vertical').status]).toEqual(['assigned', 'assigned']);
    expect(report.strongest).toBe('vertical');
  });
});

describe('punctuation of several marks', () => {
  const context = textOf('[CLS] a , b c d e f g h . [SEP]');

  test('that is one full stop is implied by one column', () => {
    const report = labelHead(
      patternOf(context, () => ({ 10: 0.8 })),
      context,
    );
    expect(of(report, 'punctuation')).toMatchObject({ status: 'implied', impliedBy: 'vertical' });
    expect(of(report, 'vertical')).toMatchObject({ status: 'assigned', column: 10 });
    expect(report.strongest).toBe('vertical');
  });

  test('stands where the other mark alone would do', () => {
    const report = labelHead(
      patternOf(context, () => ({ 2: 0.4, 10: 0.5 })),
      context,
    );
    expect(of(report, 'punctuation').status).toBe('assigned');
    expect(report.strongest).toBe('punctuation');
  });
});

test('0.46 of what could rest on special tokens is enough for a sink, and the chip is not "no clear pattern"', () => {
  // 12 tokens, two of them special: a score of (0.55 - 1/6) / (5/6) = 0.46.
  const context = textOf('[CLS] a b c d e f g h i j [SEP]');
  const keys = [4, 5, 9, 2, 7, 10, 1, 4, 3, 6, 8, 4];
  const report = labelHead(
    patternOf(context, (query) => ({ 0: 0.25, 11: 0.3, [keys[query]!]: 0.45 })),
    context,
  );
  expect(of(report, 'delimiter').score).toBeCloseTo(0.46, 9);
  expect(report.strongest).toBe('delimiter');
});

test('a special token is named where its kind takes two thirds of what rests, and else none', () => {
  const context = textOf(WORDS);
  const columnOf = (first: number, last: number): number | undefined =>
    of(
      labelHead(
        patternOf(context, () => ({ 0: first, 9: last })),
        context,
      ),
      'delimiter',
    ).column;
  expect(columnOf(0.7, 0.2)).toBe(0);
  expect(columnOf(0.1, 0.8)).toBe(9);
  expect(columnOf(0.45, 0.45)).toBeUndefined();
});

describe('the chip leans', () => {
  const context = textOf('[CLS] a b c d e f g h i j [SEP]');
  const isWord = (key: number): boolean => context.text.content[key] === 1;

  test('to self where attention is broad and yet peaks there in every row', () => {
    const report = labelHead(
      patternOf(context, (query) => ({ [query]: 0.25 }), isWord),
      context,
    );
    expect(report).toMatchObject({ strongest: 'broad', lean: { label: 'self' } });
    expect(of(report, 'self').status).toBe('absent');
  });

  test('to nothing where broad attention has no peaks', () => {
    expect(
      labelHead(
        patternOf(context, () => ({}), isWord),
        context,
      ),
    ).not.toHaveProperty('lean');
  });

  test('to the line that three rows in five peak on, where there is no clear pattern', () => {
    const far = [0, 8, 9, 10, 1, 2, 1, 2, 3, 4, 5, 0];
    const report = labelHead(
      patternOf(context, (query) => ({ [query - 1]: 0.3, [far[query]!]: 0.29, 0: 0.16, 11: 0.1 }), isWord),
      context,
    );
    expect(report).toMatchObject({ strongest: 'heterogeneous', lean: { label: 'previous' } });
  });

  test('to its best hint, where no line has so many peaks', () => {
    const far = [0, 8, 0, 9, 0, 1, 0, 2, 0, 3, 0, 0];
    const report = labelHead(
      patternOf(context, (query) => (query % 2 === 0 ? { [query - 1]: 0.72 } : { [far[query]!]: 0.85 }), isWord),
      context,
    );
    expect(of(report, 'previous').status).toBe('hint');
    expect(report).toMatchObject({ strongest: 'heterogeneous', lean: { label: 'previous' } });
  });

  test('never beside a label of its own', () => {
    expect(
      labelHead(
        patternOf(context, (query) => ({ [query - 1]: 0.9 })),
        context,
      ),
    ).not.toHaveProperty('lean');
  });
});

describe('few rows with a repeated word', () => {
  // Five rows can show induction, with 6 to 18 keys; two of them do, and one mostly.
  const words = '<s> a b c d e f a g h b i j c k l d m n e o'.split(' ');
  const context = textOf(words.join(' '), true);
  const report = labelHead(
    patternOf(context, (query): Record<number, number> => {
      const seen = words.indexOf(words[query]!);
      if (query === 7 || query === 10) return { [query - 3]: 1 };
      if (query === 13) return { [seen + 1]: 0.7, [query - 3]: 0.3 };
      return { [seen < query ? seen + 1 : (query * 7) % (query + 1)]: 1 };
    }),
    context,
  );

  test('do not make an induction head: twice the chance line is asked for', () => {
    const induction = of(report, 'induction');
    expect(induction.score).toBeGreaterThan(0.4);
    expect(induction.z).toBeGreaterThan(3);
    expect(failing(induction)).toEqual(['chance']);
    expect(induction.gates.find(({ name }) => name === 'chance')!.needed).toBeCloseTo(2 * induction.chance95, 12);
    expect(induction.status).toBe('hint');
  });

  test('are asked for it of same token too, and of no other label', () => {
    const asked = report.labels.filter(({ gates }) => gates.some(({ name }) => name === 'chance'));
    expect(asked.map(({ label }) => label)).toEqual(['same_token', 'induction']);
  });
});

describe('own segment', () => {
  const context = textOf('[CLS] a b c d e f g h i j [SEP] k l m n o p q r s t [SEP]', false, true);
  const { segments, content } = context.text;
  /** The first segment keeps to itself, the second only if it is said to. */
  const blockOf = (isOfBoth: boolean): LabelScore => {
    const pattern = patternOf(
      context,
      () => ({}),
      (key, query) => content[key] === 1 && (segments[query] === segments[key] || (segments[query] === 1 && !isOfBoth)),
    );
    return of(labelHead(pattern, context), 'block');
  };

  test('is what both segments do', () => {
    expect(blockOf(true).status).toBe('assigned');
    expect(failing(blockOf(true))).toEqual([]);
  });

  test('is not even hinted at where one segment looks everywhere', () => {
    const block = blockOf(false);
    expect(block.score).toBeGreaterThan(0.4);
    expect(failing(block)).toContain('segments');
    expect(block.status).toBe('absent');
  });
});

describe('evenly spread attention', () => {
  const context = textOf('[CLS] a b c d e f g h i j k l m n [SEP]');
  const chipAt = (ratio: 'exact' | 'near'): string | null =>
    labelHead(
      patternOf(context, (query) => (ratio === 'exact' ? {} : { [(query * 5) % 16]: 0.17 })),
      context,
    ).strongest;

  test('is uniform only where no sentence could make it otherwise; at 0.98 it is broad', () => {
    expect(chipAt('exact')).toBe('uniform');
    expect(chipAt('near')).toBe('broad');
    const near = labelHead(
      patternOf(context, (query) => ({ [(query * 5) % 16]: 0.17 })),
      context,
    );
    expect(of(near, 'uniform').score).toBeGreaterThan(0.97);
    expect(of(near, 'uniform').score).toBeLessThan(0.99);
  });
});

describe('short texts with sharp rows', () => {
  const context = textOf(WORDS);
  const keysOf = (keys: readonly number[]): PatternReport =>
    labelHead(
      patternOf(context, (query) => ({ [keys[query]!]: 1 })),
      context,
    );

  test('four hits of seven are too likely by chance: 13,084 of 8^7 shuffles are as good, 1 in 160, where 7 labels ask for 700', () => {
    const previous = of(keysOf([0, 8, 1, 2, 3, 4, 2, 4, 5, 9]), 'previous');
    expect(previous.score).toBeGreaterThan(0.5);
    expect(previous.z).toBeGreaterThan(3.5);
    expect(failing(previous)).toEqual(['odds']);
    expect(previous.gates.at(-1)!.got).toBeCloseTo(8 ** 7 / 13_084, 6);
    expect(previous.status).toBe('hint');
  });

  test('five are not', () => {
    expect(of(keysOf([0, 8, 1, 2, 3, 4, 5, 4, 5, 9]), 'previous').status).toBe('assigned');
  });

  test('where the best head could do no better than chance may, it is too short to tell, not absent', () => {
    // Six causal tokens: rows of 2, 3, 4 and 5 keys, so that 1 in 120 shuffles is a perfect head.
    const six = textOf('<s> a b c d e', true);
    const report = labelHead(
      patternOf(six, (query) => ({ [query]: 1 })),
      six,
    );
    expect(of(report, 'self')).toMatchObject({ status: 'not-assessable', reason: 'too-few-rows', score: 1 });
  });
});

test('a taste for one early column is not long range, although it lies far from nearly every word', () => {
  const context = textOf('<s> a b c d e f g h i j k l m n o p q r s', true);
  // 0.43 on one early word: not quite enough for a label of its own.
  const column = labelHead(
    patternOf(context, () => ({ 2: 0.43 })),
    context,
  );
  expect(of(column, 'vertical').status).not.toBe('assigned');
  expect(of(column, 'long_range').score).toBeGreaterThan(0.25);
  expect(failing(of(column, 'long_range'))).toEqual(['columns']);
  const far = labelHead(
    patternOf(
      context,
      () => ({}),
      (key, query) => key > 0 && query - key >= 0.6 * query,
    ),
    context,
  );
  expect(of(far, 'long_range').status).toBe('assigned');
});
