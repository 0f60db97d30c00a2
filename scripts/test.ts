// All tests: unit tests, a build, then the tests in a browser. The ten slowest tests and files and the time of each part are named at the end;
// what passed only when it was tried again is named too; the last line is the sum.
//   --failed-check NAME   a check outside of the tests that failed: named with the last lines of its log, and counted as one failure
//   HEADLIGHT_SKIP_BUILD=1   take dist/ as it is
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureChromium } from './browser.ts';
import { runScript, stopScripts } from './children.ts';
import { beforeEnding } from './ending.ts';
import { secondTries, secondTryLines } from './secondTries.ts';
import type { SecondTry } from './secondTries.ts';
import { slowestFileLines, slowestLines, timesOfPlaywright, timesOfVitest } from './slowest.ts';
import type { TimedTest } from './slowest.ts';
import { countPlaywright, countVitest, judge, sumCounts, summaryLine } from './testCounts.ts';
import type { Counts } from './testCounts.ts';

const reports = resolve('test-results');
const timed: TimedTest[] = [];
const triedAgain: SecondTry[] = [];
const ONE_FAILURE: Counts = { passed: 0, failed: 1, skipped: 0 };

const { values } = parseArgs({ options: { 'failed-check': { type: 'string', multiple: true, default: [] } } });

beforeEnding(stopScripts);

type Part = readonly [name: string, counts: Counts, ms: number];

const results: Part[] = [
  ...values['failed-check'].map((name): Part => [name, ONE_FAILURE, 0]),
  await part('unit tests', unitTests),
  ...(await browserTests()),
];

for (const name of values['failed-check']) {
  console.log(`\nThe last that the check "${name}" said:\n${lastLines(resolve(reports, 'checks', `${name}.log`))}`);
}
console.log('\nThe slowest tests:');
for (const line of slowestLines(timed)) console.log(line);
console.log('\nThe slowest files, with how many tests they hold:');
for (const line of slowestFileLines(timed)) console.log(line);
const again = secondTryLines(triedAgain);
for (const line of ['', ...again.lines]) console.log(line);
if (again.nFailed > 0) results.push(['tried again', { ...ONE_FAILURE, failed: again.nFailed }, 0]);
console.log('');
for (const [name, counts, ms] of results) {
  console.log(`${name}: ${summaryLine(counts)}${ms > 0 ? ` in ${(ms / 60_000).toFixed(1)} min` : ''}`);
}
const sum = sumCounts(results.map(([, counts]) => counts));
if (sum.failed > 0) process.exitCode = 1;
console.log(summaryLine(sum));

async function part(name: string, run: () => Promise<Counts>): Promise<Part> {
  const begun = performance.now();
  const counts = await run();
  return [name, counts, performance.now() - begun];
}

async function unitTests(): Promise<Counts> {
  const report = freshReport('unit.json');
  const exitCode = await node(
    'vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  );
  return read(report, exitCode, countVitest, (told) => timesOfVitest(told, process.cwd()));
}

async function browserTests(): Promise<readonly Part[]> {
  try {
    // Playwright's own processes find the same browser, and do not search again.
    process.env.HEADLIGHT_CHROMIUM = ensureChromium();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return [['browser tests', ONE_FAILURE, 0]];
  }
  if (
    process.env.HEADLIGHT_SKIP_BUILD !== '1' &&
    (await node('vite/bin/vite.js', 'build', '--logLevel', 'warn')) !== 0
  ) {
    console.error('The build failed, so no browser test ran.');
    return [['browser tests', ONE_FAILURE, 0]];
  }
  return [
    await part('browser tests, two at a time', () => browserProjects('two', ['long', 'beside'], 2)),
    await part('browser tests, one at a time', () => browserProjects('one', ['alone'], 1)),
  ];
}

/** The tests of some projects of playwright.config.ts, `nWorkers` at a time. */
async function browserProjects(name: string, projects: readonly string[], nWorkers: number): Promise<Counts> {
  const report = freshReport(`e2e-${name}.json`);
  process.env.HEADLIGHT_E2E_REPORT = report;
  const wanted = projects.map((project) => `--project=${project}`);
  const exitCode = await node('playwright/cli.js', 'test', ...wanted, `--workers=${nWorkers}`, '--retries=1');
  return read(report, exitCode, countPlaywright, (told) => {
    triedAgain.push(...secondTries(told));
    return timesOfPlaywright(told);
  });
}

/** The path of a report that does not exist yet: an old one must not be counted. */
function freshReport(name: string): string {
  const path = resolve(reports, name);
  mkdirSync(reports, { recursive: true });
  rmSync(path, { force: true });
  return path;
}

/** Also notes how long each test took. */
function read(
  report: string,
  exitCode: number | null,
  countIn: (report: unknown) => Counts,
  timesIn: (report: unknown) => readonly TimedTest[],
): Counts {
  try {
    const told: unknown = JSON.parse(readFileSync(report, 'utf8'));
    const counts = countIn(told);
    timed.push(...timesIn(told));
    const judged = judge(counts, exitCode);
    if (judged.failed > counts.failed) console.error(`The runner ended with code ${exitCode} and no failed test.`);
    return judged;
  } catch (error) {
    console.error(`No report could be read (the runner ended with code ${exitCode}): ${String(error)}`);
    return ONE_FAILURE;
  }
}

/** The end of a log, indented: what comes after may be all that is kept of a long output. */
function lastLines(path: string, count = 25): string {
  if (!existsSync(path)) return '  (no log)';
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n');
}

/** Runs a program of node_modules with this Node, its output shown as it comes; gives the exit code. */
function node(script: string, ...args: readonly string[]): Promise<number | null> {
  return runScript(resolve('node_modules', script), ...args);
}
