import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { watchRuns } from './support/watchRuns.ts';

test('of many runs the page keeps the patterns of the newest and of no other', async ({ app, page }) => {
  await watchRuns(page);
  await app.open();
  await app.cell('L1H1').click();
  await expect(app.heatmap('L1H1')).toBeVisible();
  for (const text of ['The boy ran.', 'The girl ran home.', 'The dog ran after the boy.', 'The boy ran.']) {
    await app.type(text);
  }
  await page.getByRole('button', { name: 'Write on' }).click();
  for (const n of [1, 2, 3]) {
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect(page.getByText(new RegExp(`^${n} tokens? written`))).toBeVisible();
  }
  const kept = async (): Promise<readonly boolean[]> => {
    await page.requestGC();
    return page.evaluate(() => window.seenRuns.map(({ pattern }) => pattern.deref() !== undefined));
  };
  const { length } = await kept();
  expect(length).toBeGreaterThan(3);
  // What the browser holds for itself, as who was pointed at last, it lets go of in its own time.
  await expect.poll(kept).toEqual(Array.from({ length }, (_, at) => at === length - 1));
});
