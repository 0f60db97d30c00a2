import type { Browser } from 'playwright';
import { randomStream } from '../src/core/random.ts';
import { openApp } from './appPage.ts';
import { ms, table } from './stats.ts';

const FILE = 'models/bookworm-gpt/onnx/model.onnx';
const N_VOCAB = 4096;

/**
 * One run of bookworm-gpt in a worker of the browser, on WASM and on WebGPU (in software where there is no graphics card, which says nothing of one): without the
 * outputs that show the inside of layers, with them declared, and with those of one layer fetched besides. In turn, the fastest of all: other programs only add.
 */
export async function timeInsideBackends(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  const page = await openApp(browser, url, 'The cat sat.');
  await page.addScriptTag({ url: './assets/bare.js', type: 'module' });
  await page.waitForFunction(() => 'headlightBare' in window);
  const rows: string[][] = [];
  for (const backend of ['wasm', 'webgpu'] as const) {
    await page.evaluate(([file, nVocab, on]) => window.headlightBare.open(file, nVocab, ['masks', 'inside'], on), [
      FILE,
      N_VOCAB,
      backend,
    ] as const);
    for (const nTokens of sizes) {
      const random = randomStream(nTokens);
      const ids = Array.from({ length: nTokens }, () => Math.floor(random() * N_VOCAB));
      const best = [Infinity, Infinity, Infinity];
      for (let repeat = -2; repeat < repeats; repeat++) {
        const times = await page.evaluate(
          async (tokens) => [
            await window.headlightBare.run(tokens, 'masks'),
            await window.headlightBare.run(tokens, 'inside'),
            await window.headlightBare.run(tokens, 'inside', true),
          ],
          ids,
        );
        if (repeat >= 0) for (const [at, time] of times.entries()) best[at] = Math.min(best[at] ?? Infinity, time);
      }
      const [without = 0, declared = 0, fetched = 0] = best;
      rows.push([backend, String(nTokens), ms(without), ms(declared), (declared / without).toFixed(2), ms(fetched)]);
    }
  }
  await page.close();
  return table(['backend', 'tokens', 'without', 'declared', 'ratio', 'one layer fetched'], rows);
}
