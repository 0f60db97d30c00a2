import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { Headlight, keptTest as test } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';

const answersOn = (page: Page): Locator => page.getByRole('list', { name: 'What the heads say' }).getByRole('listitem');
const askedOn = (page: Page): Locator =>
  page.getByRole('listbox', { name: 'Tokens', exact: true }).getByRole('option', { selected: true });
const litRow = (app: Headlight, head: string): Locator =>
  app.place(head).locator('[data-part=lit] text[data-axis=query]');
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

test('a word is asked from the start; another one is by a click or by keys, and what was chosen is in the link', async ({
  app,
  page,
}) => {
  await app.open();
  await expect(askedOn(page)).toHaveText('needed');
  await expect(askedOn(page)).toHaveAccessibleDescription(
    /^needed, 10th of 14: \d+ heads look elsewhere than the sink$/,
  );
  await expect(answersOn(page)).toContainText([/^L3H2 goes back to boy 0\.59/, /^L0H6 looks one word back: he 1\.00/]);
  expect(await app.pinned()).toEqual(['L3H2', 'L0H6']);
  for (const head of ['L3H2', 'L0H6']) await expect(litRow(app, head)).toHaveText('needed');
  await expect(app.grid).toHaveAttribute('data-lit', 'query');
  const stripes = () =>
    app.grid
      .locator('[data-veil]')
      .evaluateAll((veils) => veils.map((veil) => getComputedStyle(veil).getPropertyValue('--lit-from')));
  expect(new Set(await stripes())).toEqual(new Set([`${(100 * 10) / 15}%`]));
  // What lies in the cells would inherit it: a thousand elements to be looked at again with every movement.
  expect(await app.grid.evaluate((grid) => grid.style.getPropertyValue('--lit-from'))).toBe('');
  // The map of a folded layer is lit as the others are.
  await page.getByRole('button', { name: 'One head, layer 1' }).click();
  await expect(app.grid.locator('[data-veil=map]')).toHaveCount(1);
  await expect.poll(async () => new Set(await stripes()).size).toBe(1);
  await page.getByRole('button', { name: 'One head, layer 1' }).click();
  // What the page chose is in no link.
  expect([param(page, 'ask'), param(page, 'head')]).toEqual([null, null]);
  expect(await findings(page)).toEqual([]);

  await app.tokens.nth(9).click();
  await page.mouse.move(5, 5);
  await expect(askedOn(page)).toHaveText('he');
  await expect(litRow(app, 'L0H6')).toHaveText('he');
  await expect.poll(() => param(page, 'ask')).toBe('9');
  // Pointing at another word is a preview of it.
  await app.tokens.nth(4).hover();
  await expect(litRow(app, 'L0H6')).toHaveText('inted');
  await page.mouse.move(5, 5);
  await expect(litRow(app, 'L0H6')).toHaveText('he');

  await page.getByRole('listbox', { name: 'Tokens', exact: true }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(askedOn(page)).toHaveText('because');
  await page.keyboard.press('End');
  await expect(askedOn(page)).toHaveText('.');
  await page.keyboard.press('Escape');
  await expect(askedOn(page)).toHaveCount(0);
  await expect(app.grid).not.toHaveAttribute('data-lit');
  await expect(page.getByText(/^Choose a word of the sentence/)).toBeVisible();
  await expect.poll(() => param(page, 'ask')).toBe('none');
  expect(await app.pinned()).toEqual(['L3H2', 'L0H6']);
  expect(await findings(page)).toEqual([]);
});

test('an answer pins its head; who looks at a word is the other question, and a link asks both', async ({
  app,
  page,
}) => {
  await app.open({ ask: '2', from: 'key' });
  await expect(askedOn(page)).toHaveText('boy');
  await expect(app.grid).toHaveAttribute('data-lit', 'key');
  const looksAtIt = page.getByRole('button', { name: 'who looks at boy?' });
  await expect(looksAtIt).toHaveAttribute('aria-pressed', 'true');
  await expect(
    answersOn(page).filter({ hasText: /^L3H2 needed goes back to it|^L3H2 .* goes back to it/ }),
  ).toHaveCount(1);
  await looksAtIt.click();
  await expect(app.grid).toHaveAttribute('data-lit', 'query');
  await expect.poll(() => param(page, 'from')).toBeNull();

  const answer = answersOn(page).getByRole('button').first();
  const head = (await answer.innerText()).match(/L\dH\d/)![0];
  if ((await answer.getAttribute('aria-pressed')) === 'false') await answer.click();
  await expect(answer).toHaveAttribute('aria-pressed', 'true');
  await expect(litRow(app, head)).toHaveText('boy');
  await page.getByRole('button', { name: 'all heads' }).click();
  await expect(answersOn(page)).toHaveCount(32);
  await page.getByRole('button', { name: 'fewer' }).click();
  await expect(page.getByRole('button', { name: 'all heads' })).toHaveAttribute('aria-expanded', 'false');
});

test('what the page chose follows the sentence, what a person chose stays, and an example brings all of its own', async ({
  app,
  page,
}) => {
  await app.open();
  await app.type('The queen smiled, for she was happy.');
  await expect(askedOn(page)).toHaveText('she');
  await app.tokens.nth(1).click();
  await expect(page.getByText(/reads from left to right/)).toContainText('The cannot look at what comes after it');
  await app.cell('L2H5').click();
  await page.mouse.move(5, 5);
  const pinned = await app.pinned();
  await app.type('The king wept, for he was not happy.');
  await expect(askedOn(page)).toHaveText('The');
  expect(await app.pinned()).toEqual(pinned);

  await app.rerun(() => page.getByLabel('Examples').selectOption({ label: 'subject and verb' }));
  await expect(askedOn(page)).toHaveText('were');
  expect(await app.pinned()).toEqual(['L3H6', 'L3H5']);
  await expect(page.getByText('were goes with letters, not with box beside it')).toBeVisible();
  expect([param(page, 'ask'), param(page, 'head')]).toEqual([null, null]);

  await app.reopen(() => page.getByLabel('Examples').selectOption({ label: 'a word to fill in' }));
  await app.settle();
  await expect(app.model).toHaveValue('bookworm-bert');
  await expect(askedOn(page)).toHaveText('[MASK]');
  expect(await app.pinned()).toEqual(['L2H0', 'L2H3']);

  await app.reopen(() => page.getByLabel('Examples').selectOption({ label: 'the first sentence' }));
  await app.settle();
  await app.reopen(() => page.getByRole('button', { name: 'See it in Bookworm BERT' }).click());
  await app.settle();
  await expect(app.sentence).toHaveValue('The boy sprinted to the bank because he needed cash quickly.');
  await expect(askedOn(page)).toHaveText('bank');

  // The example speaks of the model as it is.
  const look = page.getByText(/^Here bank looks ahead as well/);
  const after = page.getByText('Answers of the patterns with heads switched off.');
  await expect(look).toBeVisible();
  await expect(after).toBeHidden();
  await app.cell('L0H2').hover();
  await page.keyboard.press('x');
  await app.measured();
  await expect(after).toBeVisible();
  await expect(look).toBeHidden();
  await expect(page.getByRole('region', { name: 'Asked word' })).toContainText('bank after');
  await expect(answersOn(page).first()).not.toContainText('L0H2');
});

test('an answer is never narrower than its head, its word and its number', async ({ app, page }) => {
  for (const [width, height, large] of [
    [720, 450, '0'],
    [390, 844, '1'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await app.open({ large });
    const list = page.getByRole('list', { name: 'What the heads say' });
    const answers = await answersOn(page).getByRole('button').all();
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) {
      const [box, frame] = [await answer.boundingBox(), await list.boundingBox()];
      expect(await answer.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
      expect(box!.x + box!.width).toBeLessThanOrEqual(frame!.x + frame!.width + 4);
    }
  }
});

test('on a phone the words are on lines of their own, and a tapped word and answer stay lit', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    ...(baseURL === undefined ? {} : { baseURL }),
  });
  const page = await context.newPage();
  const errors = await watchPage(page);
  const app = new Headlight(page);
  await app.open();
  const lines = await app.tokens.evaluateAll(
    (tokens) => new Set(tokens.map((token) => token.getBoundingClientRect().top)).size,
  );
  expect(lines).toBeGreaterThan(1);
  await app.tokens.nth(9).tap();
  await expect(askedOn(page)).toHaveText('he');
  await page.waitForTimeout(300);
  await expect(askedOn(page)).toHaveAttribute('data-lit', 'query');
  const answer = answersOn(page).getByRole('button', { pressed: false }).first();
  const name = (await answer.innerText()).match(/L\dH\d/)![0];
  await answer.tap();
  await expect(app.cell(name)).toHaveAttribute('aria-selected', 'true');
  await expect(litRow(app, name)).toHaveText('he');
  expect(errors).toEqual([]);
  await context.close();
});
