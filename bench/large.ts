import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { longestTask } from '../e2e/support/freezes.ts';
import { writeNpz, writeSafetensors } from '../e2e/support/largeRecording.ts';
import type { LargeRecording } from '../e2e/support/largeRecording.ts';
import { VIEWPORT } from './appPage.ts';
import { mb, memoryOf } from './memory.ts';
import { ms, table } from './stats.ts';

const SIZE = { nLayers: 12, nHeads: 12, nTokens: 512 } as const;

type File = readonly [name: string, write: (path: string) => void];

const npz =
  (recording: LargeRecording, isPacked = false) =>
  (path: string) =>
    writeNpz(path, recording, isPacked);
const FILES: readonly File[] = [
  ['float32.npz', npz({ ...SIZE, isCausal: true, type: 'f4' })],
  ['float16-packed.npz', npz({ ...SIZE, isCausal: false, type: 'f2' }, true)],
  ['float16.safetensors', (path) => writeSafetensors(path, { ...SIZE, isCausal: false, type: 'f2' })],
];

/** Recordings of 12 layers of 12 heads over 512 tokens, opened from a file: the longest tasks of the main thread, and memory. */
export async function timeLarge(browser: Browser, url: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'headlight-'));
  const rows: string[][] = [];
  try {
    for (const [name, write] of FILES) {
      const path = join(folder, name);
      write(path);
      rows.push(await timeFile(browser, url, path, name));
      rmSync(path);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return table(
    [
      'file',
      'to labels',
      'longest: opening',
      'pointing',
      'pinning',
      'hiding',
      'pages',
      'memory before',
      'most',
      'after',
    ],
    rows,
  );
}

async function timeFile(browser: Browser, url: string, path: string, name: string): Promise<string[]> {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${url}?backend=wasm`);
  await page.locator('html[data-state=ready]').waitFor();
  const before = await memoryOf(browser, page);
  const start = performance.now();
  const opening = await longestTask(browser, page, () => open(page, path));
  const toLabels = performance.now() - start;
  const cells = page.getByRole('gridcell');
  const pointing = await longestTask(browser, page, async () => {
    for (let i = 0; i < 40; i++) await cells.nth((i * 37) % 144).hover();
  });
  const pinning = await longestTask(browser, page, async () => {
    for (const i of [0, 6, 20]) await cells.nth(i).click();
  });
  const hiding = await longestTask(browser, page, () => page.getByRole('checkbox', { name: /^Hide special/ }).click());
  const pages = await longestTask(browser, page, async () => {
    for (const tab of ['Importance', 'Alike', 'Heads']) await page.getByRole('tab', { name: tab }).click();
  });
  const after = await memoryOf(browser, page);
  await page.close();
  const found = [opening, pointing, pinning, hiding, pages].map((time) => time.toFixed(0));
  return [name, ms(toLabels), ...found, mb(before?.now), mb(after?.most), mb(after?.now)];
}

async function open(page: Page, path: string): Promise<void> {
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Open files').setInputFiles(path);
  await page.getByText('recorded', { exact: true }).waitFor();
  await page.locator('html[data-state=ready]').waitFor();
}
