import { expect, test as base } from 'playwright/test';
import type { Download, Locator, Page } from 'playwright/test';
import { decodeRun } from './runFile.ts';
import type { RunFile } from './runFile.ts';
import { KeptPage, VIEWPORT } from './keptPage.ts';
import { showLink } from './showLink.ts';
import type { Query } from './showLink.ts';
import { Site } from './site.ts';
import { untilMarked } from './untilMarked.ts';
import { untilQuiet } from './untilQuiet.ts';
import { watchPage } from './watchPage.ts';

export type PageState = 'loading' | 'running' | 'ready' | 'failed';

/** The page as a person meets it: names of parts, and the few things done in many specs. */
export class Headlight {
  readonly page: Page;
  readonly root: Locator;
  readonly model: Locator;
  readonly backend: Locator;
  readonly sentence: Locator;
  readonly tokens: Locator;
  readonly count: Locator;
  readonly grid: Locator;
  readonly cells: Locator;
  readonly places: Locator;
  /** How the label of the head that is looked at is known; there once `whyButton` has been pressed. */
  readonly why: Locator;
  readonly whyButton: Locator;
  /** Which stack of an encoder-decoder model is shown. */
  readonly stack: Locator;
  readonly alert: Locator;
  readonly badge: Locator;
  readonly tooltip: Locator;

  constructor(page: Page) {
    this.page = page;
    this.root = page.locator('#root');
    this.model = page.getByRole('combobox', { name: 'Model' });
    this.backend = page.getByRole('combobox', { name: 'Backend' });
    this.sentence = page.getByLabel('Sentence', { exact: true });
    this.tokens = page.getByRole('listbox', { name: 'Tokens' }).getByRole('option');
    this.count = page.getByText(/\d+ \/ \d+ tokens/);
    this.grid = page.getByRole('grid', { name: 'Attention heads' });
    this.cells = this.grid.getByRole('gridcell');
    this.places = page.getByRole('region', { name: 'Pinned heads' }).getByRole('article');
    this.why = page.getByRole('region', { name: /^Labels of/ });
    this.whyButton = page.getByRole('button', { name: 'How do we know?' });
    this.stack = page.getByRole('combobox', { name: 'attention of' });
    this.alert = page.getByRole('alert');
    this.badge = page.locator('[data-backend]');
    this.tooltip = page.locator('[data-tooltip]');
  }

  /** Opens the page and waits until it is ready; `query` holds the parameters of a link. */
  async open(query: Query = {}): Promise<void> {
    await this.goto(query);
    await this.settle();
  }

  /** As `open`, without waiting. On WASM unless asked otherwise: it is far quicker than WebGPU in software. */
  async goto(query: Query = {}, site = ''): Promise<void> {
    await this.page.goto(`${site}?${new URLSearchParams({ backend: 'wasm', ...query })}`);
  }

  async settle(state: PageState = 'ready'): Promise<void> {
    await untilMarked(this.page, 'state', state);
  }

  /** Waits until nothing on the page changes any more, for tests of what something changes from here on. */
  async quiet(): Promise<void> {
    await untilQuiet(this.page);
  }

  /** Does something that makes the model run, and waits for the run it made and its labels. */
  async rerun(action: () => Promise<unknown>): Promise<void> {
    // While a run is under way, the next one does not show as another state.
    await expect(this.root).not.toHaveAttribute('data-state', 'running', { timeout: 30_000 });
    const before = await this.page.evaluate(() => window.seenStates.length);
    await action();
    await this.page.waitForFunction((n) => window.seenStates.slice(n).includes('running'), before);
    await this.settle();
  }

  /** Does something that loads another model, and waits until that runs, failed, or waits for something it can read. */
  async reopen(action: () => Promise<unknown>): Promise<void> {
    const before = await this.page.evaluate(() => window.seenStates.length);
    await action();
    await this.page.waitForFunction((n) => {
      const since = window.seenStates.slice(n);
      return since.includes('loading') && ['ready', 'failed'].includes(since.at(-1) ?? '');
    }, before);
  }

  async type(text: string): Promise<void> {
    await this.rerun(() => this.sentence.fill(text));
  }

  /** Types what the decoder reads; where its box is not there yet, opening that is a run of its own. */
  async typeTarget(text: string): Promise<void> {
    const box = this.page.getByLabel('Target', { exact: true });
    if (!(await box.isVisible())) {
      await this.rerun(() => this.page.getByRole('button', { name: 'type one instead' }).click());
    }
    await this.rerun(() => box.fill(text));
  }

  /** Where letters are large or the window is narrow the choice hangs from the menu. */
  async chooseBackend(name: string): Promise<void> {
    const menu = this.page.getByRole('button', { name: 'Menu' });
    if (!(await this.backend.isVisible())) await menu.click();
    await this.backend.selectOption(name);
    // Open, whoever opened it, it lies over what is pressed next.
    if ((await menu.isVisible()) && (await menu.getAttribute('aria-expanded')) === 'true') await menu.click();
  }

  /** One of the pages on the right. */
  async turnTo(
    name: 'Heads' | 'Inside' | 'Switch off' | 'Importance' | 'Alike' | 'Words' | 'Notes' | 'Cost',
  ): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  /** Opens what stands behind a head's label, unless it is open. */
  async askWhy(): Promise<void> {
    if ((await this.whyButton.getAttribute('aria-expanded')) === 'false') await this.whyButton.click();
    await expect(this.why).toBeVisible();
  }

  /** Waits until what is switched off has been measured, in full. */
  async measured(state = 'ready'): Promise<void> {
    await untilMarked(this.page, 'ablation', state);
  }

  /** Goes to another view as Back and Forward do: the page does not load again. */
  async restore(query: Query): Promise<void> {
    await showLink(this.page, query);
  }

  cell(head: string): Locator {
    return this.grid.locator(`[data-head="${head}"]`);
  }

  place(head: string): Locator {
    return this.places.and(this.page.getByLabel(`Head ${head}`, { exact: true }));
  }

  heatmap(head: string): Locator {
    return this.place(head).getByRole('application');
  }

  /** Names of the pinned heads, in their places. */
  async pinned(): Promise<string[]> {
    return this.places.evaluateAll((places) => places.map((place) => place.ariaLabel?.replace('Head ', '') ?? ''));
  }

  /** Names of the heads in the order in which the grid shows them. */
  async order(): Promise<string[]> {
    return this.cells.evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-head') ?? ''));
  }

  /** Moves the pointer onto one cell of a pinned head's heatmap, which must be in view. */
  async pointAt(head: string, query: number, key: number): Promise<void> {
    const name = (await this.heatmap(head).getAttribute('aria-label')) ?? '';
    const [, nQueries, nKeys] = (/(\d+) queries by (\d+) keys/.exec(name) ?? []).map(Number);
    const view = /queries (\d+) to (\d+) and keys (\d+) to (\d+) in view/.exec(name)?.slice(1).map(Number);
    const [top, bottom, left, right] = view ?? [0, nQueries! - 1, 0, nKeys! - 1];
    // After it there may be a small map of the whole.
    const box = await this.place(head).locator('canvas').first().boundingBox();
    if (box === null) throw new Error(`${head} is not on screen`);
    await this.page.mouse.move(
      box.x + ((key - left! + 0.5) * box.width) / (right! - left! + 1),
      box.y + ((query - top! + 0.5) * box.height) / (bottom! - top! + 1),
    );
  }

  /** What "Run (JSON)" saves. */
  async export(): Promise<RunFile> {
    return decodeRun(await this.save('Run (JSON)'));
  }

  /** What an item of the menu "Export" saves. */
  async save(item: string): Promise<Download> {
    const download = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Export' }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
    return download;
  }
}

/** The page where it is kept between tests: a link is shown as by Back and Forward. */
class KeptHeadlight extends Headlight {
  readonly #kept: KeptPage;

  constructor(page: Page, kept: KeptPage) {
    super(page);
    this.#kept = kept;
  }

  override async open(query: Query = {}): Promise<void> {
    await this.#kept.show(query);
    await this.settle();
  }
}

/** Tests with the page at hand; an error that nobody caught, and anything that the page's policy refused, fails any of them. */
export const test = base.extend<{ app: Headlight; site: Site; emptied: void }, { kept: KeptPage }>({
  viewport: VIEWPORT,
  kept: [
    async ({ browser }, provide, { project }) => {
      const kept = new KeptPage(browser, project.use.baseURL ?? '');
      await provide(kept);
      await kept.leave();
    },
    { scope: 'worker' },
  ],
  // The runner empties what a context keeps between two tests but for this: models that a test before has kept.
  emptied: [
    async ({ page, baseURL }, provide) => {
      const session = await page.context().newCDPSession(page);
      const origin = new URL(baseURL ?? '').origin;
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'cache_storage' });
      await session.detach();
      await provide();
    },
    { auto: true },
  ],
  app: async ({ page }, provide) => {
    const errors = await watchPage(page);
    await provide(new Headlight(page));
    expect(errors).toEqual([]);
  },
  site: async ({ baseURL }, provide) => {
    const site = await Site.open(baseURL ?? '');
    await provide(site);
    await site.close();
  },
});

/**
 * As `test`, for what does not depend on how a page is loaded: the page was at its beginning before, and is kept from test to
 * test. It is a page of the usual size, on WASM.
 */
export const keptTest = test.extend({
  page: async ({ kept, viewport, hasTouch, isMobile, colorScheme }, provide) => {
    expect([viewport, hasTouch, isMobile, colorScheme]).toEqual([VIEWPORT, false, false, 'light']);
    await provide(await kept.begin());
  },
  context: async ({ page }, provide) => provide(page.context()),
  // It is emptied only where it is loaded again.
  emptied: async ({ kept }, provide, info) => {
    await provide();
    await kept.end(info.status !== info.expectedStatus);
  },
  app: async ({ page, kept }, provide) => provide(new KeptHeadlight(page, kept)),
});
