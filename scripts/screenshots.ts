// The pictures of the README, taken from the production build: npm run build && npm run screenshots [-- folder of the build]
import { spawn } from 'node:child_process';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { ensureChromium } from './browser.ts';

const PORT = 4187;
const BUILD = process.argv[2] ?? 'dist';
const ADDRESS = `http://127.0.0.1:${PORT}/`;
const SENTENCE = 'The old man and the sea met the young man by the sea.';

const PICTURES = [
  { file: 'docs/screenshot-light.png', query: '?backend=wasm', width: 1440, height: 900, scheme: 'light' },
  {
    file: 'docs/screenshot-dark.png',
    query: `?backend=wasm&scale=log&text=${encodeURIComponent(SENTENCE)}`,
    width: 1440,
    height: 900,
    scheme: 'dark',
  },
  {
    file: 'docs/screenshot-off.png',
    query: '?backend=wasm&view=off&head=L0H3&ablate=L0H3',
    width: 1440,
    height: 900,
    scheme: 'light',
  },
  { file: 'docs/screenshot-phone.png', query: '?backend=wasm', width: 390, height: 844, scheme: 'light' },
] as const;

const server = spawn(
  process.execPath,
  [
    'node_modules/vite/bin/vite.js',
    'preview',
    '--host',
    '127.0.0.1',
    '--port',
    String(PORT),
    '--strictPort',
    '--outDir',
    BUILD,
  ],
  { stdio: 'ignore' },
);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
try {
  for (const { file, query, width, height, scheme } of PICTURES) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, reducedMotion: 'reduce' });
    await open(page, `${ADDRESS}${query}`);
    await page.screenshot({ path: file, animations: 'disabled' });
    console.log(`${file}  ${width} x ${height}`);
    await page.close();
  }
} finally {
  await browser.close();
  server.kill();
}

/** The server needs a moment to start: the address is tried until it answers. */
async function open(page: Page, url: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await page.goto(url);
      break;
    } catch (thrown) {
      if (tries === 20) throw thrown;
      await page.waitForTimeout(250);
    }
  }
  await page.locator(':root[data-state=ready]').waitFor({ timeout: 60_000 });
  if (url.includes('ablate=')) await page.locator(':root[data-ablation=ready]').waitFor({ timeout: 60_000 });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
}
