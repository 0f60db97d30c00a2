import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';

/** So often the page is asked, in milliseconds. */
const ASK_MS = 50;

/**
 * Waits until the page says this of itself. Asked by a function of its own: an expectation that does not hold yet reads the whole
 * page, names and roles, each time it is tried, and only to tell of it in the end.
 */
export async function untilMarked(page: Page, mark: 'state' | 'ablation', wanted: string): Promise<void> {
  try {
    await page.waitForFunction(
      ([name, value]) => document.documentElement.dataset[name] === value,
      [mark, wanted] as const,
      { polling: ASK_MS, timeout: 30_000 },
    );
  } catch {
    // What it says instead.
    await expect(page.locator('#root')).toHaveAttribute(`data-${mark}`, wanted, { timeout: 1 });
  }
}
