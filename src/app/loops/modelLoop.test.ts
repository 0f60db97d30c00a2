import { afterEach, beforeEach, expect, test } from 'vitest';
import { closePage, openPage, pass, settle, type, worker } from '../testing/scriptedPage.ts';

beforeEach(openPage);
afterEach(closePage);

test.each([
  ['is asked with the first letter', 1, [1, 1]],
  ['of over half a second is too', 900, [1, 1]],
  ['of over a second waits for a pause in typing', 1100, [0, 1]],
])('a model whose pass %s', async (_, passMs, expected) => {
  worker().passMs = passMs;
  await settle();
  const nBefore = worker().asked('run').length;
  const nAsked = (): number => worker().asked('run').length - nBefore;
  type('second');
  await pass(179);
  const early = nAsked();
  await pass(1);
  expect([early, nAsked()]).toEqual(expected);
});
