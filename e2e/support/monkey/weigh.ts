import { expect } from 'playwright/test';
import type { Browser, Page } from 'playwright/test';
import { Headlight } from '../headlight.ts';
import type { Hand } from './hand.ts';
import { expectWayOut, leaveRoom, openAnother } from './ways.ts';
import { watchPage } from '../watchPage.ts';

/** What a page holds, after everything was collected that can be. */
type Weight = { readonly nodes: number; readonly listeners: number };

/** How much more or less than a fresh page a page may hold that was long in use. */
const SHARE = 0.2;

const SIZE = { width: 1440, height: 900 };

/** Leaves what no link restores: dialogs, messages, another size, results of studies. */
export async function goHome(hand: Hand): Promise<void> {
  const { app, page } = hand;
  await page.setViewportSize(SIZE);
  await expectWayOut(hand);
  await leaveRoom(hand);
  await hand.press(page.getByRole('button', { name: 'Leave', exact: true }));
  await app.chooseBackend('wasm');
  await expectWayOut(hand);
  // The second one is of the models that a link opens; what was measured on another is gone.
  await openAnother(hand);
  await openAnother(hand);
  // Of an empty box the page shows the last sentence, and a fresh one nothing.
  await app.sentence.fill('Home again.');
  await expectWayOut(hand);
  await hand.press(page.getByRole('button', { name: 'Show as a picture' }));
  // Pages that measure by themselves do so as they are opened: a fresh page would, and this one has been open.
  await page.getByRole('tab', { name: 'Heads' }).click();
  for (let n = 0; n < 9 && (await hand.press(page.getByRole('button', { name: 'Dismiss' }))) === 'done'; n++);
  // React holds on to the box that had the focus last, with all that was around it, until another one has it.
  await app.sentence.click();
  await page.mouse.move(5, 5);
  await expectWayOut(hand);
}

/** The page holds about as many nodes and listeners as a fresh one at the same address. */
export async function expectSameWeight(browser: Browser, page: Page): Promise<void> {
  const used = await weigh(page);
  const context = await browser.newContext({ viewport: SIZE });
  const fresh = await context.newPage();
  await watchPage(fresh);
  await fresh.goto(page.url());
  await new Headlight(fresh).settle();
  await expect(fresh.locator('html')).not.toHaveAttribute('data-ablation', 'running', { timeout: 30_000 });
  const opened = await weigh(fresh);
  await context.close();
  for (const what of ['nodes', 'listeners'] as const) {
    expect(used[what], `${what} against ${opened[what]} of a fresh page`).toBeLessThan(opened[what] * (1 + SHARE));
    expect(used[what], `${what} against ${opened[what]} of a fresh page`).toBeGreaterThan(opened[what] * (1 - SHARE));
  }
}

/** Counts what something still holds, also what is no longer in the document. */
async function weigh(page: Page): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  // Several times: what one collection finalises the next one frees.
  for (let round = 0; round < 4; round++) {
    await session.send('HeapProfiler.collectGarbage');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  }
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { nodes, listeners: jsEventListeners };
}
