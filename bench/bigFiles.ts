import { closeSync, copyFileSync, mkdtempSync, openSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright';
import { FLOAT32, externalTensor } from '../src/inference/surgery/write.ts';
import { gptConfig, randomGpt } from '../src/inference/testing/randomGpt.ts';
import type { GptSizes } from '../src/inference/testing/randomGpt.ts';
import { openApp } from './appPage.ts';
import { memoryOf } from './memory.ts';
import { table } from './stats.ts';

const TOKENIZER = resolve(import.meta.dirname, '../models/bookworm-gpt');
/** 560 million parameters, 2.25 GB: more than one array of a browser held for long, less than WASM does. */
const SIZES: GptSizes = { nLayers: 11, nHeads: 16, width: 2048, nVocab: 4096, maxTokens: 512 };
const FILE_BYTES = 0.9e9;
/** What writing and opening it take of disk and memory, with room to spare. */
const NEEDED = { disk: 3e9, memory: 8e9 };

/** A model whose weights lie in several files beside its graph, opened from disk: until its heads are painted, and the memory that it takes meanwhile and then. */
export async function timeBigFiles(browser: Browser, url: string): Promise<string> {
  const free = statfsSync(tmpdir());
  if (free.bavail * free.bsize < NEEDED.disk || freemem() < NEEDED.memory)
    return 'Left out: it needs 3 GB of disk and 8 GB of free memory.';
  const folder = mkdtempSync(join(tmpdir(), 'headlight-big-'));
  try {
    const { paths, bytes, nFiles } = writeModel(folder);
    const page = await openApp(browser, url, 'The boy sat down.');
    page.setDefaultTimeout(600_000);
    const before = await memoryOf(browser, page);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const start = performance.now();
    await page.getByRole('dialog').getByLabel('Open files').setInputFiles(paths);
    await page
      .locator('[role=gridcell]')
      .nth(SIZES.nLayers * SIZES.nHeads - 1)
      .waitFor();
    await page.locator('html[data-state=ready]').waitFor();
    const seconds = (performance.now() - start) / 1000;
    const after = await memoryOf(browser, page);
    await page.close();
    const gb = (of: number | undefined): string => (of === undefined ? '–' : (of / 1e9).toFixed(2));
    return table(
      ['weights, GB', 'files', 'until painted, s', 'process before, GB', 'at most', 'at most, by weights', 'then'],
      [
        [
          gb(bytes),
          String(nFiles),
          seconds.toFixed(1),
          gb(before?.now),
          gb(after?.most),
          after && before ? ((after.most - before.now) / bytes).toFixed(2) : '–',
          gb(after?.now),
        ],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeModel(folder: string) {
  const path = (name: string): string => join(folder, name);
  const names: string[] = [];
  let file: number | null = null;
  let offset = 0;
  let bytes = 0;
  const graph = randomGpt(SIZES, (name, dims, raw) => {
    if (file === null || offset + raw.length > FILE_BYTES) {
      if (file !== null) closeSync(file);
      names.push(names.length === 0 ? 'model.onnx_data' : `model.onnx_data_${names.length}`);
      file = openSync(path(names.at(-1) ?? ''), 'w');
      offset = 0;
    }
    writeSync(file, raw);
    const place = { location: names.at(-1) ?? '', offset, length: raw.length };
    offset += raw.length;
    bytes += raw.length;
    return externalTensor(name, dims, FLOAT32, place);
  });
  if (file !== null) closeSync(file);
  writeFileSync(path('model.onnx'), graph);
  writeFileSync(path('config.json'), JSON.stringify(gptConfig(SIZES)));
  for (const name of ['tokenizer.json', 'tokenizer_config.json']) copyFileSync(join(TOKENIZER, name), path(name));
  const paths = ['model.onnx', 'config.json', 'tokenizer.json', 'tokenizer_config.json', ...names].map(path);
  return { paths, bytes, nFiles: names.length };
}
