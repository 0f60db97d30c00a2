import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nullCells } from './checkLabels/falseLabels.ts';
import { wilson } from './checkLabels/interval.ts';
import { missed, nullLines } from './checkLabels/lines.ts';
import { NULL_KINDS } from './checkLabels/nulls.ts';
import { OWN_RULES, rulesOf } from './checkLabels/rules.ts';
import { makeContext, randomText } from './checkLabels/texts.ts';
import { randomStream } from '../src/core/random.ts';

test('Wilson intervals are the published ones', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  for (const [hits, tries, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ] as const) {
    expect(wilson(hits, tries).low).toBeCloseTo(low, 4);
    expect(wilson(hits, tries).high).toBeCloseTo(high, 4);
  }
});

describe.each(NULL_KINDS.map((kind) => [kind.name, kind] as const))('made heads of the kind %s', (_, kind) => {
  test.each([true, false])('have rows that sum to 1 on allowed keys, causal %s', (isCausal) => {
    const random = randomStream(3);
    const context = makeContext(randomText(20, isCausal, random), isCausal);
    const pattern = kind.make(context, random);
    for (let query = 0; query < 20; query++) {
      const row = pattern.subarray(20 * query, 20 * (query + 1));
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9);
      expect(isCausal ? row.subarray(query + 1).some((weight) => weight > 0) : false).toBe(false);
    }
  });
});

describe('labels of heads without a pattern', () => {
  const cells = [...nullCells(OWN_RULES, 60, [12, 20])];

  test('are rare: below 1 % of all made heads of 12 and 20 tokens', () => {
    const nFalse = cells.reduce((sum, cell) => sum + cell.nFalse, 0);
    const nHeads = cells.reduce((sum, cell) => sum + cell.nHeads, 0);
    expect(nHeads).toBe(6 * 2 * 2 * 60);
    expect(nFalse / nHeads).toBeLessThan(0.01);
  });

  test('are counted: a labeller that calls everything previous misses the aim everywhere', () => {
    const credulous = {
      ...OWN_RULES,
      labelHead: (...head: Parameters<typeof OWN_RULES.labelHead>) => {
        const report = OWN_RULES.labelHead(...head);
        const labels = report.labels.map((score) =>
          score.label === 'previous' ? { ...score, status: 'assigned' as const } : score,
        );
        return { ...report, labels };
      },
    };
    const wrong = [...nullCells(credulous, 5, [12])];
    expect(missed(wrong)).toHaveLength(12);
    expect(nullLines(wrong).at(-1)).toMatch(/^\| 12 \| causal \| 100.00 \[88.65, 100.00\] \| .*previous 5/);
  });

  test('are the same in every run, and those of another checkout can be measured', async () => {
    const other = await rulesOf(resolve(import.meta.dirname, '..'));
    expect([...nullCells(other, 10, [12])]).toEqual([...nullCells(OWN_RULES, 10, [12])]);
    await expect(rulesOf('/nowhere')).rejects.toThrow(RangeError);
  });
});
