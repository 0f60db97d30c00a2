/** What a test runner did, as far as the last line of `npm test` tells it. */
export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Counts of a vitest JSON report. A file that failed before its first test counts as one failure. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = fields(report);
  if (!Array.isArray(testResults)) throw new TypeError('not a vitest report: no testResults');
  const brokenFiles = testResults.filter((result) => {
    const { status, assertionResults } = fields(result);
    return status === 'failed' && Array.isArray(assertionResults) && !assertionResults.some(hasFailed);
  });
  return {
    passed: count(numPassedTests),
    failed: count(numFailedTests) + brokenFiles.length,
    skipped: count(numPendingTests) + count(numTodoTests),
  };
}

/** Counts of a Playwright JSON report. Errors outside any test, such as a server that did not start, are failures. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = fields(report);
  const { expected, unexpected, flaky, skipped } = fields(stats);
  if (!Array.isArray(errors)) throw new TypeError('not a Playwright report: no errors');
  return {
    passed: count(expected) + count(flaky),
    failed: count(unexpected) + errors.length,
    skipped: count(skipped),
  };
}

/**
 * What a run is worth: its own counts, and one failure more if they hide something, that is, if the runner
 * exited with an error that no test accounts for, or ran no test at all.
 */
export function judge(counts: Counts, exitCode: number | null): Counts {
  const ranNone = counts.passed + counts.failed === 0;
  const crashed = exitCode !== 0 && counts.failed === 0;
  return ranNone || crashed ? { ...counts, failed: counts.failed + 1 } : counts;
}

export function sumCounts(all: readonly Counts[]): Counts {
  return all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    NONE,
  );
}

/** The last line of `npm test`. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function hasFailed(result: unknown): boolean {
  return fields(result).status === 'failed';
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new TypeError(`not a test report: ${String(value)}`);
  return { ...value };
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    throw new TypeError(`not a count of tests: ${String(value)}`);
  }
  return value;
}
