import { expect, test as base } from 'playwright/test';
import type { BrowserContext } from 'playwright/test';
import { Headlight } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';
import { hostPage } from './support/hostedPage.ts';
import type { HostedPage } from './support/hostedPage.ts';

const test = base.extend<{ host: HostedPage; visitor: BrowserContext }>({
  // eslint-disable-next-line no-empty-pattern
  host: async ({}, provide) => {
    const host = await hostPage();
    await provide(host);
    host.close();
  },
  visitor: async ({ browser }, provide) => {
    const visitor = await browser.newContext({ serviceWorkers: 'allow' });
    await provide(visitor);
    await visitor.close();
  },
});

async function visit(visitor: BrowserContext, { url }: HostedPage, query = ''): Promise<Headlight> {
  const page = await visitor.newPage();
  await watchPage(page);
  const app = new Headlight(page);
  await page.goto(`${url}?backend=wasm${query}`);
  return app;
}

/** Waits until a file that was used is kept. */
async function isKept({ page }: Headlight, part: string): Promise<void> {
  const kept = (): Promise<string[]> =>
    page.evaluate(async () => {
      const names = (await caches.keys()).filter((name) => name.startsWith('headlight-used-'));
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => url);
    });
  await expect.poll(kept, { timeout: 30_000 }).toEqual(expect.arrayContaining([expect.stringContaining(part)]));
}

async function firstVisit(visitor: BrowserContext, host: HostedPage): Promise<Headlight> {
  const app = await visit(visitor, host);
  await app.settle();
  await isKept(app, 'bookworm-gpt/onnx/model.onnx');
  await isKept(app, '.wasm');
  return app;
}

test('after one visit the page opens and runs without a network, and says what needs one', async ({
  visitor,
  host,
}) => {
  const first = await firstVisit(visitor, host);
  await first.page.close();
  await visitor.setOffline(true);
  const app = await visit(visitor, host, '&text=The+dog+ran.');
  await app.settle();
  await expect(app.tokens).toHaveCount(5);
  await app.type('The cat sat on the mat.');
  await expect(app.cells).toHaveCount(32);
  // What was never opened is not there, and what was stays on screen.
  await app.reopen(() => app.model.selectOption('bookworm-bert'));
  await expect(app.page.getByRole('alert')).toContainText('connection');
  await expect(app.cells).toHaveCount(32);
});

test('a model that was opened with a network opens without it', async ({ visitor, host }) => {
  const first = await firstVisit(visitor, host);
  await first.reopen(() => first.model.selectOption('dates'));
  await first.settle();
  await isKept(first, 'models/dates/');
  await first.page.close();
  await visitor.setOffline(true);
  const app = await visit(visitor, host, '&model=dates');
  await app.settle();
  await expect(app.cells.first()).toBeVisible();
});

test('a newer page is told, and taken on the next visit', async ({ visitor, host }) => {
  const app = await firstVisit(visitor, host);
  await app.page.reload();
  await app.settle();
  host.change('index.html', (text) => text.replace('<title>Headlight', '<title>Newer Headlight'));
  host.change('offline-worker.js', (text) => text.replace(/(index\.html`,revision:`)\w+/u, '$1newer'));
  await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(app.page.getByText('A newer Headlight is here.')).toBeVisible();
  await app.page.reload();
  await app.settle();
  await expect(app.page).toHaveTitle('Headlight');
  await app.page.close();
  const next = await visit(visitor, host);
  await next.settle();
  await expect(next.page).toHaveTitle('Newer Headlight');
});

test('on this machine itself nothing is kept', async ({ visitor, baseURL }) => {
  const page = await visitor.newPage();
  const decided = page.waitForResponse(/assets\/offline-[^/]*\.js$/);
  await page.goto(`${baseURL}?backend=wasm`);
  await new Headlight(page).settle();
  // By then it has been decided: what decides has come, and a turn of the page has passed.
  await decided;
  await page.evaluate(() => new Promise(requestAnimationFrame));
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
