import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

test('a lesson is opened from the list, follows the sentence, and gives back what was there', async ({ app, page }) => {
  const own = 'My old cat chased the young dog, and the dog ran.';
  await app.open({ text: own, view: 'off', ablate: 'L0H3', head: 'L2H3' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await page.keyboard.press('l');
  await rail.getByRole('button', { name: /^Six steps/ }).click();
  const words = rail.locator('[data-words]');
  await expect(app.sentence).toHaveValue(own);
  await expect(page.getByRole('tab', { name: 'Heads', selected: true })).toBeVisible();
  const nTokens = await app.tokens.count();
  await expect(words).toContainText(`${nTokens} tokens`);
  // The numbers are those of what is typed now.
  await app.type(`${own} She sat.`);
  await expect(words).toContainText(`${nTokens + 3} tokens`);
  // What is spoken of is framed, the rest is paler.
  await expect(page.locator('[data-lesson-lit=sentence]')).toBeVisible();
  await expect(page.getByRole('region', { name: 'All heads' })).toHaveAttribute('data-lesson-pale', '');
  // Back of the browser turns pages too.
  await rail.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('[data-lesson-lit=grid]')).toBeVisible();
  await page.goBack();
  await expect(page.locator('[data-lesson-lit=sentence]')).toBeVisible();
  await rail.getByRole('button', { name: 'Leave' }).click();
  await expect(rail).toBeHidden();
  await expect(app.sentence).toHaveValue(own);
  await app.settle();
  await app.measured();
  const query = new URL(page.url()).searchParams;
  expect(['lesson', 'view', 'ablate', 'head'].map((name) => query.get(name))).toEqual([null, 'off', 'L0H3', 'L2H3']);
  await expect(page.locator('[data-lesson-lit], [data-lesson-pale]')).toHaveCount(0);
  // How far one was is kept.
  await page.getByRole('button', { name: 'Learn' }).click();
  await expect(rail.getByRole('button', { name: /page 2 of/ })).toBeVisible();
});

test('a lesson that is not there is told, and the page works on', async ({ app, page }) => {
  await app.open({ lesson: 'none-of-these' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await expect(rail.getByRole('alert')).toContainText('There is no lesson “none-of-these” here.');
  await page.route('**/lessons/six-steps.json', (route) => route.abort());
  await rail.getByRole('button', { name: 'All lessons' }).click();
  await expect(rail.getByRole('alert')).toContainText('Not all lessons could be fetched');
  await rail.getByRole('button', { name: 'Leave' }).click();
  await expect(app.cells).toHaveCount(32);
});
