import { describe, expect, test } from 'vitest';
import { headCounts } from '../../core/cost/headCounts.ts';
import { setupOf } from '../../core/cost/setup.ts';
import { WORKED_SHAPES } from '../../core/cost/workedShapes.ts';
import type { FoundTimes } from '../state/timing.ts';
import { costLines } from './costLines.ts';
import { rowWords, verdictWords } from './costWords.ts';

const { fixed } = setupOf('textbook', WORKED_SHAPES.textbook);
const ROWS = headCounts(fixed, [12]);
const EACH = headCounts({ ...fixed, kept: 'each' }, []);

/** The spec's own measurement: 8 heads took 1.17 times as long as one. */
const found: FoundTimes = {
  plan: { d: 512, nTokens: 512, counts: [1, 2, 4, 8] },
  times: {
    times: [
      { nHeads: 1, ms: 68, unrest: 0.012 },
      { nHeads: 2, ms: 69, unrest: 0.034 },
      { nHeads: 4, ms: 72, unrest: 0.03 },
      { nHeads: 8, ms: 79.6, unrest: 0.001 },
    ],
    nRounds: 9,
    nRoundsInAll: 9,
    backend: { name: 'wasm', threads: 1, adapter: null, isSoftware: false },
  },
};

describe('the verdict', () => {
  test('at one width together: what is the same, what grows, and what was measured', () => {
    expect(verdictWords(ROWS, 8, null)).toBe(
      '8 heads in place of one head: the same parameters, multiply-adds and cache, 8 times the maps and exponentials.',
    );
    expect(verdictWords(ROWS, 8, found)).toMatch(
      /exponentials; here 8 heads took 1\.17 times as long as one \(512 wide, 512 tokens, ± 2 %\)\.$/,
    );
  });

  test('a difference that may be the machine’s unrest is none, but is told', () => {
    expect(verdictWords(ROWS, 2, found)).toMatch(
      /; here 2 heads took as long as one, as far as can be told \(1\.01 times ± 4 %, 512 wide, 512 tokens\)\.$/,
    );
  });

  test('a machine on which the same layer takes now this, now that long tells nothing', () => {
    const times = found.times.times.map((time) => ({ ...time, unrest: 0.6 }));
    expect(verdictWords(ROWS, 8, { ...found, times: { ...found.times, times } })).toMatch(
      /; how long 8 heads take here, this machine was too busy to tell \(1\.17 times ± 60 %, 512 wide, 512 tokens\)\.$/,
    );
  });

  test('of heads that were not timed it tells of the most that were', () => {
    expect(verdictWords(ROWS, 64, found)).toMatch(/^64 heads .*; here 8 heads took 1\.17 times/);
  });

  test('at one width each everything grows', () => {
    expect(verdictWords(EACH, 8, null)).toBe(
      '8 heads in place of one head: 8 times the maps, exponentials, parameters, multiply-adds and cache.',
    );
  });

  test('biases that do not grow are heard in its numbers', () => {
    const biased = headCounts({ ...fixed, kept: 'each', hasBiases: true }, []);
    // One head: 4 x 512 x 64 + 192 + 64 + 512; 64 of them: 64 times the same less 63 times the last.
    expect(verdictWords(biased, 64, null)).toContain(
      `${((64 * 131_840 - 63 * 512) / 131_840).toFixed(2)} times the parameters`,
    );
  });

  test('what does not divide is no layer, and one head is compared with none', () => {
    expect(verdictWords(ROWS, 12, found)).toBe('There is no such layer of 12 heads: 12 does not divide 512.');
    expect(verdictWords(ROWS, 1, found)).toMatch(/^Choose more than one head/);
  });

  test('where heads share keys and values the fewest that can be are compared with', () => {
    const shared = headCounts({ ...fixed, sharing: 4 }, []);
    const why = 'No layer here has fewer: 4 heads share each head of keys and values.';
    expect(verdictWords(shared, 8, null)).toBe(
      `8 heads in place of 4 heads: the same parameters, multiply-adds and cache, 2 times the maps and exponentials. ${why}`,
    );
    // 79.6 / 72; of the two the less sure is that of 4 heads.
    expect(verdictWords(shared, 8, found)).toContain(
      `; here 8 heads took 1.11 times as long as 4 (512 wide, 512 tokens, ± 3 %). ${why}`,
    );
  });

  test('where the fewest were not timed it tells no time', () => {
    expect(verdictWords(headCounts({ ...fixed, sharing: 16 }, []), 64, found)).not.toContain('here 8');
  });

  test('a number that is the only one is compared with none', () => {
    const alone = headCounts({ ...fixed, d: 768, width: 768, sharing: 12 }, [12]);
    expect(verdictWords(alone, 12, found)).toBe('12 heads: a layer of no other number here can be made.');
  });

  test('where there is no layer at all it says so', () => {
    const none = headCounts({ ...fixed, d: 64, width: 64, sharing: 12 }, [12]);
    expect(verdictWords(none, 12, found)).toBe(
      'There is no such layer of 12 heads: 12 does not divide 64. Nor is there one of any other number here.',
    );
  });
});

test('the chart reads out all of one number of heads', () => {
  expect(
    rowWords(
      ROWS.find(({ nHeads }) => nHeads === 8),
      found,
    ),
  ).toBe(
    '8 heads of 64: 1,048,576 parameters, 805.3 M multiply-adds, 2.097 M exponentials, maps 8 MiB, cache 2 MiB; a layer 512 wide took 79.6 ms here.',
  );
  expect(
    rowWords(
      ROWS.find(({ nHeads }) => nHeads === 12),
      found,
    ),
  ).toContain('no such layer, 12 does not divide 512');
});

describe('lines of the chart', () => {
  test('are shared by what grows alike, and what was measured comes last', () => {
    const lines = costLines(ROWS, { found });
    expect(lines.map(({ name }) => name)).toEqual([
      'maps, exponentials',
      'parameters, multiply-adds, cache',
      'time here, 512 wide, 512 tokens',
    ]);
    expect(lines[0]?.points.map(({ nHeads }) => nHeads)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    expect(lines[2]?.points.map(({ nHeads }) => nHeads)).toEqual([1, 2, 4, 8]);
    expect(costLines(EACH, null).map(({ name }) => name)).toEqual(['everything']);
    const [, , unknown] = costLines(ROWS, { found: null });
    expect(unknown).toEqual({ id: 'measured', name: 'time here, not measured yet', points: [] });
  });

  test('are by the fewest heads that can be, also of what was measured', () => {
    const lines = costLines(headCounts({ ...fixed, sharing: 4 }, []), { found });
    expect(lines.at(-1)?.points).toEqual([
      { nHeads: 4, ratio: 1 },
      { nHeads: 8, ratio: 79.6 / 72 },
    ]);
    const beyond = costLines(headCounts({ ...fixed, sharing: 16 }, []), { found });
    expect(beyond.at(-1)).toEqual({
      id: 'measured',
      name: 'time here, of none of these numbers of heads',
      points: [],
    });
  });

  test('are none where no number of heads can be', () => {
    expect(costLines(headCounts({ ...fixed, sharing: 5 }, []), { found })).toEqual([]);
  });
});
