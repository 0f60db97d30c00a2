import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { longestTask } from '../e2e/support/freezes.ts';
import { GPT2_SIZES, gptConfig, randomGpt } from '../src/inference/testing/randomGpt.ts';
import { addEcho, echoOf, openApp } from './appPage.ts';
import type { Press } from './hooks.ts';
import { keptOf, mb, memoryOf } from './memory.ts';
import { median, ms, quantile, table } from './stats.ts';
import { textBefore } from './texts.ts';

const TOKENIZER = resolve(import.meta.dirname, '../models/bookworm-gpt');
/** Beside the page that is measured, so that the bare model can ask for the file too; gone when all is measured. */
const NAME = 'large-model';
const FOLDER = resolve(import.meta.dirname, '../dist-bench', NAME);
const N_MOVES = 30;

type Sample = { readonly press: Press; readonly bareMs: number; readonly echoMs: number };

/**
 * A model of GPT-2's layers, heads and widths, written on the spot: from a key press to the painted grid beside the bare file on the
 * same tokens, memory, and what the main thread does meanwhile.
 */
export async function timeLargeModel(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  try {
    const files = writeModel();
    const [times, rest]: [string[][], string[][]] = [[], []];
    for (const nTokens of sizes) {
      const [time, other] = await timeLength(browser, url, files, nTokens, repeats);
      times.push(time);
      rest.push(other);
    }
    return [table(TIMES, times), table(REST, rest)].join('\n\n');
  } finally {
    rmSync(FOLDER, { recursive: true, force: true });
  }
}

const TIMES = [
  'tokens',
  'bare model',
  'echo',
  'key to painted',
  'over bare',
  'over floor',
  'after the answer',
  'labels',
];
const REST = [
  'tokens',
  'patterns',
  'handed over',
  'more in the page',
  'worker',
  'shared',
  'all, by patterns',
  'process at most',
  'longest task: typing',
  'hover',
  'its 95 %',
];

function writeModel(): readonly string[] {
  mkdirSync(FOLDER, { recursive: true });
  const path = (name: string): string => join(FOLDER, name);
  writeFileSync(path('model.onnx'), randomGpt(GPT2_SIZES));
  writeFileSync(path('config.json'), JSON.stringify(gptConfig(GPT2_SIZES)));
  copyFileSync(join(TOKENIZER, 'tokenizer.json'), path('tokenizer.json'));
  const config: unknown = JSON.parse(readFileSync(join(TOKENIZER, 'tokenizer_config.json'), 'utf8'));
  // The tokenizer's own model reads less.
  const longer = Object.assign({}, config, { model_max_length: GPT2_SIZES.maxTokens });
  writeFileSync(path('tokenizer_config.json'), JSON.stringify(longer));
  return ['model.onnx', 'config.json', 'tokenizer.json', 'tokenizer_config.json'].map(path);
}

async function timeLength(
  browser: Browser,
  url: string,
  files: readonly string[],
  nTokens: number,
  repeats: number,
): Promise<[string[], string[]]> {
  const page = await openApp(browser, url, textBefore(16));
  page.setDefaultTimeout(180_000);
  await open(page, files);
  const before = await keptOf(page);
  const sentence = page.getByLabel('Sentence', { exact: true });
  await pressed(page, () => sentence.fill(textBefore(nTokens)));
  let longest = Number.NaN;
  let last = await typed(page, 'a');
  if (last.ids.length !== nTokens) throw new RangeError(`${last.ids.length} tokens instead of ${nTokens}`);
  longest = await longestTask(browser, page, async () => {
    await typed(page, 'Backspace');
    last = await typed(page, 'a');
  });
  const after = await keptOf(page);
  const resident = await memoryOf(browser, page);
  const handled = await hover(page);
  const samples = await sample(page, repeats);
  await page.close();
  const of = (pick: (sample: Sample) => number): number => median(samples.map(pick));
  const [bare, echo] = [of(({ bareMs }) => bareMs), of(({ echoMs }) => echoMs)];
  const painted = of(({ press }) => press.painted - press.key);
  const [inPage, inWorker, shared] = [
    after.page - before.page,
    after.worker - before.worker,
    after.shared - before.shared,
  ];
  return [
    [
      String(nTokens),
      ms(bare),
      ms(echo),
      ms(painted),
      (painted / bare).toFixed(2),
      (painted / (bare + echo)).toFixed(2),
      ms(of(({ press }) => press.painted - press.ran)),
      ms(of(({ press }) => press.ready - press.key)),
    ],
    [
      String(nTokens),
      mb(last.patternBytes),
      mb(last.handedBytes),
      mb(inPage),
      mb(inWorker),
      mb(shared),
      ((inPage + inWorker + shared - countedTwice(last)) / last.patternBytes).toFixed(2),
      mb(resident?.most),
      longest.toFixed(0),
      ms(median(handled)),
      ms(quantile(handled, 0.95)),
    ],
  ];
}

/** Patterns that page and worker share the browser counts with each. */
function countedTwice({ patternBytes, handedBytes }: Press): number {
  return handedBytes < patternBytes ? patternBytes : 0;
}

async function open(page: Page, files: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Open files').setInputFiles(files);
  await page.locator('[role=gridcell]').nth(143).waitFor();
  await page.locator('html[data-state=ready]').waitFor();
  await page.getByLabel('Sentence', { exact: true }).focus();
  await page.keyboard.press('Control+End');
}

/** Once what was done has come to labels on screen. */
async function pressed(page: Page, act: () => Promise<unknown>): Promise<Press> {
  await page.evaluate(() => window.headlightHooks.nextPress());
  await act();
  return page.evaluate(() => window.headlightHooks.press());
}

function typed(page: Page, key: string): Promise<Press> {
  return pressed(page, () => page.keyboard.press(key));
}

/** Until handlers are done and the page is laid out, for each movement over the grid and a large heatmap. */
async function hover(page: Page): Promise<readonly number[]> {
  await page.evaluate(() => window.headlightHooks.forgetMovements());
  for (const place of ['[data-heatmap]', '[role=grid]']) {
    const box = await page.locator(place).first().boundingBox();
    if (box === null) throw new RangeError(`no ${place}`);
    for (let move = 0; move < N_MOVES; move++) {
      const [across, down] = [(move * 0.381) % 1, (move * 0.617) % 1];
      await page.mouse.move(box.x + box.width * (0.3 + 0.6 * across), box.y + box.height * (0.3 + 0.6 * down));
      await page.waitForTimeout(25);
    }
  }
  return (await page.evaluate(() => window.headlightHooks.movements())).map((movement) => movement.handled);
}

/** Key presses and the bare model in turn; that is opened now, when memory has been looked at. */
async function sample(page: Page, repeats: number): Promise<readonly Sample[]> {
  await page.addScriptTag({ url: './assets/bare.js', type: 'module' });
  await addEcho(page);
  await page.waitForFunction(() => 'headlightBare' in window);
  await page.evaluate(([file, nVocab]) => window.headlightBare.open(file, nVocab, ['nothing']), [
    `${NAME}/model.onnx`,
    GPT2_SIZES.nVocab,
  ] as const);
  await page.getByLabel('Sentence', { exact: true }).focus();
  await page.keyboard.press('Control+End');
  const samples: Sample[] = [];
  for (let repeat = -1; repeat < repeats; repeat++) {
    await typed(page, 'Backspace');
    const press = await typed(page, 'a');
    const bareMs = await page.evaluate((ids) => window.headlightBare.run(ids, 'nothing'), press.ids);
    const echoMs = await echoOf(page, press.handedBytes);
    if (repeat >= 0) samples.push({ press, bareMs, echoMs });
  }
  return samples;
}
