import type { Browser } from 'playwright';
import type { PaintTimes } from './paint.ts';
import { median, ms, table } from './stats.ts';

/** Larger than any pattern: painted cell by cell. */
const WHOLE = 4096;
/** About what a thumbnail of a grid of 12 x 12 has on a laptop. */
const THUMBNAIL = 44;

/** 144 heads painted, beside putImageData of the same pixels. */
export async function timePainting(browser: Browser, url: string, sizes: readonly number[], repeats: number) {
  const rows: string[][] = [];
  const page = await browser.newPage();
  await page.goto(`${url}bench/paint.html`);
  await page.waitForFunction(() => 'headlightPaint' in window);
  for (const maxPixels of [WHOLE, THUMBNAIL]) {
    for (const nTokens of sizes) {
      for (const isCausal of [true, false]) {
        const times: PaintTimes = await page.evaluate(
          ([n, causal, pixels, count]) => window.headlightPaint.times(n, causal, pixels, count),
          [nTokens, isCausal, maxPixels, repeats] as const,
        );
        const [busy, put, putOne] = [median(times.busy), median(times.put), median(times.putOne)];
        const pooled = median(times.pooled);
        rows.push([
          `${nTokens}, ${isCausal ? 'causal' : 'both ways'}`,
          `${times.side}`,
          ms(busy),
          ms(put),
          (busy / put).toFixed(2),
          ms(pooled),
          Number.isNaN(pooled) ? '–' : (pooled / put).toFixed(2),
          ms(putOne),
          (busy / putOne).toFixed(2),
          ms(median(times.wall)),
        ]);
      }
    }
  }
  await page.close();
  return table(
    [
      'tokens',
      'pixels a side',
      'painter',
      'put',
      'ratio',
      'from thumbnails',
      'ratio',
      'put one picture',
      'ratio',
      'painter with pauses',
    ],
    rows,
  );
}
