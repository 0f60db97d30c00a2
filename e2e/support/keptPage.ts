import { expect } from 'playwright/test';
import type { Browser, Page } from 'playwright/test';
import { digest, keptIn } from './digest.ts';
import { showLink } from './showLink.ts';
import type { Query } from './showLink.ts';
import { untilMarked } from './untilMarked.ts';
import { watchPage } from './watchPage.ts';

declare global {
  interface Window {
    /** Kinds of what the page has asked its worker for; filled by the script that a kept page installs. */
    askedOfWorker: Set<string>;
    /** Radio buttons that were chosen, by their words; filled likewise. */
    chosen: Set<string>;
  }
}

export const VIEWPORT = { width: 1440, height: 900 };

/** What may be asked of the worker without a trace: once the page is back at its beginning, nothing of the answers is left. */
const PASSING: ReadonlySet<string> = new Set([
  'prepare',
  'load bookworm-gpt',
  'load bookworm-bert',
  'run',
  'ablate',
  'ping',
  'stop',
  'cancel-study',
  'list-cached',
  'leave-inside',
]);

/** What is answered about a model, and goes when one is loaded. After anything else the page is loaded again. */
const OF_MODEL: ReadonlySet<string> = new Set([
  'cost',
  'inside',
  'measure',
  'compare',
  'attend',
  'pause-study',
  'time-heads',
  'stop-timing',
]);

/** A file is a model as any other, but for a run, which brings what was measured, and on what. */
const OPENED = /^load opened:\d+ .*(?<!\.json)$/;

/** What a page goes on holding to while nothing of it is on screen, and no link tells it. */
const UNSEEN: ReadonlySet<string> = new Set(['a list of sentences']);

/** So long a page may take to come to rest, in milliseconds. */
const REST_MS = 2000;

/** So many dialogs may lie over each other. */
const MAX_OPEN = 3;

/** What a test may not do to a page that others will have: it would stay, or come too late for what is loaded already. */
const NOT_HERE = ['addInitScript', 'route', 'exposeFunction', 'setOffline', 'grantPermissions', 'close'] as const;

/**
 * One page for many tests: loading it, its runtime and its model is the larger part of a short test. It goes back to its
 * beginning by its own means, and is loaded again where its digest then tells it from a page that was just loaded.
 */
export class KeptPage {
  readonly #browser: Browser;
  readonly #address: string;
  #close = async (): Promise<void> => {};
  #page: Page | null = null;
  #errors: string[] = [];
  /** The digest of the page when it had just been loaded, and the part of it that the browser keeps. */
  #asNew = '';
  #keptAsNew = '';
  #isAsNew = false;

  constructor(browser: Browser, address: string) {
    this.#browser = browser;
    this.#address = address;
  }

  /** The page as it is when it was just loaded. */
  async begin(): Promise<Page> {
    const page = this.#page ?? (await this.#create());
    if (!this.#isAsNew) await this.#load(page);
    this.#isAsNew = false;
    return page;
  }

  /** Shows what a link says as a page begins: at its top, with nothing in focus. */
  async show(query: Query): Promise<void> {
    if (this.#page === null) throw new Error('no page is kept');
    await this.#page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      window.getSelection()?.removeAllRanges();
      for (const element of document.querySelectorAll('*')) element.scrollTo(0, 0);
    });
    await showLink(this.#page, query);
  }

  /** After a test: the page goes back, and what throws on the way is the test's too. A page on which one has failed is not kept. */
  async end(hasFailed: boolean): Promise<void> {
    for (const heard of ['request', 'response', 'download', 'dialog', 'popup'] as const)
      this.#page?.removeAllListeners(heard);
    if (hasFailed || this.#page === null) return this.leave();
    this.#isAsNew = await this.#hasGoneBack(this.#page);
    expect(this.#errors).toEqual([]);
  }

  async leave(): Promise<void> {
    await this.#close();
    this.#page = null;
    this.#asNew = '';
    this.#isAsNew = false;
  }

  async #create(): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.#address, viewport: VIEWPORT });
    const page = await context.newPage();
    this.#close = context.close.bind(context);
    this.#errors = await watchPage(page);
    await page.addInitScript(() => {
      window.askedOfWorker = new Set();
      window.chosen = new Set();
      window.addEventListener('change', ({ target }) => {
        if (target instanceof HTMLInputElement && target.type === 'radio')
          window.chosen.add(target.labels?.item(0).textContent.trim() ?? '');
      });
      window.Worker = class extends Worker {
        override postMessage(
          request: {
            readonly type?: string;
            readonly source?: { readonly id: string };
            readonly input?: { readonly kind: string };
          },
          how?: Transferable[] | StructuredSerializeOptions,
        ): void {
          // Other workers compute what is shown, and are asked without a type.
          const { type, source, input } = request;
          // A picture is shown again to the next model that looks at one.
          const what = source?.id ?? (input?.kind === 'image' ? 'of a picture' : '');
          if (type !== undefined) window.askedOfWorker.add(`${type} ${what}`.trim());
          if (Array.isArray(how)) super.postMessage(request, how);
          else super.postMessage(request, how);
        }
      };
    });
    for (const refused of NOT_HERE) {
      const refuse = (): never => {
        throw new Error(`${refused} is not for a page that is kept: write this test with \`test\`, not \`keptTest\`.`);
      };
      for (const one of [page, context]) if (refused in one) Object.defineProperty(one, refused, { value: refuse });
    }
    this.#page = page;
    return page;
  }

  async #load(page: Page): Promise<void> {
    if (this.#asNew !== '') {
      const session = await page.context().newCDPSession(page);
      const { origin } = new URL(this.#address);
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await session.detach();
      await page.evaluate(() => window.sessionStorage.clear());
    }
    await page.goto(`${this.#address}?backend=wasm`);
    await untilMarked(page, 'state', 'ready');
    let before = '';
    await expect(async () => {
      const now = await digest(page);
      const isAtRest = now === before;
      before = now;
      expect(isAtRest).toBe(true);
    }).toPass({ intervals: [50, 100] });
    this.#asNew = before;
    this.#keptAsNew = await keptIn(page);
  }

  /** Brings the page back to its beginning; whether it is there as if it had just been loaded. */
  async #hasGoneBack(page: Page): Promise<boolean> {
    if (!page.url().startsWith(this.#address)) return false;
    await page.setViewportSize(VIEWPORT);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference', forcedColors: 'none' });
    await page.mouse.move(0, 0);
    for (let n = 0; n < MAX_OPEN && (await page.locator('dialog[open]').count()) > 0; n++)
      await page.keyboard.press('Escape');
    const { asked, chosen } = await page.evaluate(async () => {
      // The arrow keys begin with the first head.
      document.querySelector<HTMLElement>('[role=gridcell]')?.focus();
      for (const name of await window.caches.keys()) await window.caches.delete(name);
      const all = { asked: [...window.askedOfWorker], chosen: [...window.chosen] };
      window.askedOfWorker.clear();
      window.chosen.clear();
      return all;
    });
    if (chosen.some((what) => UNSEEN.has(what))) return false;
    const lasting = asked.filter((what) => !PASSING.has(what));
    if (lasting.some((what) => !OF_MODEL.has(what) && !OPENED.test(what))) return false;
    if (lasting.length > 0) {
      await this.show({ model: 'none' });
      await untilMarked(page, 'state', 'failed');
    }
    await this.show({});
    await untilMarked(page, 'state', 'ready');
    if ((await keptIn(page)) !== this.#keptAsNew) return false;
    const end = Date.now() + REST_MS;
    while ((await digest(page)) !== this.#asNew) {
      if (Date.now() > end) return false;
      await page.waitForTimeout(50);
    }
    return true;
  }
}
