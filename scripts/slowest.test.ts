import { expect, test } from 'vitest';
import { slowestFileLines, slowestLines, timesOfPlaywright, timesOfVitest } from './slowest.ts';

test('tests of vitest carry the path of their file from the root on', () => {
  const testResults = [
    { name: '/home/me/page/src/core/a.test.ts', assertionResults: [{ fullName: 'rows sum to 1', duration: 12.5 }] },
    // It failed before its first test.
    { name: '/home/me/page/src/core/b.test.ts', assertionResults: [] },
  ];
  expect(timesOfVitest({ testResults }, '/home/me/page')).toEqual([
    { name: 'src/core/a.test.ts › rows sum to 1', ms: 12.5 },
  ]);
});

test('tests of Playwright are found in groups of any depth, and repeats count', () => {
  const spec = (title: string, ...durations: number[]) => ({
    title,
    file: 'a.spec.ts',
    tests: [{ results: durations.map((duration) => ({ duration })) }],
  });
  const inner = { specs: [spec('inner', 30, 40)], suites: [{ specs: [spec('innermost', 5)] }] };
  expect(timesOfPlaywright({ suites: [{ specs: [spec('outer', 10)], suites: [inner] }] })).toEqual([
    { name: 'e2e/a.spec.ts › outer', ms: 10 },
    { name: 'e2e/a.spec.ts › inner', ms: 70 },
    { name: 'e2e/a.spec.ts › innermost', ms: 5 },
  ]);
});

test('the slowest stand first, in seconds, and no more of them than asked for', () => {
  const tests = [
    { name: 'quick', ms: 20 },
    { name: 'slow', ms: 12_340 },
    { name: 'slower', ms: 123_400 },
  ];
  expect(slowestLines(tests, 2)).toEqual(['  123.4 s  slower', '   12.3 s  slow']);
});

test('files are told by the sum of their tests, and how many those are', () => {
  const tests = [
    { name: 'e2e/a.spec.ts › one', ms: 10_000 },
    { name: 'e2e/b.spec.ts › two', ms: 12_000 },
    { name: 'e2e/a.spec.ts › three', ms: 5000 },
    { name: 'src/core/c.test.ts › four › five', ms: 20 },
  ];
  expect(slowestFileLines(tests, 2)).toEqual(['   15.0 s  e2e/a.spec.ts (2)', '   12.0 s  e2e/b.spec.ts (1)']);
});
