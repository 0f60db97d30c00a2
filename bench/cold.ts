import { resolve } from 'node:path';
import type { Browser } from 'playwright';
import { build } from 'vite';
import { ISOLATION_HEADERS } from '../src/offline/isolationHeaders.ts';
import { startStaticHost } from '../scripts/staticHost.ts';
import { VIEWPORT } from './appPage.ts';
import { sharedLine } from './sharedLine.ts';
import type { Sent } from './sharedLine.ts';
import { median, table } from './stats.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** A line of 10 Mbit/s with 40 ms there and back, and a processor slowed down four times. */
const BYTES_PER_SECOND = 10e6 / 8;
const LATENCY_MS = 40;
const SLOWED = 4;

type Visit = {
  /** Milliseconds from the beginning of the visit: until the first line and the sentence are drawn, until the heads have their pixels, until the model answers. */
  readonly drawn: number;
  readonly painted: number;
  readonly live: number;
  /** As they came over the line. */
  readonly bytesBeforeDrawn: number;
  readonly bytesBeforePainted: number;
  readonly bytesBeforeLive: number;
};

declare global {
  interface Window {
    liveAt: number;
  }
}

/**
 * First visits of the page as it is published, each with nothing kept: until the first heads are painted, and until the model has answered with its labels. Browsers slow
 * down the main thread alone; the line is one for the page and its workers.
 */
export async function timeCold(browser: Browser, repeats: number): Promise<string> {
  await build({ root: ROOT, configFile: resolve(ROOT, 'vite.config.ts'), logLevel: 'error' });
  const line = sharedLine(BYTES_PER_SECOND, LATENCY_MS);
  const host = await startStaticHost(resolve(ROOT, 'dist'), ISOLATION_HEADERS, line.send);
  const visits: Visit[] = [];
  // The first is not counted: the host compresses while it is made.
  for (let i = 0; i <= repeats; i++) visits.push(await visit(browser, host.url, line.sent));
  visits.shift();
  host.close();
  const of = (pick: (one: Visit) => number): number => median(visits.map(pick));
  const row = (name: string, time: (one: Visit) => number, bytes: (one: Visit) => number): string[] => [
    name,
    (of(time) / 1000).toFixed(2),
    (Math.max(...visits.map(time)) / 1000).toFixed(2),
    (of(bytes) / 1e6).toFixed(2),
  ];
  return table(
    ['until', 'seconds', 'the slowest', 'MB fetched'],
    [
      row(
        'the first line and the sentence are drawn',
        ({ drawn }) => drawn,
        ({ bytesBeforeDrawn }) => bytesBeforeDrawn,
      ),
      row(
        'heads painted',
        ({ painted }) => painted,
        ({ bytesBeforePainted }) => bytesBeforePainted,
      ),
      row(
        'the model is live',
        ({ live }) => live,
        ({ bytesBeforeLive }) => bytesBeforeLive,
      ),
    ],
  );
}

async function visit(browser: Browser, url: string, sent: readonly Sent[]): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  await page.addInitScript(() => {
    // By the bare address, as people come: which backend there is, the browser decides, and one without graphics says WASM.
    Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined });
    new MutationObserver(() => {
      if (document.documentElement.dataset['state'] === 'ready') window.liveAt ??= performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-state'] });
  });
  const before = sent.length;
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('html[data-state=ready]').waitFor({ timeout: 120_000 });
  const { origin, drawn, painted, live } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    drawn: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
    painted: performance.getEntriesByName('headlight:painted')[0]?.startTime ?? Number.NaN,
    live: window.liveAt,
  }));
  await context.close();
  const bytesBy = (time: number): number =>
    sent.slice(before).reduce((sum, { at, bytes }) => sum + (at <= origin + time ? bytes : 0), 0);
  return {
    drawn,
    painted,
    live,
    bytesBeforeDrawn: bytesBy(drawn),
    bytesBeforePainted: bytesBy(painted),
    bytesBeforeLive: bytesBy(live),
  };
}
