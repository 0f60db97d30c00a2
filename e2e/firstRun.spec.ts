import type { Page } from 'playwright/test';
import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { watchShifts } from './support/shifts.ts';

const STATUS = /Saved run, the model is on its way/;

/** Keeps the model and the list of models from coming until they are let go. */
async function holdModel(page: Page): Promise<() => void> {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(/\/models\/manifest\.json$|\.onnx$/, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

test('the first sentence is painted before its model is there, which takes over in place', async ({ app, page }) => {
  const letGo = await holdModel(page);
  await app.goto();
  await expect(page.getByText(STATUS)).toBeVisible();
  await expect(app.root).toHaveAttribute('data-state', 'loading');
  expect(await app.pinned()).toEqual(['L3H2', 'L0H6']);
  const shifts = await watchShifts(page);
  const shown = await app.place('L0H6').innerText();
  const names = await app.cells.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')));
  expect(names).toHaveLength(32);
  letGo();
  await app.settle();
  await expect(page.getByText(STATUS)).toBeHidden();
  expect(await app.cells.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('aria-label')))).toEqual(names);
  expect((await app.place('L0H6').innerText()).replace(/\bon\s/, '')).toBe(shown);
  expect((await shifts()).filter((shift) => !shift.includes('StatusBar'))).toEqual([]);
});

test('on a phone nothing of the line at the top moves either, nor for a model that no list names', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const letGo = await holdModel(page);
  await app.goto({ model: 'fashion-vit-h16' });
  const line = (): Promise<number[][]> =>
    page
      .getByRole('banner')
      .locator(':is(select, button):visible')
      .evaluateAll((all) =>
        all.map((each) => {
          const { x, y, width } = each.getBoundingClientRect();
          return [x, y, width].map(Math.round);
        }),
      );
  await expect(app.root).toHaveAttribute('data-state', 'loading');
  await app.quiet();
  const before = await line();
  expect(before).toHaveLength(3);
  letGo();
  await app.settle();
  expect(await line()).toEqual(before);
});

test('what is typed before the model is there is run when it is', async ({ app, page }) => {
  const letGo = await holdModel(page);
  await app.goto();
  await expect(page.getByText(STATUS)).toBeVisible();
  await app.sentence.fill('The dog ran.');
  letGo();
  await app.settle();
  await expect(app.tokens).toHaveCount(5);
});

test('a link to anything else fetches no saved run', async ({ app, page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await app.open({ text: 'The dog ran.' });
  expect(asked.filter((path) => path.endsWith('first-run.bin'))).toEqual([]);
});

test('a saved run that does not come is not missed', async ({ app, page }) => {
  await page.route('**/first-run.bin', (route) => route.abort());
  await app.open();
  expect(await app.pinned()).toEqual(['L3H2', 'L0H6']);
});
