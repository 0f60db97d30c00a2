import { expect } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { digest } from './support/digest.ts';

/** What a person can leave on a page; each is followed by a test that begins anew. */
const LEFT: readonly (readonly [what: string, query: Readonly<Record<string, string>>, key: string | null])[] = [
  ['other words', { text: 'The girl ran home.', ask: '2' }, null],
  ['another model', { model: 'bookworm-bert' }, null],
  ['heads switched off', { view: 'off', ablate: 'L0H6,L1H1', mode: 'zero' }, null],
  ['a study', { view: 'alike' }, null],
  ['a head looked into', { view: 'inside', head: 'L0H6' }, null],
  ['another theme and large letters', { theme: 'dark', large: '1' }, null],
  ['an open sheet', {}, '?'],
];

let first = '';

for (const [what, query, key] of LEFT) {
  test(`what a test leaves is not there for the next: ${what}`, async ({ app, page }) => {
    first ||= await digest(page);
    // A digest that told nothing would let everything through.
    expect(first.length).toBeGreaterThan(10_000);
    expect(await digest(page)).toBe(first);
    await app.open(query);
    if (key !== null) await page.keyboard.press(key);
    await expect.poll(() => digest(page)).not.toBe(first);
  });
}

test('after all of it the page is as it was', async ({ page }) => {
  expect(await digest(page)).toBe(first);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
