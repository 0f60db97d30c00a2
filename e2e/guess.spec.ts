import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

test('where a head looks is drawn before it is seen, with the keys or across the columns; then the truth stands beside it', async ({
  app,
  page,
}) => {
  await app.open({ lesson: 'jobs.4' });
  const guess = page.getByRole('group', { name: 'Your guess' });
  const columns = guess.getByRole('slider');
  await expect(columns).toHaveCount(await app.tokens.count());
  await columns.nth(2).focus();
  await page.keyboard.press('End');
  await expect(columns.nth(2)).toHaveValue('1');
  // One stroke over two columns, half way up.
  const [first, next] = [(await columns.nth(4).boundingBox())!, (await columns.nth(5).boundingBox())!];
  await page.mouse.move(first.x + first.width / 2, first.y + first.height / 2);
  await page.mouse.down();
  await page.mouse.move(next.x + next.width / 2, next.y + next.height / 2, { steps: 6 });
  await page.mouse.up();
  for (const n of [4, 5]) expect(Number(await columns.nth(n).inputValue())).toBeCloseTo(0.5, 1);
  await guess.getByRole('button', { name: 'That is my guess' }).click();
  const letters = guess.getByRole('img', { name: /^letters/ });
  await expect(letters).toHaveAccessibleName(/you said 1, it is 0\.\d\d/);
  await expect(page.getByRole('region', { name: 'Pinned heads' })).toContainText('L3H5');
});

test('a curve is drawn, and the one that is measured stands beside it', async ({ app, page }) => {
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
});
