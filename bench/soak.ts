import type { Browser } from 'playwright';
import { openApp } from './appPage.ts';
import { memoryOf } from './memory.ts';
import { table } from './stats.ts';
import { textBefore } from './texts.ts';

/** Tokens of one run after the other. */
const LENGTHS = [8, 120, 24, 200, 64, 12, 160, 40] as const;
const N_SAMPLES = 20;

type Sample = { readonly run: number; readonly heap: number; readonly resident: number };

/** Whether memory is flat over many runs of changing length: the page's heap, and its process with the worker, in MB. */
export async function timeSoak(browser: Browser, url: string, nRuns: number): Promise<string> {
  const texts = LENGTHS.map((nTokens) => `${textBefore(nTokens)}a`);
  const page = await openApp(browser, url, texts[0] ?? '');
  const sentence = page.getByLabel('Sentence', { exact: true });
  const session = await page.context().newCDPSession(page);
  const samples: Sample[] = [];
  for (let run = 1; run <= nRuns; run++) {
    await page.evaluate(() => window.headlightHooks.nextPress());
    await sentence.fill(texts[run % texts.length] ?? '');
    await page.evaluate(() => window.headlightHooks.press());
    if (run % Math.ceil(nRuns / N_SAMPLES) !== 0) continue;
    const resident = (await memoryOf(browser, page))?.now ?? Number.NaN;
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    samples.push({ run, heap: usedSize / 1e6, resident: resident / 1e6 });
  }
  await page.close();
  // What grows at first are caches and compiled code.
  const settled = samples.slice(Math.floor(samples.length / 2));
  const row = (name: string, of: (sample: Sample) => number): string[] => [
    name,
    ...[samples[0], settled[0], samples.at(-1)].map((sample) => (sample ? of(sample).toFixed(1) : '–')),
    (1000 * slope(settled.map((sample) => [sample.run, of(sample)]))).toFixed(2),
  ];
  return table(
    ['of', `after ${samples[0]?.run ?? 0} runs`, `after ${settled[0]?.run ?? 0}`, `after ${nRuns}`, 'kB a run, then'],
    [row("the page's heap", ({ heap }) => heap), row('the process', ({ resident }) => resident)],
  );
}

/** Of the straight line nearest to the points, by least squares. */
function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const rise = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return rise / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
