import type { Browser } from 'playwright';
import { addEcho, echoOf, openApp } from './appPage.ts';
import type { Press } from './hooks.ts';
import { median, ms, quantile, table } from './stats.ts';
import { textBefore } from './texts.ts';

const WARM_UP = 4;

type Sample = {
  readonly press: Press;
  readonly bareMs: number;
  readonly exposedMs: number;
  /** Until as many bytes came from a worker and the same pixels were put. */
  readonly echoMs: number;
};

/** From a key press to painted heads, beside the bare model: one after the other in one page, medians of all. */
export async function timeTyping(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  const rows: string[][] = [];
  const parts: string[][] = [];
  for (const nTokens of sizes) {
    const samples = await sample(browser, url, nTokens, repeats);
    const bare = median(samples.map(({ bareMs }) => bareMs));
    const echo = median(samples.map(({ echoMs }) => echoMs));
    const floor = bare + echo;
    const of = (pick: (press: Press) => number): number => median(samples.map(({ press }) => pick(press)));
    const painted = samples.map(({ press }) => press.painted - press.key);
    rows.push([
      String(nTokens),
      ms(bare),
      ms(echo),
      ms(floor),
      ms(median(painted)),
      (median(painted) / floor).toFixed(2),
      (of((press) => press.ready - press.key) / floor).toFixed(2),
      (median(painted) / bare).toFixed(2),
      ms(quantile(painted, 0.95)),
      ms(of((press) => press.shown - press.key)),
      ms(of((press) => press.ready - press.key)),
    ]);
    parts.push([
      String(nTokens),
      ms(of((press) => press.heard - press.key)),
      ms(of((press) => press.asked - press.heard)),
      ms(of((press) => press.typed - press.heard)),
      ms(of((press) => press.forwardMs)),
      ms(median(samples.map(({ exposedMs }) => exposedMs))),
      ms(of((press) => press.ran - press.asked - press.forwardMs)),
      ms(of((press) => press.painted - press.ran)),
      ms(of((press) => press.shown - press.painted)),
      ms(of((press) => press.labelled - press.ran)),
    ]);
  }
  return [table(['tokens', ...ROADS], rows), table(['tokens', ...PARTS], parts)].join('\n\n');
}

/** The floor is the bare model and an echo: a key, a message to a worker and back, the same pixels put. */
const ROADS = [
  'bare model',
  'echo',
  'floor',
  'key to painted',
  'over floor',
  'labels over floor',
  'over bare',
  'its 95 %',
  'key to frame',
  'key to labels',
] as const;

/** Where the time of a key press goes; "alone" is the same model run while the page rests. */
const PARTS = [
  'key to page',
  'to asked',
  'letter drawn',
  'model with attention',
  'alone',
  'rest of the worker',
  'back to painted',
  'to frame',
  'back to labels',
] as const;

async function sample(browser: Browser, url: string, nTokens: number, repeats: number): Promise<readonly Sample[]> {
  const page = await openApp(browser, url, textBefore(nTokens));
  await page.addScriptTag({ url: './assets/bare.js', type: 'module' });
  await addEcho(page);
  await page.waitForFunction(() => 'headlightBare' in window);
  await page.evaluate(() =>
    window.headlightBare.open('models/bookworm-gpt/onnx/model.onnx', 4096, ['nothing', 'patterns']),
  );
  const samples: Sample[] = [];
  for (let repeat = -WARM_UP; repeat < repeats; repeat++) {
    await page.evaluate(() => window.headlightHooks.nextPress());
    await page.keyboard.press('a');
    const press = await page.evaluate(() => window.headlightHooks.press());
    if (press.ids.length !== nTokens) throw new RangeError(`${press.ids.length} tokens instead of ${nTokens}`);
    await page.waitForTimeout(60);
    const bareMs = await page.evaluate((ids) => window.headlightBare.run(ids, 'nothing'), press.ids);
    const exposedMs = await page.evaluate((ids) => window.headlightBare.run(ids, 'patterns'), press.ids);
    const echoMs = await echoOf(page, press.handedBytes);
    if (repeat >= 0) samples.push({ press, bareMs, exposedMs, echoMs });
    await page.evaluate(() => window.headlightHooks.nextPress());
    await page.keyboard.press('Backspace');
    await page.evaluate(() => window.headlightHooks.press());
    await page.waitForTimeout(60);
  }
  await page.close();
  return samples;
}

/** The longest task of the main thread while somebody types a sentence at twelve letters a second. */
export async function timeLongTasks(browser: Browser, url: string, sizes: readonly number[]) {
  const rows: string[][] = [];
  for (const nTokens of sizes) {
    const page = await openApp(browser, url, textBefore(nTokens));
    await page.evaluate(() => window.headlightHooks.forgetLongTasks());
    await page.keyboard.type('and then he turned the lamp', { delay: 80 });
    await page.waitForTimeout(500);
    const tasks = await page.evaluate(() => window.headlightHooks.longTasks());
    rows.push([String(nTokens), String(tasks.length), tasks.length === 0 ? 'under 50' : ms(Math.max(...tasks))]);
    await page.close();
  }
  return table(['tokens at first', 'tasks over 50 ms', 'longest'], rows);
}
