import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { unseen } from './support/clipped.ts';
import { Headlight, test as base } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';

/** A phone: fingers, no hovering, no keyboard. */
const test = base.extend<{ phone: Headlight }>({
  phone: async ({ browser, baseURL }, provide) => {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
    const page = await context.newPage();
    const errors = await watchPage(page);
    await provide(new Headlight(page));
    expect(errors).toEqual([]);
    await context.close();
  },
});

/** A finger comes down on a place of a part, a share of its width and height from its top left, and lifts. */
async function tap(page: Page, part: Locator, [x, y]: readonly [number, number] = [0.5, 0.5]): Promise<void> {
  await part.scrollIntoViewIfNeeded();
  const box = await part.boundingBox();
  if (box === null) throw new Error('there is nothing to tap');
  await page.touchscreen.tap(box.x + x * box.width, box.y + y * box.height);
}

const lit = (app: Headlight, head: string) => app.place(head).locator('[data-part=lit] rect[data-axis=query]');

test('what a finger taps is lit after it has gone: a head, a cell of it, and a cell of another', async ({ phone }) => {
  const { page } = phone;
  await phone.open({ head: 'L0H6', ask: 'none' });
  await tap(page, phone.cell('L2H5'));
  await expect(phone.cell('L2H5')).toHaveAttribute('aria-selected', 'true');
  // It has come to where it can be seen.
  await expect(phone.heatmap('L2H5')).toBeInViewport({ ratio: 0.9 });
  await expect(lit(phone, 'L2H5')).toHaveCount(0);
  await tap(page, phone.heatmap('L2H5'), [0.5, 0.9]);
  await expect(lit(phone, 'L2H5')).toHaveCount(1);
  await expect(phone.tooltip).toContainText(/^Row /);
  const first = await phone.tooltip.innerText();
  // The focus goes from one heatmap to the other with the finger, and puts nothing out.
  await tap(page, phone.heatmap('L0H6'), [0.4, 0.7]);
  await expect(phone.tooltip).toHaveCount(1);
  expect(await phone.tooltip.innerText()).not.toBe(first);
  for (const head of ['L2H5', 'L0H6']) await expect(lit(phone, head)).toHaveCount(1);
});

test('on a phone no hint names a key, and the menu holds what has no room beside the model', async ({ phone }) => {
  const { page } = phone;
  await phone.open({ head: 'L0H6' });
  expect((await page.getByRole('banner').boundingBox())!.height).toBeLessThan(60);
  await tap(page, page.getByRole('button', { name: 'Menu' }));
  for (const name of ['Share', 'Export', 'About']) await expect(page.getByRole('button', { name })).toBeInViewport();
  await expect(phone.backend).toBeInViewport();
  expect(await unseen(page)).toEqual([]);
  for (const tab of ['Heads', 'Inside', 'Switch off', 'Importance', 'Alike'] as const) {
    await phone.turnTo(tab);
    await expect(page.locator('kbd:visible')).toHaveCount(0);
    expect(await unseen(page), tab).toEqual([]);
  }
  await tap(page, page.getByRole('button', { name: 'Menu' }));
  await tap(page, page.getByRole('button', { name: 'Help and keys' }));
  await expect(page.getByRole('dialog').getByRole('term')).toHaveCount(0);
});

/** 93 tokens. */
const LONG = Array.from(
  { length: 4 },
  () => 'The old man walked down to the sea because he wanted to see the young man who had sold him the boat.',
).join(' ');

type Finger = { readonly x: number; readonly y: number };

/** Fingers come down, go on in steps, and lift. */
async function move(page: Page, from: readonly Finger[], to: readonly Finger[]): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: readonly Finger[]) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints: touchPoints.map((finger, id) => ({ ...finger, id })) });
  await touch('touchStart', from);
  for (let step = 1; step <= 8; step++) {
    const part = step / 8;
    await touch(
      'touchMove',
      from.map(({ x, y }, i) => ({ x: x + part * (to[i]!.x - x), y: y + part * (to[i]!.y - y) })),
    );
    await page.waitForTimeout(30);
  }
  await touch('touchEnd', []);
  await cdp.detach();
}

test('two fingers zoom a long text, one moves it on, and the page stays where it is', async ({ phone }) => {
  const { page } = phone;
  await phone.open({ head: 'L0H6', text: LONG });
  const where = page.getByRole('group', { name: 'Zoom' }).getByRole('status').last();
  await expect(where).toHaveText('all 93 tokens');
  // What is fetched beside the model has its place by then.
  await page.waitForLoadState('networkidle');
  await phone.heatmap('L0H6').evaluate((map) => map.scrollIntoView({ block: 'center' }));
  const cells = (await phone.place('L0H6').locator('canvas').first().boundingBox())!;
  const at = (across: number, down: number): Finger => ({
    x: cells.x + across * cells.width,
    y: cells.y + down * cells.height,
  });
  const scrolled = () => page.evaluate(() => [window.scrollY, window.visualViewport?.scale]);
  const before = await scrolled();
  await move(page, [at(0.4, 0.45), at(0.6, 0.45)], [at(0.2, 0.45), at(0.8, 0.45)]);
  // Three times as far apart: a third of the tokens, around the same place.
  await expect(where).toHaveText(/^(tokens|queries) /);
  const inView = async (): Promise<number[]> => {
    const name = (await phone.heatmap('L0H6').getAttribute('aria-label')) ?? '';
    return /queries (\d+) to (\d+) and keys (\d+) to (\d+) in view/.exec(name)!.slice(1).map(Number);
  };
  const [top = 0, bottom = 0, left = 0, right = 0] = await inView();
  expect(Math.abs(bottom - top + 1 - 31)).toBeLessThan(3);
  expect(Math.abs(right - left + 1 - 31)).toBeLessThan(3);
  expect(Math.abs((left + right) / 2 - 46)).toBeLessThan(3);
  expect(await scrolled()).toEqual(before);

  await move(page, [at(0.5, 0.8)], [at(0.5, 0.3)]);
  await expect.poll(async () => (await inView())[0]! - top).toBeGreaterThan(10);
  expect((await inView()).slice(2)).toEqual([left, right]);
  expect(await scrolled()).toEqual(before);
});
