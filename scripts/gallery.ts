// Takes a picture of every figure of gallery.html, for the eye: test-results/gallery/NAME-SCHEME.png.
//   names as arguments: only the figures whose name begins with one of them
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { createServer } from 'vite';
import { launchChromium } from '../bench/launch.ts';

const wanted = process.argv.slice(2);
const folder = resolve('test-results/gallery');
mkdirSync(folder, { recursive: true });

const server = await createServer({ server: { host: '127.0.0.1', port: 0 }, logLevel: 'error' });
await server.listen();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1480, height: 1000 } });
  page.on('pageerror', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}gallery.html`);
  await page.locator('[data-picture]').first().waitFor();
  await page.evaluate(() => document.fonts.ready);
  // Thumbnails are painted in slices between frames.
  await page.waitForTimeout(1500);
  for (const figure of await page.locator('[data-picture]').all()) {
    const name = (await figure.getAttribute('data-picture')) ?? 'unnamed';
    if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) continue;
    await figure.screenshot({ path: resolve(folder, `${name}.png`) });
    console.log(`test-results/gallery/${name}.png`);
  }
} finally {
  await browser.close();
  await server.close();
}
