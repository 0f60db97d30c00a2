import { expect } from 'playwright/test';
import type { Locator } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { watchShifts } from './support/shifts.ts';

test('pointing at a head or focusing it previews it, and nothing moves', async ({ app, page }) => {
  await app.open({ why: '1' });
  // It scrolls itself into view when it comes.
  await expect(app.why).toBeVisible();
  const [active, other] = await app.pinned();
  const boxes = async (parts: Locator): Promise<unknown[]> =>
    parts.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON()));
  const everything = app.cells.or(app.places).or(app.whyButton).or(app.sentence);
  const shifts = await watchShifts(page);
  const before = await boxes(everything);
  const address = page.url();
  for (const preview of [() => app.cell('L2H5').hover(), () => app.cell('L2H5').focus()]) {
    await preview();
    expect(await app.pinned()).toEqual(['L2H5', other]);
    await expect(app.place('L2H5')).toContainText('preview');
    await expect(app.why).toHaveAccessibleName('Labels of L2H5');
    expect(await boxes(everything)).toEqual(before);
    await page.mouse.move(5, 5);
    await app.cell('L2H5').blur();
    expect(await app.pinned()).toEqual([active, other]);
  }
  expect(page.url()).toBe(address);
  expect(await shifts()).toEqual([]);
});

test('on a low screen too the head under the pointer stays under it', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.open({ head: 'L0H6' });
  await app.quiet();
  for (const head of await app.order()) {
    const before = await app.cell(head).boundingBox();
    await page.mouse.move(before!.x + before!.width / 2, before!.y + before!.height / 2);
    expect(await app.pinned()).toEqual([head]);
    expect(await app.cell(head).boundingBox()).toEqual(before);
  }
});

test('a head that is unpinned by key leaves the focus among those that stay', async ({ app, page }) => {
  await app.open({ head: 'L0H6,L2H5' });
  const close = page.getByRole('button', { name: 'Unpin L0H6' });
  await close.focus();
  await page.keyboard.press('Enter');
  await expect(close).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Pinned heads' }).locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(app.place('L2H5').locator(':focus')).toHaveCount(1);
  // What was lent it for that is taken back.
  await expect(page.getByRole('region', { name: 'Pinned heads' }).locator('[tabindex="-1"]')).toHaveCount(0);
});

test('a click pins, a second one or Esc takes away', async ({ app, page }) => {
  await app.open();
  const suggested = await app.pinned();
  await app.cell('L2H5').click();
  expect(await app.pinned()).toEqual([...suggested, 'L2H5']);
  await expect(app.cell('L2H5')).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(/head=[^&]*L2H5/);
  await app.cell('L2H5').click();
  expect((await app.pinned()).length).toBe(2);
  await page.mouse.move(5, 5);
  expect(await app.pinned()).toEqual(suggested);

  await app.place(suggested[0]!).getByRole('button', { pressed: false }).first().click();
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toEqual([suggested[1]]);
  await page.keyboard.press('Escape');
  await expect(app.places).toHaveCount(0);
  await expect(page.getByText('click it to pin it here')).toBeVisible();
  await app.cell('L3H7').hover();
  expect(await app.pinned()).toEqual(['L3H7']);
});

test('Esc ends the preview of a focused head first, and only then takes a pinned one away', async ({ app, page }) => {
  await app.open();
  const [active, other] = await app.pinned();
  await app.cell('L2H5').focus();
  await expect(app.place('L2H5')).toContainText('preview');
  await page.keyboard.press('Escape');
  await expect(app.cell('L2H5')).not.toBeFocused();
  await expect(app.place('L2H5')).toHaveCount(0);
  expect(await app.pinned()).toEqual([active, other]);
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toEqual([other]);
  // A pinned head that has the focus is no preview: it is unpinned, and from then on it is one.
  await app.cell(other!).focus();
  await page.keyboard.press('Escape');
  await expect(app.cell(other!)).toHaveAttribute('aria-selected', 'false');
  await expect(app.place(other!)).toContainText('preview');
  await page.keyboard.press('Escape');
  await expect(app.places).toHaveCount(0);
});

test('arrows, Home and End move between the heads, Enter pins', async ({ app, page }) => {
  await app.open();
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-head') ?? null);
  await app.cell('L0H0').focus();
  const path = [
    ['ArrowRight', 'L0H1'],
    ['ArrowDown', 'L1H1'],
    ['End', 'L1H7'],
    ['ArrowRight', 'L1H7'],
    ['ArrowUp', 'L0H7'],
    ['ArrowUp', 'L0H7'],
    ['Home', 'L0H0'],
    ['ArrowLeft', 'L0H0'],
    ['ArrowDown', 'L1H0'],
  ] as const;
  for (const [key, head] of path) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(head);
  }
  // One stop for Tab in the whole grid, and it is where the person left it.
  expect(
    await app.grid.locator('[tabindex="0"]').evaluateAll((cells) => cells.map((c) => c.getAttribute('data-head'))),
  ).toEqual(['L1H0']);
  const before = await app.page.getByRole('gridcell', { selected: true }).count();
  await page.keyboard.press('Enter');
  await expect(app.cell('L1H0')).toHaveAttribute('aria-selected', 'true');
  expect(await focused()).toBe('L1H0');
  await page.keyboard.press('Space');
  await expect(app.cell('L1H0')).toHaveAttribute('aria-selected', 'false');
  expect(await app.page.getByRole('gridcell', { selected: true }).count()).toBe(before);
});
