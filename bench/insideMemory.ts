import type { Browser, Page } from 'playwright';
import { openApp } from './appPage.ts';
import { keptOf } from './memory.ts';
import { table } from './stats.ts';
import { textBefore } from './texts.ts';

/** So often the page "Inside" is opened and closed: what it kept each time would add up. */
const N_TIMES = 3;

/** What scripts of the page keep before "Inside" is opened, while it is open, and once it is closed again; bookworm-gpt on WASM, MB. */
export async function keepInside(browser: Browser, url: string, nTokens: number): Promise<string> {
  const page = await openApp(browser, url, textBefore(nTokens), { view: 'heads' });
  const kept = async (): Promise<string> => ((await keptOf(page)).page / 1e6).toFixed(2);
  // What the page fetches to show it stays, as any script does: it is opened once before.
  await openInside(page);
  await closeInside(page);
  const rows = [['before', await kept()]];
  for (let time = 1; time <= N_TIMES; time++) {
    await openInside(page);
    rows.push([`open, time ${time}`, await kept()]);
    await closeInside(page);
    rows.push([`closed, time ${time}`, await kept()]);
  }
  await page.close();
  return table(['“Inside” is', 'MB kept by the page'], rows);
}

async function openInside(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Inside' }).click();
  await page.locator('[data-stage=written][data-mark=derived]').waitFor();
}

async function closeInside(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Heads' }).click();
  await page.locator('[data-stage=written]').waitFor({ state: 'detached' });
}
