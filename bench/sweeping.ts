import type { Browser } from 'playwright';
import { openApp } from './appPage.ts';
import { median, ms, table } from './stats.ts';
import { textBefore } from './texts.ts';

/** Every head of bookworm-gpt switched off in turn: as one study, as a study without batches, and as a request for each head. */
export async function timeSweep(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  const rows: string[][] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, 'The boy ran.');
    await page.addScriptTag({ url: './assets/sweep.js', type: 'module' });
    await page.waitForFunction(() => 'headlightSweep' in window);
    const times = await page.evaluate(
      ([text, count]) => window.headlightSweep.times('models/bookworm-gpt/', text, count),
      [`${textBefore(nTokens)}a`, repeats] as const,
    );
    await page.close();
    if (times.some((time) => time.nTokens !== nTokens)) throw new RangeError(`not ${nTokens} tokens`);
    const of = (pick: (time: (typeof times)[number]) => number): number => median(times.map(pick));
    rows.push([
      String(nTokens),
      ms(of(({ study }) => study)),
      ms(of(({ oneByOne }) => oneByOne)),
      of(({ study, oneByOne }) => study / oneByOne).toFixed(2),
      ms(of(({ singles }) => singles)),
      of(({ study, singles }) => study / singles).toFixed(2),
      ms(of(({ passes }) => passes)),
      of(({ study, passes }) => study / passes).toFixed(2),
      String(Math.max(...times.map(({ batch }) => batch))),
    ]);
  }
  return table(
    ['tokens', 'study', 'one at a time', 'ratio', '32 requests', 'ratio', 'their passes', 'ratio', 'heads at once'],
    rows,
  );
}

/** The longest task of the main thread while the page measures every head, results coming in as they are found. */
export async function timeSweepTasks(browser: Browser, url: string, sizes: readonly number[]) {
  const rows: string[][] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, `${textBefore(nTokens)}a`, { view: 'importance' });
    const start = page.getByRole('button', { name: 'Measure every head' });
    await start.waitFor();
    await page.evaluate(() => window.headlightHooks.forgetLongTasks());
    await start.click();
    await page.waitForFunction(() => window.headlightHooks.studiesDone() > 0);
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => window.headlightHooks.longTasks());
    rows.push([String(nTokens), String(tasks.length), tasks.length === 0 ? 'under 50' : ms(Math.max(...tasks))]);
    await page.close();
  }
  return table(['tokens', 'tasks over 50 ms', 'longest'], rows);
}
