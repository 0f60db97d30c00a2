import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright';

const HOOKS = resolve(import.meta.dirname, '../dist-bench/assets/hooks.js');

/** A laptop's window, in which the page does not scroll. */
export const VIEWPORT = { width: 1440, height: 900 };

/** Lets `echoOf` measure in a page. */
export async function addEcho(page: Page): Promise<void> {
  await page.addScriptTag({ url: './assets/echo.js', type: 'module' });
  await page.waitForFunction(() => 'headlightEcho' in window);
}

/** Milliseconds from a key until so many bytes came from a worker and the pixels of the grid were put once more. */
export async function echoOf(page: Page, nBytes: number): Promise<number> {
  await page.evaluate((count) => window.headlightEcho.next(count), nBytes);
  await page.keyboard.press('F8');
  return page.evaluate(() => window.headlightEcho.time());
}

/**
 * The app in a page of its own, on WASM with two heads pinned, ready and with the cursor at the end of the sentence.
 * `more` is added to its address.
 */
export async function openApp(
  browser: Browser,
  url: string,
  text: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Page> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.addInitScript({ path: HOOKS });
  const query = new URLSearchParams({ backend: 'wasm', text, head: 'L0H0,L2H3', ...more });
  await page.goto(`${url}?${query.toString()}`);
  await page.locator('html[data-state=ready]').waitFor();
  await page.evaluate(() => document.fonts.ready);
  await page.getByLabel('Sentence', { exact: true }).focus();
  await page.keyboard.press('Control+End');
  return page;
}
