import { expect } from 'playwright/test';
import { keptTest as test, Headlight } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';

test('five pinned heads can be read, and the active one is in sight', async ({ app, page }) => {
  const heads = ['L0H6', 'L1H6', 'L2H3', 'L3H1', 'L0H3', 'L0H7'];
  await app.open({ head: heads.slice(0, 4).join() });
  await app.quiet();
  for (const head of heads.slice(4)) {
    const before = await app.grid.boundingBox();
    await app.cell(head).click();
    await expect(app.place(head).locator('canvas')).toBeInViewport({ ratio: 1 });
    // The grid stays where it is.
    expect(await app.grid.boundingBox()).toEqual(before);
  }
  for (const canvas of await app.places.locator('canvas').all()) {
    expect((await canvas.boundingBox())!.width).toBeGreaterThan(140);
  }
  await page.keyboard.press('1');
  await expect(app.place('L0H6').locator('canvas')).toBeInViewport({ ratio: 1 });
});

test('a head that does next to nothing is not said to do what its label says', async ({ app, page }) => {
  await app.open({ head: 'L1H1', why: '1' });
  await page.getByRole('button', { name: 'Is the label enough?' }).click();
  await expect(page.getByText(/^Little to explain/)).toBeVisible();
  await expect(page.getByText(/Fidelity .*%/)).toHaveCount(0);
});

test('an effect that is next to nothing looks like it, and its numbers agree', async ({ app, page }) => {
  await app.open({ ablate: 'L2H3', view: 'off' });
  await app.measured();
  await expect(page.getByText(/^Full bar/)).toContainText('0.001 nats');
  const [, before, after, change] = /(\d+\.\d+) → (\d+\.\d+) (.\d+\.\d+)/.exec(
    await page.getByText('→').first().innerText(),
  )!;
  expect(before).not.toBe(after);
  expect(Number(change!.replace('−', '-'))).toBeCloseTo(Number(after) - Number(before), 2);
  expect(change).toMatch(/[1-9]/);
});

test('things to try open the state that they name, without loading the page again', async ({ app, page }) => {
  await app.open({ theme: 'dark' });
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  for (const [name, query] of [
    ['A head that this sentence needs', /ablate=L0H3/],
    ['A circuit in one picture', /ablate=L0H6.*picture=difference/],
    ['Heads that look alike', /view=alike/],
  ] as const) {
    await page.getByRole('button', { name: 'Help and keys' }).click();
    await page.getByRole('link', { name }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page).toHaveURL(query);
    await expect(page).toHaveURL(/theme=dark/);
  }
  await page.goBack();
  await expect(page).toHaveURL(/ablate=L0H6/);
  await expect(app.sentence).toHaveValue(/^My cat saw/);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
});

test('without a keyboard the button is named, and nothing moves when it is pressed', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  const errors = await watchPage(page);
  const app = new Headlight(page);
  await app.open({ head: 'L0H6' });
  await expect(page.getByText('Press x to switch')).toBeHidden();
  await expect(page.getByText('Press on beside its name to switch L0H6 off')).toBeVisible();
  const top = async () => (await app.place('L0H6').boundingBox())!.y + (await page.evaluate(() => window.scrollY));
  await app.quiet();
  const before = await top();
  await page.getByRole('button', { name: /^L0H6 is on/ }).tap();
  await app.measured();
  expect(await top()).toBe(before);
  expect(errors).toEqual([]);
  await context.close();
});
