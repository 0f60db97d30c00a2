import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { HEAD, LINK, TEXT } from './support/zoomed.ts';

const bar = (page: Page) => page.getByRole('group', { name: 'Zoom' });
const where = (page: Page) => bar(page).getByRole('status').last();
const box = (page: Page) => page.getByRole('searchbox', { name: 'Find a token' });

/** What the heatmap says is in view: the first and the last query and key; null for all. */
async function inView(app: Headlight): Promise<readonly number[] | null> {
  const name = (await app.heatmap(HEAD).getAttribute('aria-label')) ?? '';
  const found = /queries (\d+) to (\d+) and keys (\d+) to (\d+) in view/.exec(name);
  return found === null ? null : found.slice(1).map(Number);
}

/** A query, and a key where one is given, are among those in view. */
function expectIn(view: readonly number[] | null, { query, key }: { query: number; key?: number }): void {
  const [top, bottom, left, right] = view ?? [];
  expect(top, 'first query').toBeLessThanOrEqual(query);
  expect(bottom, 'last query').toBeGreaterThanOrEqual(query);
  if (key === undefined) return;
  expect(left, 'first key').toBeLessThanOrEqual(key);
  expect(right, 'last key').toBeGreaterThanOrEqual(key);
}

/** Names of the tokens that are written beside the cells, by axis. */
async function named(app: Headlight, axis: 'query' | 'key'): Promise<string[]> {
  return app.place(HEAD).locator(`[data-part=names] text[data-axis=${axis}]`).allTextContents();
}

test('keys zoom around the asked word, move on and come back to all', async ({ app, page }) => {
  await app.open({ ...LINK, ask: '70' });
  await expect(where(page)).toHaveText('all 139 tokens');
  expect(await inView(app)).toBeNull();
  await page.keyboard.press('+');
  await expect(where(page)).toHaveText('tokens 23–115 of 139');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await page.keyboard.press('+');
  await expect(where(page)).toHaveText('tokens 57–83 of 139');
  expect(await inView(app)).toEqual([57, 83, 57, 83]);
  await expect(page).toHaveURL(/zoom=57-83/);
  await page.keyboard.press('-');
  await expect(where(page)).toHaveText('tokens 50–90 of 139');

  await app.heatmap(HEAD).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(where(page)).toHaveText('queries 50–90, keys 71–111 of 139');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(where(page)).toHaveText('tokens 71–111 of 139');
  // Read cell by cell, it comes along.
  await page.keyboard.press('ArrowUp');
  await expect(app.tooltip).toContainText('(72)');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(app.tooltip).toContainText('(70)');
  await expect(where(page)).toHaveText('queries 50–90, keys 71–111 of 139');

  await page.keyboard.press('0');
  await expect(where(page)).toHaveText('all 139 tokens');
  await expect(page).not.toHaveURL(/zoom=/);
});

test('a short sentence has nothing to zoom, but what a link has zoomed can be had whole', async ({ app, page }) => {
  await app.open();
  await expect(app.places.first()).toBeVisible();
  await expect(bar(page)).toHaveCount(0);
  await page.keyboard.press('+');
  await expect(page).not.toHaveURL(/zoom=/);
  await app.open({ head: HEAD, zoom: '3-8' });
  await expect(where(page)).toHaveText('tokens 3–8 of 15');
  await bar(page).getByRole('button', { name: 'All tokens' }).click();
  await expect(bar(page)).toHaveCount(0);
  expect(await inView(app)).toBeNull();
});

test('the wheel with Ctrl zooms at the cell under it; without, the page keeps it', async ({ app, page }) => {
  await app.open({ ...LINK, ask: 'none' });
  await expect(bar(page)).toBeVisible();
  await app.pointAt(HEAD, 100, 40);
  await page.mouse.wheel(0, -100);
  expect(await inView(app)).toBeNull();
  await app.quiet();
  const before = await app.place(HEAD).locator('canvas').first().boundingBox();
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await expect.poll(() => inView(app)).not.toBeNull();
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => (await inView(app))![1]! - (await inView(app))![0]!).toBeLessThan(40);
  await page.keyboard.up('Control');
  // Nothing else has moved, and what the pointer was on is still under it.
  expect(await app.place(HEAD).locator('canvas').first().boundingBox()).toEqual(before);
  const at = await app.tooltip.boundingBox();
  expect(at).not.toBeNull();
  await expect(app.tooltip).toContainText('(100)');
  expectIn(await inView(app), { query: 100, key: 40 });
  await app.pointAt(HEAD, 101, 41);
  await expect(app.tooltip).toContainText('(101)');
  await expect(app.tooltip).toContainText('(41)');
});

test('a brush on the tokens, the map of the whole and the hand that drags choose what is shown', async ({
  app,
  page,
}) => {
  await app.open(LINK);
  await expect(bar(page)).toBeVisible();
  const [from, to] = [await app.tokens.nth(12).boundingBox(), await app.tokens.nth(3).boundingBox()];
  await page.mouse.move(from!.x + 5, from!.y + 8);
  await page.mouse.down();
  await page.mouse.move(to!.x + 5, to!.y + 8, { steps: 6 });
  await expect(page.locator('[data-brushed]')).toHaveCount(10);
  await page.mouse.up();
  await expect(where(page)).toHaveText('tokens 3–12 of 139');
  await expect(page.locator('[data-brushed]')).toHaveCount(0);
  expect(await named(app, 'query')).toEqual([
    'man',
    'walked',
    'down',
    'to',
    'the',
    'sea',
    'because',
    'he',
    'wanted',
    'to',
  ]);
  expect(await named(app, 'key')).toEqual(await named(app, 'query'));

  const map = await page.locator('[data-stretch-map]').boundingBox();
  await page.mouse.move(map!.x + 2, map!.y + 2);
  await page.mouse.down();
  await page.mouse.move(map!.x + map!.width / 2, map!.y + map!.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Math.abs((await inView(app))![0]! - 64)).toBeLessThan(4);

  // What is dragged goes with the hand: a third of ten tokens to the left is three.
  const [top, , left] = (await inView(app))!;
  const cells = await app.place(HEAD).locator('canvas').first().boundingBox();
  await page.mouse.move(cells!.x + cells!.width * 0.8, cells!.y + 40);
  await page.mouse.down();
  await page.mouse.move(cells!.x + cells!.width * 0.5, cells!.y + 40, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => inView(app)).toEqual([top, top! + 9, left! + 3, left! + 12]);
});

test('a token is found, asked about and brought into view, one after the other and round', async ({ app, page }) => {
  await app.open(LINK);
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press('f');
  await expect(box(page)).toBeFocused();
  await page.keyboard.type('BOAT');
  await expect(bar(page)).toContainText('1 of 6');
  await expect(page).toHaveURL(/ask=22/);
  const first = (await inView(app))!;
  expect(first[1]! - first[0]!).toBeLessThan(40);
  for (const position of [45, 68]) {
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`ask=${position}`));
    expectIn(await inView(app), { query: position });
    await expect(app.place(HEAD).locator('[data-part=lit] text[data-axis=query]')).toHaveText('boat');
  }
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Shift+Enter');
  await expect(bar(page)).toContainText('6 of 6');
  await box(page).fill('zebra');
  await expect(bar(page)).toContainText('none');
  await page.keyboard.press('Escape');
  await expect(box(page)).not.toBeFocused();
});

test('a word that is asked comes into view, and a link brings back what was shown', async ({ app, page }) => {
  await app.open({ ...LINK, ask: '30', zoom: '20-40' });
  await expect(where(page)).toHaveText('tokens 20–40 of 139');
  await app.tokens.nth(5).click();
  await expect(where(page)).toHaveText('tokens 0–20 of 139');
  await expect(app.place(HEAD).locator('[data-part=lit] rect[data-axis=query]')).toHaveCount(1);
  // A word that is in view moves nothing.
  await app.tokens.nth(9).click();
  await expect(where(page)).toHaveText('tokens 0–20 of 139');
  await app.restore({ ...LINK, zoom: '100-120,0-30' });
  await expect(where(page)).toHaveText('queries 100–120, keys 0–30 of 139');
  expect((await named(app, 'query'))[0]).toBe('sea');
  // Of a shorter text what there is: the last tokens, as many as were asked for.
  await app.restore({ ...LINK, text: TEXT.slice(0, 201), zoom: '100-120' });
  await app.settle();
  await expect(where(page)).toHaveText('tokens 26–46 of 47');
});

test('a figure is of the stretch or of the whole', async ({ app }) => {
  await app.open({ ...LINK, zoom: '40-59,30-59' });
  const whole = readFileSync(await (await app.save('Figure: pinned heads as SVG')).path(), 'utf8');
  const part = readFileSync(await (await app.save('Figure: pinned heads, zoomed as SVG')).path(), 'utf8');
  expect(part).toContain('Queries 40 to 59 and keys 30 to 59 of 139 tokens are drawn.');
  expect(whole).not.toContain('are drawn');
  // One path under all cells has their number across and down.
  expect(part).toMatch(/d="M0 0h30v20h-30z"/);
  expect(whole).not.toMatch(/d="M0 0h30v20h-30z"/);
});
