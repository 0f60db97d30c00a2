import { readdirSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'playwright/test';
import type { BrowserContext } from 'playwright/test';
import { startStaticHost } from '../scripts/staticHost.ts';
import { Headlight, test as base } from './support/headlight.ts';
import { changed } from './support/site.ts';
import { watchPage } from './support/watchPage.ts';

declare global {
  interface Window {
    /** What a page has asked to have registered. */
    registered: string[];
  }
}

/** Somebody whose browser keeps what it is given. */
type Visitor = {
  readonly context: BrowserContext;
  /** Opens the page in a tab of its own. */
  readonly visit: (url: string, query?: string) => Promise<Headlight>;
};

const test = base.extend<{ visitor: Visitor; hosted: string }>({
  visitor: async ({ browser }, provide) => {
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    const errors: string[][] = [];
    await provide({
      context,
      async visit(url, query = '') {
        const page = await context.newPage();
        errors.push(await watchPage(page));
        await page.goto(`${url}?backend=wasm${query}`);
        return new Headlight(page);
      },
    });
    await context.close();
    expect(errors.flat()).toEqual([]);
  },
  /** The page as the wide web sees it: not on this machine, so that it is kept. */
  hosted: async ({ site }, provide) => provide(asFarAway(site.url)),
});

function asFarAway(url: string): string {
  return url.replace('127.0.0.1', 'app.localhost');
}

/** The addresses of all that is kept in caches whose names begin so. */
async function kept({ page }: Headlight, cache: 'used' | 'lessons'): Promise<readonly string[]> {
  return page.evaluate(async (prefix) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return requests.flat().map(({ url }) => url);
  }, `headlight-${cache}-`);
}

/** Waits until a file is kept. */
async function isKept(app: Headlight, part: string, cache: 'used' | 'lessons' = 'used'): Promise<void> {
  const all = expect.arrayContaining([expect.stringContaining(part)]);
  await expect.poll(() => kept(app, cache), { timeout: 30_000 }).toEqual(all);
}

const MODEL = 'bookworm-gpt/onnx/model.onnx';
/** The lessons that come with the page, and their list. */
const LESSONS = readdirSync('public/lessons');

async function firstVisit({ visit }: Visitor, url: string): Promise<Headlight> {
  const app = await visit(url);
  await app.settle();
  await isKept(app, MODEL);
  await isKept(app, '.wasm');
  return app;
}

test('after one visit the page opens and runs without a network, and says what needs one', async ({
  visitor,
  hosted,
}) => {
  const first = await firstVisit(visitor, hosted);
  await first.page.close();
  await visitor.context.setOffline(true);
  const app = await visitor.visit(hosted, '&text=The+dog+ran.');
  await app.settle();
  await expect(app.tokens).toHaveCount(5);
  await app.type('The cat sat on the mat.');
  await expect(app.cells).toHaveCount(32);
  // What was never opened is not there, and what was stays on screen.
  await app.reopen(() => app.model.selectOption('bookworm-bert'));
  await expect(app.page.getByRole('alert')).toContainText('connection');
  await expect(app.cells).toHaveCount(32);
});

test('a model that was opened with a network opens without it, and so does a lesson', async ({ visitor, hosted }) => {
  const first = await firstVisit(visitor, hosted);
  await first.reopen(() => first.model.selectOption('dates'));
  await first.settle();
  await isKept(first, 'models/dates/');
  await isKept(first, 'lessons/six-steps.json', 'lessons');
  await first.page.close();
  await visitor.context.setOffline(true);
  const app = await visitor.visit(hosted, '&model=dates');
  await app.settle();
  await expect(app.cells.first()).toBeVisible();
  await app.page.close();
  const lesson = await visitor.visit(hosted, '&lesson=six-steps.2');
  await lesson.settle();
  await expect(lesson.page.getByRole('region', { name: 'Lesson' })).toContainText('2 of');
});

test('a file of another build is used, but neither kept nor fetched each time it is named', async ({
  visitor,
  hosted,
  site,
}) => {
  let nFetched = 0;
  const other = changed((text) => `${text}\n`);
  site.spoil('models/dates/config.json', (body, response) => {
    nFetched += 1;
    return other(body, response);
  });
  const app = await firstVisit(visitor, hosted);
  await app.reopen(() => app.model.selectOption('dates'));
  await app.settle();
  const before = nFetched;
  await app.page.evaluate(() => {
    const name = (path: string): void =>
      navigator.serviceWorker.controller?.postMessage([new URL(path, document.baseURI).href]);
    for (let i = 0; i < 3; i++) name('models/dates/config.json');
    name('models/fashion-vit/config.json');
  });
  await isKept(app, 'models/fashion-vit/config.json');
  await isKept(app, 'models/dates/onnx/decoder_model.onnx');
  expect(await kept(app, 'used')).not.toContainEqual(expect.stringContaining('models/dates/config.json'));
  expect([before, nFetched]).toEqual([1, 2]);
});

test('a newer page is told, taken on the next visit, and keeps what it shares with the older one', async ({
  visitor,
  hosted,
  site,
}) => {
  const app = await firstVisit(visitor, hosted);
  await app.page.reload();
  await app.settle();
  const older = await kept(app, 'used');
  const sha = /sha256=(\w+)/.exec(older.find((address) => address.includes(MODEL)) ?? '')?.[1] ?? '';
  site.spoil(
    'index.html',
    changed((text) => text.replace('<title>Headlight', '<title>Newer Headlight')),
  );
  site.spoil(
    'offline-worker.js',
    changed((text) => text.replace(/(index\.html`,revision:`)\w+/, '$1newer').replaceAll(sha, '0'.repeat(64))),
  );
  await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(app.page.getByText('A newer Headlight is here.')).toBeVisible();
  await app.page.reload();
  await app.settle();
  await expect(app.page).toHaveTitle('Headlight');
  await app.page.close();
  // What the older worker still fetches it ends first; until then it would answer the next visit too.
  await expect.poll(() => visitor.context.serviceWorkers().length, { timeout: 30_000 }).toBe(1);
  const next = await visitor.visit(hosted);
  await next.settle();
  await expect(next.page).toHaveTitle('Newer Headlight');
  const isOfModel = (address: string): boolean => address.includes(MODEL);
  await expect.poll(() => kept(next, 'used')).toEqual(older.filter((address) => !isOfModel(address)));
});

test('after an update the lessons are there without a network, as they are now', async ({ visitor, hosted, site }) => {
  const app = await firstVisit(visitor, hosted);
  await expect.poll(async () => (await kept(app, 'lessons')).length, { timeout: 30_000 }).toBe(LESSONS.length);
  const before = await kept(app, 'lessons');
  await app.page.reload();
  await app.settle();
  site.spoil(
    'offline-worker.js',
    changed((text) => `${text}\n`),
  );
  site.spoil(
    'lessons/six-steps.json',
    changed((text) => text.replace(/"title": "[^"]*"/g, '"title": "A newer lesson"')),
  );
  await app.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
  await expect(app.page.getByText('A newer Headlight is here.')).toBeVisible();
  await app.page.close();
  await expect.poll(() => visitor.context.serviceWorkers().length, { timeout: 30_000 }).toBe(1);
  await visitor.context.setOffline(true);
  const next = await visitor.visit(hosted, '&lesson=six-steps.2');
  await next.settle();
  expect((await kept(next, 'lessons')).toSorted()).toEqual(before.toSorted());
  await expect(next.page.getByRole('region', { name: 'Lesson' })).toContainText('A newer lesson');
});

test('on a host without headers the page is isolated on the first visit, and without a network', async ({
  visitor,
}) => {
  test.setTimeout(240_000);
  const dist = resolve('test-results/isolating');
  await promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', dist], {
    env: { ...process.env, VITE_ISOLATE: '1' },
  });
  const host = await startStaticHost(dist, {});
  const url = asFarAway(host.url);
  const first = await visitor.visit(url);
  // It is loaded a second time for that.
  await first.page.waitForFunction(() => window.crossOriginIsolated);
  await first.settle();
  await isKept(first, MODEL);
  await isKept(first, '.wasm');
  await first.page.close();
  await visitor.context.setOffline(true);
  const app = await visitor.visit(url);
  await app.settle();
  expect(await app.page.evaluate(() => window.crossOriginIsolated)).toBe(true);
  await expect(app.cells).toHaveCount(32);
  host.close();
});

test('on this machine itself nothing is kept', async ({ visitor, baseURL }) => {
  const { context } = visitor;
  await context.addInitScript(() => {
    window.registered = [];
    navigator.serviceWorker.register = async (url) => {
      window.registered.push(String(url));
      throw new Error('nothing is to be kept');
    };
  });
  const decides = context.waitForEvent('response', (response) => /assets\/offline-[^/]*\.js$/.test(response.url()));
  const app = await visitor.visit(baseURL ?? '');
  await app.settle();
  const address = (await decides).url();
  // By then it has been decided: what decides is there, and a frame has passed.
  await app.page.evaluate(async (url) => {
    await import(url);
    await new Promise(requestAnimationFrame);
  }, address);
  expect(await app.page.evaluate(() => window.registered)).toEqual([]);
});
