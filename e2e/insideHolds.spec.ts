import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';

declare global {
  interface Window {
    /** Null once nobody looks any more. */
    fewestSeen: number | null;
  }
}

/** From now on the page keeps the smallest number of what a selector finds, looked at in each frame. */
const watchFewest = (page: Page, selector: string): Promise<void> =>
  page.evaluate((found) => {
    window.fewestSeen = Infinity;
    const look = (): void => {
      if (window.fewestSeen === null) return;
      window.fewestSeen = Math.min(window.fewestSeen, document.querySelectorAll(found).length);
      requestAnimationFrame(look);
    };
    look();
  }, selector);
const fewest = (page: Page): Promise<number | null> =>
  page.evaluate(() => {
    const seen = window.fewestSeen;
    window.fewestSeen = null;
    return seen;
  });

test('pictures of weights stay while a text is typed, which has no part in them', async ({ app, page }) => {
  await app.open({ view: 'inside', head: 'L1H2', stage: 'qkv' });
  const weights = page.getByRole('group', { name: 'Weights of the head' });
  await expect(weights.getByRole('row')).toHaveCount(4);
  await watchFewest(page, '[aria-label="Weights of the head"] table');
  await app.type('The girl was happy because her friend came to play.');
  await app.type('The girl was happy because her friend came to play with her.');
  expect(await fewest(page)).toBe(1);
});

test('labels of weight × length stay until those of what was typed, or switched off, are there', async ({
  app,
  page,
}) => {
  await app.open({ view: 'inside', head: 'L1H2', stage: 'result' });
  await page.getByRole('button', { name: /^Work out its labels/ }).click();
  const labels = page.getByRole('region', { name: /^Labels of L1H2, / });
  await expect(labels).toBeVisible();
  await watchFewest(page, 'section[aria-label^="Labels of L1H2, "]');
  await app.type('The girl was happy because her friend came to play.');
  await page.getByText('Switch L1H2 off', { exact: true }).click();
  await app.measured();
  await expect(labels).toBeVisible();
  expect(await fewest(page)).toBe(1);
});
