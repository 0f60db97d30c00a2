import { describe, expect, test } from 'vitest';
import { MAX_SECOND_TRIES, secondTries, secondTryLines } from './secondTries.ts';

const failed = { status: 'failed', errors: [{ message: 'Expected: 1\nReceived: 0' }] };
const passed = { status: 'passed', errors: [] };

const spec = (title: string, status: string, results: readonly unknown[]) => ({
  file: 'a.spec.ts',
  title,
  tests: [{ status, results }],
});

const report = {
  suites: [
    {
      specs: [spec('holds', 'expected', [passed]), spec('never holds', 'unexpected', [failed, failed])],
      suites: [{ specs: [spec('holds on a quiet machine', 'flaky', [failed, passed])] }],
    },
  ],
};

describe('tests that passed only when tried again', () => {
  test('are found in every suite, with the first line of what they failed for', () => {
    expect(secondTries(report)).toEqual([{ name: 'e2e/a.spec.ts › holds on a quiet machine', why: 'Expected: 1' }]);
  });

  test('are named, and those above the number that may be are failures', () => {
    const one = { name: 'a', why: 'b' };
    expect(secondTryLines([])).toEqual({ lines: [], nFailed: 0 });
    expect(secondTryLines([one])).toEqual({ lines: ['Passed only when tried again (1):', '  a: b'], nFailed: 0 });
    expect(secondTryLines(Array.from({ length: MAX_SECOND_TRIES }, () => one)).nFailed).toBe(0);
    const many = secondTryLines(Array.from({ length: MAX_SECOND_TRIES + 3 }, () => one));
    expect(many.nFailed).toBe(3);
    expect(many.lines[0]).toBe('Passed only when tried again (5; at most 2 may be, so 3 more failed):');
  });
});
