import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { OpenDialog } from './support/openDialog.ts';
import { Headlight, keptTest as test } from './support/headlight.ts';
import { digest } from './support/digest.ts';
import { madeJson, picked, recordedPath } from './support/files.ts';

declare global {
  interface Window {
    /** The test before, if the page is still the one that it had. */
    testBefore?: string | undefined;
  }
}

type Left = {
  readonly what: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly act?: (page: Page) => Promise<unknown>;
  /** Whether the page is loaded anew after it. */
  readonly isLoaded?: true;
};

/** What a person can leave on a page; each is followed by a test that begins anew. */
const LEFT: readonly Left[] = [
  { what: 'other words', query: { text: 'The girl ran home.', ask: '2' } },
  { what: 'another model', query: { model: 'bookworm-bert' } },
  { what: 'a cell pointed at on a page that went', act: pointAndTurn },
  { what: 'heads switched off', query: { view: 'off', ablate: 'L0H6,L1H1', mode: 'zero' } },
  { what: 'a study', query: { view: 'alike' } },
  { what: 'a head looked into', query: { view: 'inside', head: 'L0H6' } },
  { what: 'another theme and large letters', query: { theme: 'dark', large: '1' } },
  { what: 'an open sheet', act: (page) => page.keyboard.press('?') },
  { what: 'a tick', act: (page) => page.getByRole('checkbox').first().click() },
  { what: 'a place scrolled to', query: { head: 'L0H6,L1H1,L2H3,L3H2', why: '1' }, act: scroll },
  { what: 'the focus on a head', act: (page) => page.getByRole('gridcell').nth(3).focus() },
  { what: 'a file', act: (page) => new OpenDialog(page).pick([picked(recordedPath('stored.npz'))]) },
  {
    what: 'a saved run',
    act: async (page) => {
      const { json } = await new Headlight(page).export();
      await new OpenDialog(page).pick([madeJson('run.json', json)]);
    },
    isLoaded: true,
  },
  { what: 'a list of sentences', query: { view: 'alike' }, act: chooseList, isLoaded: true },
  {
    what: 'a word kept in the browser',
    act: (page) => page.evaluate(() => window.localStorage.setItem('left', 'here')),
    isLoaded: true,
  },
  {
    what: 'an element that nothing takes away',
    act: (page) => page.evaluate(() => document.body.append('left')),
    isLoaded: true,
  },
];

// Each looks at what the one before it has left: after one that failed there is nothing to look at.
test.describe.configure({ mode: 'serial' });

let first = '';

for (const [n, { what, query, act }] of LEFT.entries()) {
  test(`what a test leaves is not there for the next: ${what}`, async ({ app, page }) => {
    first ||= await digest(page);
    // A digest that told nothing would let everything through.
    expect(first.length).toBeGreaterThan(10_000);
    await expectAsNew(page, n);
    if (query !== undefined) await app.open(query);
    await act?.(page);
    await expect.poll(() => digest(page)).not.toBe(first);
  });
}

test('after all of it the page is as it was', async ({ page }) => {
  await expectAsNew(page, LEFT.length);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

/** The page of the n-th test is as one just loaded, and is that of the test before where that could be undone. */
async function expectAsNew(page: Page, n: number): Promise<void> {
  expect(await digest(page)).toBe(first);
  const before = await page.evaluate(() => window.testBefore);
  if (n > 0) expect(before).toBe(LEFT[n - 1]?.isLoaded === true ? undefined : LEFT[n - 1]?.what);
  await page.evaluate((what) => void (window.testBefore = what), LEFT[n]?.what);
}

/** The pointer stays where a heatmap was. */
async function pointAndTurn(page: Page): Promise<void> {
  await page.getByRole('application').first().hover();
  await expect(page.locator('[data-tooltip]').first()).toBeVisible();
  await page.keyboard.press('v');
}

/** Also out of sight: the next that is measured would be measured on the list. */
async function chooseList(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByRole('tab', { name: 'Heads' }).click();
}

async function scroll(page: Page): Promise<void> {
  const before = await digest(page);
  await page.getByRole('region', { name: /^Labels of/ }).hover();
  await page.mouse.wheel(0, 400);
  await expect.poll(async () => scrolledIn(await digest(page))).not.toEqual(scrolledIn(before));
}

/** What a digest says of places scrolled to. */
const scrolledIn = (told: string): readonly string[] => told.match(/at \d+,\d+(?=\|)/g) ?? [];
