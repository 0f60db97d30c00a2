import { describe, expect, test } from 'vitest';
import { countPlaywright, countVitest, judge, sumCounts, summaryLine } from './testCounts.ts';

const failedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
const failedImport = { status: 'failed', assertionResults: [] };
const failedTeardown = { status: 'failed', assertionResults: [{ status: 'passed' }] };
const passedFile = { status: 'passed', assertionResults: [{ status: 'passed' }] };
const vitest = { numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 3 };
const playwright = { stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 4 }, errors: [] };

describe('vitest', () => {
  test('pending and todo tests are skipped', () => {
    expect(countVitest({ ...vitest, testResults: [failedTest, passedFile] })).toEqual({
      passed: 7,
      failed: 1,
      skipped: 5,
    });
  });

  test('a file that fails outside its tests is one more failure', () => {
    const testResults = [failedTest, failedImport, failedTeardown, passedFile];
    expect(countVitest({ ...vitest, testResults }).failed).toBe(3);
  });

  test.each([null, {}, { ...vitest, numFailedTests: '1', testResults: [] }])('%j is no report', (report) => {
    expect(() => countVitest(report)).toThrow(TypeError);
  });
});

describe('Playwright', () => {
  test('a flaky test passed', () => {
    expect(countPlaywright(playwright)).toEqual({ passed: 6, failed: 2, skipped: 4 });
  });

  test('an error outside the tests is a failure', () => {
    expect(countPlaywright({ ...playwright, errors: [{ message: 'no server' }] }).failed).toBe(3);
  });

  test.each([null, {}, { stats: {}, errors: [] }])('%j is no report', (report) => {
    expect(() => countPlaywright(report)).toThrow(TypeError);
  });
});

test.each([
  ['all passed', { passed: 3, failed: 0, skipped: 0 }, 0, 0],
  ['a failed test explains the exit code', { passed: 3, failed: 2, skipped: 0 }, 1, 2],
  ['a crash after the last test', { passed: 3, failed: 0, skipped: 0 }, 1, 1],
  ['killed by a signal', { passed: 3, failed: 0, skipped: 0 }, null, 1],
  ['no test ran', { passed: 0, failed: 0, skipped: 0 }, 0, 1],
  ['all skipped', { passed: 0, failed: 0, skipped: 9 }, 0, 1],
])('%s', (_name, counts, exitCode, failed) => {
  expect(judge(counts, exitCode)).toEqual({ ...counts, failed });
});

test('the last line sums, and names skipped tests only if there are any', () => {
  const sum = sumCounts([
    { passed: 30, failed: 1, skipped: 0 },
    { passed: 5, failed: 2, skipped: 4 },
  ]);
  expect(summaryLine(sum)).toBe('35 passed, 3 failed, 4 skipped');
  expect(summaryLine({ passed: 35, failed: 0, skipped: 0 })).toBe('35 passed, 0 failed');
});
