import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { gptConfig, randomGpt } from '../src/inference/testing/randomGpt.ts';
import type { Picked } from './support/files.ts';
import { test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { watchRuns } from './support/watchRuns.ts';

// A small model whose runs are large: 12 x 12 heads over 256 tokens have 9.4 million weights.

const SIZES = { nLayers: 12, nHeads: 12, width: 24, nVocab: 4096, maxTokens: 300 };
const N_WORDS = 255;
const WORDS = Array.from({ length: N_WORDS }, () => 'a').join(' ');

function files(): readonly Picked[] {
  const beside = (name: string): Picked => ({
    name,
    mimeType: 'application/json',
    buffer: readFileSync(new URL(`../models/bookworm-gpt/${name}`, import.meta.url)),
  });
  return [
    { name: 'model.onnx', mimeType: '', buffer: Buffer.from(randomGpt(SIZES)) },
    { name: 'config.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(gptConfig(SIZES))) },
    beside('tokenizer.json'),
    beside('tokenizer_config.json'),
  ];
}

/** Runs a text of many words: what the page was told of its last run. */
async function largeRun(app: Headlight) {
  const { page } = app;
  await watchRuns(page);
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(files()));
  await app.rerun(() => app.sentence.fill(WORDS));
  await expect(app.cells).toHaveCount(144);
  await expect(app.tokens).toHaveCount(N_WORDS + 1);
  return page.evaluate(() => {
    const { pattern: _, memory: __, ...told } = window.seenRuns.at(-1)!;
    return told;
  });
}

/** The grid is painted, a head shows its cells to the last row, and what is worked out from all weights is there. */
async function looksRight(app: Headlight): Promise<void> {
  const { page } = app;
  const canvas = app.cell('L11H11').locator('canvas');
  const pixels = (): Promise<string> =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const { width, height } = element;
      return [...(element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [])].join();
    });
  const side = await canvas.evaluate((element: HTMLCanvasElement) => element.width);
  // Of a causal head the lower half, the diagonal with it.
  const opaque = (await pixels()).split(',').filter((value, at) => at % 4 === 3 && value === '255');
  expect(opaque).toHaveLength((side * (side + 1)) / 2);
  await app.cell('L11H11').click();
  await expect(app.heatmap('L11H11')).toHaveAccessibleName(/256 queries by 256 keys/);
  await page.mouse.move(5, 5);
  await app.heatmap('L11H11').focus();
  await page.keyboard.press('ArrowDown');
  await expect(app.tooltip).toContainText(/looks at/);
  const before = await pixels();
  await page.getByLabel('Hide special tokens and sink').click();
  // What is hidden gives its share to the rest: worked out from the weights themselves.
  await expect.poll(pixels).not.toBe(before);
}

test('many weights come in memory that page and worker share, with thumbnails', async ({ app }) => {
  expect(await largeRun(app)).toEqual({ nTokens: N_WORDS + 1, isShared: true, side: 96 });
  await looksRight(app);
});

test('the page keeps the weights of one run, once its labels are there', async ({ app, page }) => {
  // Seven runs of 144 heads.
  test.setTimeout(120_000);
  await largeRun(app);
  await app.cell('L11H11').click();
  await app.cell('L0H3').click();
  await expect(app.heatmap('L0H3')).toBeVisible();
  await page.getByLabel('Zoom in').click();
  for (const more of [' a', ' a b', ' a b c']) await app.rerun(() => app.sentence.fill(WORDS + more));
  const kept = async (): Promise<readonly boolean[]> => {
    await page.requestGC();
    return page.evaluate(() => window.seenRuns.map(({ memory }) => memory.deref() !== undefined));
  };
  const last = async (): Promise<void> => {
    const { length } = await kept();
    expect(length).toBeGreaterThan(3);
    await expect.poll(kept).toEqual(Array.from({ length }, (_, at) => at === length - 1));
  };
  await last();
  // Of a short text too, which is drawn with less around it.
  await app.rerun(() => app.sentence.fill('a b c'));
  await last();
  // In a table of cells, which waits until there is nothing else to draw.
  await page.getByRole('region', { name: 'Pinned heads' }).getByRole('button', { name: 'Show as a table' }).click();
  await app.rerun(() => app.sentence.fill(WORDS));
  await app.rerun(() => app.sentence.fill('a b'));
  await last();
});

test('they come as a copy where the page is not isolated, and look the same', async ({ app, page }) => {
  await page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    const response = await route.fetch();
    const { 'cross-origin-opener-policy': _, 'cross-origin-embedder-policy': __, ...headers } = response.headers();
    return route.fulfill({ response, headers });
  });
  expect(await largeRun(app)).toEqual({ nTokens: N_WORDS + 1, isShared: false, side: 96 });
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
  await looksRight(app);
});
