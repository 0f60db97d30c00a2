// Pictures of the page, from the production build: npm run build && npm run screenshots [-- --screens] [-- --build FOLDER]
// Those of the README; with --screens every page on the screens that it is made for, into test-results/screens.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import type { Page } from 'playwright';
import { ensureChromium } from './browser.ts';
import { SCREENS } from './screens.ts';
import type { Screen } from './screens.ts';

const PORT = 4187;
const ADDRESS = `http://127.0.0.1:${PORT}/`;
const SENTENCE = 'The old man and the sea met the young man by the sea.';

type Picture = {
  readonly file: string;
  readonly query: Readonly<Record<string, string>>;
  readonly screen: Pick<Screen, 'width' | 'height' | 'isTouch'>;
  readonly scheme: 'light' | 'dark';
};

const WIDE = { width: 1440, height: 900 };

const README: readonly Picture[] = [
  { file: 'docs/screenshot-light.png', query: {}, screen: WIDE, scheme: 'light' },
  { file: 'docs/screenshot-dark.png', query: { scale: 'log', text: SENTENCE }, screen: WIDE, scheme: 'dark' },
  {
    file: 'docs/screenshot-off.png',
    query: { view: 'off', head: 'L0H3', ablate: 'L0H3' },
    screen: WIDE,
    scheme: 'light',
  },
  {
    file: 'docs/screenshot-inside.png',
    query: { view: 'inside', head: 'L3H2', cell: '10,2', stage: 'products' },
    screen: WIDE,
    scheme: 'light',
  },
  {
    file: 'docs/screenshot-lesson.png',
    query: { lesson: 'inside.4' },
    screen: { width: 1280, height: 720 },
    scheme: 'light',
  },
  { file: 'docs/screenshot-phone.png', query: {}, screen: { width: 390, height: 844, isTouch: true }, scheme: 'light' },
];

const PAGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  heads: {},
  why: { why: '1' },
  off: { view: 'off', ablate: 'L0H3' },
  importance: { view: 'importance' },
  alike: { view: 'alike' },
  inside: { view: 'inside' },
  notes: { view: 'notes' },
  cost: { view: 'cost' },
  lesson: { lesson: 'six-steps.4' },
};

const FOLDER = 'test-results/screens';

/** Every page on every screen, light and dark. */
function everyScreen(): readonly Picture[] {
  return SCREENS.flatMap((screen) =>
    Object.entries(PAGES).flatMap(([page, query]) =>
      (['light', 'dark'] as const).map((scheme) => ({
        file: `${FOLDER}/${screen.name}-${page}-${scheme}.png`,
        query: { ...query, ...(screen.isLarge && { large: '1' }) },
        screen,
        scheme,
      })),
    ),
  );
}

const { values } = parseArgs({
  options: { screens: { type: 'boolean', default: false }, build: { type: 'string', default: 'dist' } },
});
mkdirSync(FOLDER, { recursive: true });
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
    values.build,
  ],
  { stdio: 'ignore' },
);
const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
try {
  for (const { file, query, screen, scheme } of values.screens ? everyScreen() : README) {
    const { width, height, isTouch = false } = screen;
    const page = await browser.newPage({
      viewport: { width, height },
      hasTouch: isTouch,
      isMobile: isTouch,
      colorScheme: scheme,
      reducedMotion: 'reduce',
    });
    await open(page, query);
    await page.screenshot({ path: file, animations: 'disabled' });
    console.log(`${file}  ${width} x ${height}`);
    await page.close();
  }
} finally {
  await browser.close();
  server.kill();
}

/** Waits until everything is there; the server needs a moment to start: the address is tried until it answers. */
async function open(page: Page, query: Picture['query']): Promise<void> {
  const url = `${ADDRESS}?${new URLSearchParams({ backend: 'wasm', ...query })}`;
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
  if ('ablate' in query) await page.locator(':root[data-ablation=ready]').waitFor({ timeout: 60_000 });
  // What measures itself is waited for, where it does.
  await page.waitForTimeout(300);
  await page.locator('progress').waitFor({ state: 'detached', timeout: 60_000 });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(300);
}
