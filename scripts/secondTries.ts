import { stripVTControlCharacters } from 'node:util';
import { listIn, textIn } from './reportFields.ts';

/** A test that failed, and passed when it was tried once more: something in it, or in the page, depends on how busy the machine is. */
export type SecondTry = { readonly name: string; readonly why: string };

/** So many of them a run may have: what fails more often than that has another reason than one busy moment. */
export const MAX_SECOND_TRIES = 2;

/** Tests of a Playwright JSON report that passed only when they were tried again, with the first line of what they failed for. */
export function secondTries(report: unknown): readonly SecondTry[] {
  return listIn(report, 'suites').flatMap(ofSuite);
}

/** What `npm test` prints of them, and whether they are so many that the run has failed. */
export function secondTryLines(tries: readonly SecondTry[]): {
  readonly lines: readonly string[];
  readonly nFailed: number;
} {
  const nFailed = Math.max(0, tries.length - MAX_SECOND_TRIES);
  const most = nFailed > 0 ? `; at most ${MAX_SECOND_TRIES} may be, so ${nFailed} more failed` : '';
  return {
    lines:
      tries.length === 0
        ? []
        : [
            `Passed only when tried again (${tries.length}${most}):`,
            ...tries.map(({ name, why }) => `  ${name}: ${why}`),
          ],
    nFailed,
  };
}

function ofSuite(suite: unknown): readonly SecondTry[] {
  const own = listIn(suite, 'specs').flatMap((spec) =>
    listIn(spec, 'tests')
      .filter((test) => textIn(test, 'status') === 'flaky')
      .map((test) => ({
        name: `e2e/${textIn(spec, 'file')} › ${textIn(spec, 'title')}`,
        why: firstError(test),
      })),
  );
  return [...own, ...listIn(suite, 'suites').flatMap(ofSuite)];
}

function firstError(test: unknown): string {
  const [message] = listIn(test, 'results')
    .flatMap((result) => listIn(result, 'errors'))
    .map((error) => textIn(error, 'message'));
  return stripVTControlCharacters(message ?? '').split('\n')[0] ?? '';
}
