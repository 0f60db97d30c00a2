import { resolve } from 'node:path';
import type { Browser, Page } from 'playwright';

const HOOKS = resolve(import.meta.dirname, '../dist-bench/assets/hooks.js');

/** A laptop's window, in which the page does not scroll. */
export const VIEWPORT = { width: 1440, height: 900 };

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
