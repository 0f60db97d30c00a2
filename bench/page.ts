import type { Browser } from 'playwright';
import { openApp } from './appPage.ts';
import { median, ms, quantile, table } from './stats.ts';
import { textBefore } from './texts.ts';

/** Elements of the whole app with two pinned heads; their number must not grow as tokens squared. */
export async function countElements(browser: Browser, url: string, sizes: readonly number[]) {
  const rows: string[][] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, `${textBefore(nTokens)}a`);
    const [all, strip, heatmaps] = await page.evaluate(() => [
      document.querySelectorAll('*').length,
      document.querySelectorAll('[role=listbox] *').length,
      document.querySelectorAll('article *').length,
    ]);
    rows.push([String(nTokens), String(all), String(strip), String(heatmaps)]);
    await page.close();
  }
  return table(['tokens', 'elements', 'in the token line', 'in the two heatmaps'], rows);
}

/** The pointer led over a large heatmap: until handlers and layout are done, and until the frame after them. */
export async function timeHover(browser: Browser, url: string, sizes: readonly number[], moves: number) {
  const rows: string[][] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, `${textBefore(nTokens)}a`);
    const box = await page.locator('[data-heatmap]').first().boundingBox();
    if (box === null) throw new RangeError('no heatmap');
    for (let move = -10; move < moves; move++) {
      if (move === 0) await page.evaluate(() => window.headlightHooks.forgetMovements());
      // A walk that reaches another cell every time, in both directions.
      const [across, down] = [((move + 10) * 0.381) % 1, ((move + 10) * 0.617) % 1];
      await page.mouse.move(box.x + box.width * (0.3 + 0.6 * across), box.y + box.height * (0.3 + 0.6 * down));
      await page.waitForTimeout(25);
    }
    const movements = await page.evaluate(() => window.headlightHooks.movements());
    const handled = movements.map((movement) => movement.handled);
    const frames = movements.map((movement) => movement.frame);
    rows.push([
      String(nTokens),
      String(movements.length),
      ms(median(handled)),
      ms(quantile(handled, 0.95)),
      ms(median(frames)),
      ms(quantile(frames, 0.95)),
    ]);
    await page.close();
  }
  return table(['tokens', 'movements', 'handled', 'its 95 %', 'with the frame', 'its 95 %'], rows);
}
