import type { Page } from 'playwright/test';
import { csvOf } from './csv.ts';

export const start = (page: Page) => page.getByRole('button', { name: 'Measure every head' });

export const status = (page: Page) =>
  page
    .getByRole('status')
    .filter({ hasText: /\d+ (of \d+|measured)/ })
    .first();

/** The rows of a CSV file by the names of its columns. */
export async function csv(page: Page, action: () => Promise<unknown>) {
  const [download] = await Promise.all([page.waitForEvent('download'), action()]);
  return csvOf(download);
}
