import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

test('where a head looks is drawn before it is seen, with the keys or across the columns; then the truth stands beside it', async ({
  app,
  page,
}) => {
  await app.open({ lesson: 'jobs.5' });
  const guess = page.getByRole('group', { name: 'Your guess' });
  const columns = guess.getByRole('slider');
  await expect(columns).toHaveCount(await app.tokens.count());
  await columns.nth(2).focus();
  await page.keyboard.press('End');
  await expect(columns.nth(2)).toHaveValue('1');
  // One stroke over four columns, from low to high; what was set by key stays.
  const boxes = await Promise.all([3, 4, 5, 6].map((n) => columns.nth(n).boundingBox()));
  const middle = (n: number): number => boxes[n]!.x + boxes[n]!.width / 2;
  const height = (part: number): number => boxes[0]!.y + (1 - part) * boxes[0]!.height;
  await page.mouse.move(middle(0), height(0.2));
  await page.mouse.down();
  await page.mouse.move(middle(3), height(0.8), { steps: 5 });
  await page.mouse.up();
  await page.mouse.move(middle(0), height(1));
  const values = await columns.evaluateAll((all) =>
    all.map((one) => (one instanceof HTMLInputElement ? one.value : '')),
  );
  expect(values.slice(2, 3)).toEqual(['1']);
  for (const [n, part] of [0.2, 0.4, 0.6, 0.8].entries()) expect(Number(values[3 + n])).toBeCloseTo(part, 1);
  await guess.getByRole('button', { name: 'That is my guess' }).click();
  const letters = guess.getByRole('img', { name: /^letters/ });
  await expect(letters).toHaveAccessibleName(/you said 1, it is 0\.\d\d/);
  await expect(page.getByRole('region', { name: 'Pinned heads' })).toContainText('L3H5');
});

test('a curve is drawn, and the one that is measured stands beside it, both in sight', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.open({ lesson: 'more-heads.4' });
  const guess = page.getByRole('group', { name: 'Your guess' });
  await expect(guess.getByRole('slider')).toHaveCount(5);
  await guess.getByRole('slider').last().focus();
  await page.keyboard.press('End');
  await guess.getByRole('button', { name: 'That is my guess' }).click();
  await expect(page.getByRole('tab', { name: 'Importance', selected: true })).toBeVisible();
  await expect(guess.getByRole('img', { name: /^32:/ })).toHaveAccessibleName(/you said 9, it is \d\.\d\d/, {
    timeout: 45_000,
  });
  const chart = page.getByRole('application', { name: /^loss against heads left/ });
  await expect(chart).toBeInViewport({ ratio: 0.9 });
  await expect(guess).toBeInViewport();
});
