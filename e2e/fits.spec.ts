import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { SCREENS } from '../scripts/screens.ts';
import { unseen } from './support/clipped.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';

const PAGES = ['Heads', 'Inside', 'Switch off', 'Importance', 'Alike', 'Words', 'Cost'] as const;

/** All that can be measured is there. */
async function measureAll(app: Headlight, page: Page): Promise<void> {
  await app.open({ head: 'L0H6,L2H5', ablate: 'L0H3', view: 'importance', why: '1' });
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText(/^32 measured/)).toBeVisible();
  await page.getByRole('button', { name: 'Draw the curve' }).click();
  await expect(page.getByText(/^32 measured/)).toHaveCount(2);
  await app.turnTo('Alike');
  await page.getByRole('button', { name: 'Compare on this sentence' }).click();
  await expect(page.getByText(/groups among 32 heads/)).toBeVisible();
}

/** Parts that scroll within the side of the page, tables aside. */
async function scrollersWithin(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('[role=tabpanel] *')]
      .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowY))
      .filter((element) => element.scrollHeight > element.clientHeight + 1 && element.querySelector('table') === null)
      .map((element) => element.className),
  );
}

test('on every screen nothing is cut off, no words are under 13 px, and the right scrolls as one', async ({
  app,
  page,
}) => {
  test.setTimeout(120_000);
  await measureAll(app, page);
  const larger = page.getByRole('button', { name: /^Larger/ });
  for (const { name, width, height, isLarge = false } of SCREENS) {
    await page.setViewportSize({ width, height });
    if ((await page.locator(':root[data-large]').count()) !== Number(isLarge)) {
      if (!(await larger.isVisible())) await page.getByRole('button', { name: 'Menu' }).click();
      await larger.click();
    }
    // One row, whatever has to hang from the menu.
    const header = await page.getByRole('banner').boundingBox();
    expect(header!.height, name).toBeLessThan(isLarge ? 64 : 48);
    for (const tab of PAGES) {
      await app.turnTo(tab);
      await page.waitForTimeout(100);
      expect(await unseen(page), `${tab}, ${name}`).toEqual([]);
      expect(await scrollersWithin(page), `${tab}, ${name}`).toEqual([]);
    }
  }
});

test('a projector and a zoomed page show a heatmap on the first screen, and a projector every name', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5', large: '1' });
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const part of [app.sentence, app.tokens.last(), app.cells.first(), app.cells.last(), app.heatmap('L0H6')])
    await expect(part).toBeInViewport({ ratio: 0.99 });
  // One name a token on each axis.
  const names = app.place('L0H6').locator('[data-part=names]');
  await expect(names.locator('[data-axis=query]')).toHaveCount(15);
  await expect(names.locator('[data-axis=key]')).toHaveCount(15);
  await app.open({ head: 'L0H6,L2H5' });
  await page.setViewportSize({ width: 720, height: 450 });
  await expect(app.heatmap('L0H6')).toBeInViewport({ ratio: 0.99 });
});
