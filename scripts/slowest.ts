import { rollups, sum } from 'd3';
import { isAbsolute, relative } from 'node:path';
import { listIn, numberIn, textIn } from './reportFields.ts';

/** A test that ran, its repeats included. */
export type TimedTest = { readonly name: string; readonly ms: number };

/** Every test of a vitest JSON report with the time that it took; paths are shown from `root` on. */
export function timesOfVitest(report: unknown, root: string): readonly TimedTest[] {
  return listIn(report, 'testResults').flatMap((file) =>
    listIn(file, 'assertionResults').map((test) => ({
      name: `${shortPath(textIn(file, 'name'), root)} › ${textIn(test, 'fullName')}`,
      ms: numberIn(test, 'duration'),
    })),
  );
}

/** Every test of a Playwright JSON report with the time that it took. */
export function timesOfPlaywright(report: unknown): readonly TimedTest[] {
  return listIn(report, 'suites').flatMap(timesOfSuite);
}

function timesOfSuite(suite: unknown): readonly TimedTest[] {
  const own = listIn(suite, 'specs').map((spec) => ({
    name: `e2e/${textIn(spec, 'file')} › ${textIn(spec, 'title')}`,
    ms: sum(
      listIn(spec, 'tests').flatMap((test) => listIn(test, 'results')),
      (result) => numberIn(result, 'duration'),
    ),
  }));
  return [...own, ...listIn(suite, 'suites').flatMap(timesOfSuite)];
}

/** What `npm test` prints of the tests that took longest. */
export function slowestLines(tests: readonly TimedTest[], count = 10): readonly string[] {
  return tests
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(line);
}

/** What `npm test` prints of the files whose tests took longest together, with how many those are. */
export function slowestFileLines(tests: readonly TimedTest[], count = 10): readonly string[] {
  return rollups(
    tests,
    (own) => ({ n: own.length, ms: sum(own, ({ ms }) => ms) }),
    ({ name }) => name.split(' › ')[0] ?? '',
  )
    .map(([file, { n, ms }]) => ({ name: `${file} (${n})`, ms }))
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, count)
    .map(line);
}

function line({ name, ms }: TimedTest): string {
  return `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`;
}

function shortPath(path: string, root: string): string {
  return isAbsolute(path) ? relative(root, path) : path;
}
