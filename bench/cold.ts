import { resolve } from 'node:path';
import type { Browser, CDPSession } from 'playwright';
import { build } from 'vite';
import { ISOLATION_HEADERS } from '../src/offline/isolationHeaders.ts';
import { startStaticHost } from '../scripts/staticHost.ts';
import { VIEWPORT } from './appPage.ts';
import { median, table } from './stats.ts';

const ROOT = resolve(import.meta.dirname, '..');

/** A line of 10 Mbit/s with 40 ms there and back, and a processor slowed down four times. */
const LINE = { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 };
const SLOWED = 4;

type Visit = {
  /** Milliseconds from the beginning of the visit. */
  readonly painted: number;
  readonly live: number;
  /** As they came over the line. */
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
 * down the main thread alone; the line is shared by the page and counted for its workers apart, which makes it a little wide.
 */
export async function timeCold(browser: Browser, repeats: number): Promise<string> {
  await build({ root: ROOT, configFile: resolve(ROOT, 'vite.config.ts'), logLevel: 'error' });
  const host = await startStaticHost(resolve(ROOT, 'dist'), ISOLATION_HEADERS);
  const visits: Visit[] = [];
  // The first is not counted: the host compresses while it is made.
  for (let i = 0; i <= repeats; i++) visits.push(await visit(browser, host.url));
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

async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const came = await slowDown(session);
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.documentElement.dataset['state'] === 'ready') window.liveAt ??= performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-state'] });
  });
  await page.goto(`${url}?backend=wasm`, { waitUntil: 'commit' });
  await page.locator('html[data-state=ready]').waitFor({ timeout: 120_000 });
  const { origin, painted, live } = await page.evaluate(() => ({
    origin: performance.timeOrigin,
    painted: performance.getEntriesByName('headlight:painted')[0]?.startTime ?? Number.NaN,
    live: window.liveAt,
  }));
  await context.close();
  const before = (time: number): number =>
    came.filter(({ at }) => at <= origin + time).reduce((sum, { bytes }) => sum + bytes, 0);
  return { painted, live, bytesBeforePainted: before(painted), bytesBeforeLive: before(live) };
}

type Came = { readonly at: number; readonly bytes: number };

/** Slows down the page and its workers; gives the list to which is added what comes. */
async function slowDown(session: CDPSession): Promise<readonly Came[]> {
  const came: Came[] = [];
  session.on('Network.dataReceived', ({ encodedDataLength }) =>
    came.push({ at: Date.now(), bytes: encodedDataLength }),
  );
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
  session.on('Target.attachedToTarget', ({ sessionId }) => {
    const say = (id: number, method: string, params: object = {}): void =>
      void session
        .send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method, params }) })
        .catch(() => undefined);
    say(1, 'Network.enable');
    say(2, 'Network.emulateNetworkConditions', LINE);
    say(3, 'Runtime.runIfWaitingForDebugger');
  });
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const said: { method?: string; params?: { encodedDataLength?: number } } = JSON.parse(message);
    if (said.method !== 'Network.dataReceived') return;
    came.push({ at: Date.now(), bytes: said.params?.encodedDataLength ?? 0 });
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: false });
  return came;
}
