import { expect, test } from 'vitest';
import { releaseAll } from './releaseAll.ts';

/** Parts that note when their release begins and ends; those named fail. */
function parts(names: string, failing: string) {
  const log: string[] = [];
  const all = names.split('').map((name) => ({
    async release() {
      log.push(`${name} begins`);
      await Promise.resolve();
      log.push(`${name} ends`);
      if (failing.includes(name)) throw new Error(name);
    },
  }));
  return { all, log };
}

test.each([
  ['none', '', null],
  ['the first', 'a', 'a'],
  ['two', 'bc', 'b'],
])('where %s fail, all are given back, one after another', async (_, failing, first) => {
  const { all, log } = parts('abc', failing);
  const done = await releaseAll(all).catch((error: unknown) => error);
  expect(done).toEqual(first === null ? undefined : new Error(first));
  expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});
