import type { Browser, Page } from 'playwright';
import { openApp } from './appPage.ts';
import { median, ms, quantile, table } from './stats.ts';
import type { InsideTimes } from './insideSection.ts';
import { textBefore } from './texts.ts';

const OPEN = { view: 'inside', head: 'L0H6', stage: 'weight' };

/**
 * The page "Inside": a head of another layer pinned, until the frame that shows its steps, beside one run of the model; and the pointer led
 * over the keys of a row, where nothing is fetched. The fastest of each first: other programs only add.
 */
export async function timeInsidePage(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  const rows: string[][] = [];
  const times: InsideTimes[] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, textBefore(nTokens), OPEN);
    await stepsShown(page);
    const [runs, pins]: [number[], number[]] = [[], []];
    for (let repeat = 0; repeat < repeats; repeat++) runs.push(await runMs(page));
    // What follows a run by itself, labels and short studies, has ended by then.
    await page.waitForTimeout(2000);
    for (let repeat = -2; repeat < 2 * repeats; repeat++) {
      const pinned = await pinMs(page, `L${(repeat + 3) % 4}H3`);
      if (repeat >= 0) pins.push(pinned);
    }
    const [handled, frames] = await hoverMs(page, 4 * repeats);
    times.push({
      nTokens,
      run: Math.min(...runs),
      pinned: Math.min(...pins),
      pinnedMedian: median(pins),
      pointed: Math.min(...handled),
      pointedMost: quantile(handled, 0.95),
    });
    rows.push([
      String(nTokens),
      ms(Math.min(...runs)),
      ms(Math.min(...pins)),
      ms(median(pins)),
      ms(Math.min(...handled)),
      ms(median(handled)),
      ms(quantile(handled, 0.95)),
      ms(median(frames)),
      ms(quantile(frames, 0.95)),
    ]);
    await page.close();
  }
  const hover = ['a key pointed at', 'its median', 'its 95 %', 'with the frame', 'its 95 %'];
  const found = table(['tokens', 'one run', 'pinned to steps shown', 'its median', ...hover], rows);
  return { table: found, times, nPinned: 2 * repeats, nPointed: 4 * repeats };
}

async function stepsShown(page: Page): Promise<void> {
  await page.locator('[data-stage=written][data-mark=derived]').waitFor();
}

/** Milliseconds of the model's own pass for a key press. */
async function runMs(page: Page): Promise<number> {
  const sentence = page.getByLabel('Sentence', { exact: true });
  await sentence.focus();
  await page.keyboard.press('Control+End');
  await page.evaluate(() => window.headlightHooks.nextPress());
  await page.keyboard.press('a');
  const { forwardMs } = await page.evaluate(() => window.headlightHooks.press());
  await page.keyboard.press('Backspace');
  await page.waitForTimeout(400);
  await stepsShown(page);
  return forwardMs;
}

/** From the click on a head of the grid to the frame in which its steps stand in the place of those of the head before. */
async function pinMs(page: Page, head: string): Promise<number> {
  const time = await page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const start = performance.now();
        const before = document.querySelector('[data-stage=written]')?.textContent;
        const observer = new MutationObserver(() => {
          // The steps of the head before stay until those of this one are there.
          const now = document.querySelector('[data-stage=written][data-mark=derived]')?.textContent;
          if (now === undefined || now === before) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
        });
        observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
        document.querySelector<HTMLElement>(`[role=gridcell][data-head="${name}"]`)?.click();
      }),
    head,
  );
  await page.waitForTimeout(100);
  return time;
}

/** The pointer over one key after another of the row: handlers and layout, and until the frame is done. */
async function hoverMs(page: Page, moves: number): Promise<readonly [readonly number[], readonly number[]]> {
  const box = await page.locator('#inside-stage svg').first().boundingBox();
  if (box === null) throw new RangeError('no row');
  for (let move = -5; move < moves; move++) {
    if (move === 0) await page.evaluate(() => window.headlightHooks.forgetMovements());
    const across = ((move + 5) * 0.381) % 1;
    await page.mouse.move(box.x + box.width * (0.1 + 0.8 * across), box.y + box.height / 2);
    await page.waitForTimeout(40);
  }
  const movements = await page.evaluate(() => window.headlightHooks.movements());
  return [movements.map(({ handled }) => handled), movements.map(({ frame }) => frame)];
}
