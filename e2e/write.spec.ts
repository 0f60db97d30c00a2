import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';

const TEXT = 'The old man went to the';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const bar = (page: Page) => page.getByRole('region', { name: 'Write on' });
const words = (page: Page) => bar(page).getByRole('status');
const next = (page: Page) => page.getByRole('list', { name: 'The model goes on with' }).getByRole('button');

/** Writes one token, and waits for its run. */
async function step(app: Headlight, page: Page, n = 1): Promise<void> {
  for (let i = 0; i < n; i++) {
    await expect(press(page, 'Step')).toHaveAttribute('aria-disabled', 'false');
    await app.rerun(() => press(page, 'Step').click());
  }
}

/** What is written, as the tokens that are marked so. */
async function written(page: Page): Promise<readonly (string | null)[]> {
  return page.locator('[data-written]').allTextContents();
}

test('the model writes on: each step brings a token and its row in every head; back, and on with another word', async ({
  app,
  page,
}) => {
  await app.open({ text: TEXT, head: 'L0H6' });
  const nTyped = await app.tokens.count();
  await press(page, 'Write on').click();
  await expect(words(page)).toHaveText('Nothing written yet.');
  const likeliest = await next(page).first().textContent();
  await step(app, page, 3);
  expect(await app.tokens.count()).toBe(nTyped + 3);
  const three = await written(page);
  expect(three).toHaveLength(3);
  expect(likeliest).toContain(three[0]);
  await expect(words(page)).toContainText('3 tokens written');
  await expect(words(page)).toContainText('the likeliest');
  // The new row, in the large picture and, as the asked word, in the grid.
  await expect(app.heatmap('L0H6')).toHaveAccessibleName(new RegExp(`${nTyped + 3} queries by ${nTyped + 3} keys`));
  await expect(app.tokens.last()).toHaveAttribute('aria-selected', 'true');
  // What was typed stays in its box.
  await expect(app.sentence).toHaveValue(TEXT);

  await app.rerun(() => press(page, 'Back').click());
  expect(await written(page)).toEqual(three.slice(0, 2));
  const other = next(page).nth(2);
  const chosen = await other.locator('b').textContent();
  await app.rerun(() => other.click());
  expect((await written(page)).slice(0, 2)).toEqual(three.slice(0, 2));
  expect(chosen).toContain((await written(page))[2]);
  await expect(words(page)).toContainText('the 3rd likeliest');
  expect(await findings(page)).toEqual([]);
});

test('what grew is what the whole text is at once: patterns, scores and what comes next', async ({ app, page }) => {
  await app.open({ text: TEXT, write: '' });
  await step(app, page, 4);
  const grown = await app.export();
  expect(grown.json.text.startsWith(TEXT)).toBe(true);
  expect(grown.json.tokens.length).toBeGreaterThan(10);
  const comes = await next(page).allTextContents();
  await app.rerun(() => press(page, 'Keep').click());
  await expect(app.sentence).toHaveValue(grown.json.text);
  expect(await written(page)).toEqual([]);
  await expect(words(page)).toHaveText('Nothing written yet.');
  const whole = await app.export();
  expect(whole.json.tokens.map(({ id }) => id)).toEqual(grown.json.tokens.map(({ id }) => id));
  expect(whole.attention).toEqual(grown.attention);
  expect(whole.logits).toEqual(grown.logits);
  expect(await next(page).allTextContents()).toEqual(comes);
});

testAnew('plays by itself, and pauses; typing ends what was written', async ({ app, page }) => {
  // Its time goes on as ever, and `later` brings much of it at once: many times what passes between two tokens.
  await page.clock.install();
  const later = () => page.clock.runFor(10_000);
  await app.open({ text: TEXT, write: '' });
  await press(page, 'Play').click();
  await expect(words(page)).toContainText(/^[3-9] tokens written/);
  await press(page, 'Pause').click();
  await app.settle();
  const n = (await written(page)).length;
  await later();
  expect((await written(page)).length).toBe(n);
  await press(page, 'Play').click();
  await expect.poll(async () => (await written(page)).length).toBeGreaterThan(n);
  await app.type('She opened');
  await later();
  expect(await written(page)).toEqual([]);
  await expect(press(page, 'Play')).toBeVisible();
  // Nor does it play on once the text is there again.
  await app.type(TEXT);
  await later();
  expect(await written(page)).toEqual([]);
  await press(page, 'End').click();
  await expect(bar(page)).toHaveCount(0);
});

test('a seed gives the same text again, another one another, and the link holds what is written', async ({
  app,
  page,
}) => {
  await app.open({ text: TEXT, write: '', sampling: '1.5,200,7' });
  await step(app, page, 4);
  const first = await written(page);
  await expect(page).toHaveURL(/[?&]write=\d+(\.\d+){3}(&|$)/);
  const link = new URL(page.url());
  for (let i = 0; i < 4; i++) await app.rerun(() => press(page, 'Back').click());
  await step(app, page, 4);
  expect(await written(page)).toEqual(first);
  for (let i = 0; i < 4; i++) await app.rerun(() => press(page, 'Back').click());
  await page.getByLabel('seed').fill('8');
  await step(app, page, 4);
  expect(await written(page)).not.toEqual(first);
  await app.open(Object.fromEntries(link.searchParams));
  expect(await written(page)).toEqual(first);
  await expect(page.getByLabel('temperature')).toHaveValue('1.5');
  await page.getByLabel('temperature').fill('9');
  await expect(bar(page).getByRole('alert')).toHaveText('0.1 to 5');
});

test('with heads off it writes what it then says', async ({ app, page }) => {
  await app.open({ text: TEXT, write: '', ablate: 'L0H6,L1H4,L2H4,L3H2,L3H1' });
  await app.measured();
  await expect(words(page)).toHaveText('Nothing written yet, with heads off.');
  const first = await next(page).first().locator('b').textContent();
  await step(app, page);
  await app.measured();
  expect(first).toContain((await written(page))[0]);
  await expect(words(page)).toContainText('1 token written, with heads off;');
});

test('stops where the model reads no more, and says so; a model that fills words in does not write on', async ({
  app,
  page,
}) => {
  await app.open({ text: TEXT, write: Array.from({ length: 400 }, () => 300).join('.') });
  await expect(words(page)).toContainText('The model reads no more than these tokens');
  await expect(press(page, 'Step')).toHaveAttribute('aria-disabled', 'true');
  await expect(press(page, 'Play')).toHaveAttribute('aria-disabled', 'true');
  // A model that fills words in does not write on.
  await app.reopen(() => app.model.selectOption('bookworm-bert'));
  await expect(bar(page)).toHaveCount(0);
  await expect(press(page, 'Write on')).toHaveCount(0);
});

test('by keyboard alone: the focus is on Step once the bar is opened, stays there while it writes, and goes back', async ({
  app,
  page,
}) => {
  await app.open({ text: TEXT, write: '' });
  await expect(press(page, 'Step')).not.toBeFocused();
  await press(page, 'End').press('Enter');
  await expect(press(page, 'Write on')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(press(page, 'Step')).toBeFocused();
  for (let n = 1; n <= 2; n++) {
    await expect(press(page, 'Step')).toHaveAttribute('aria-disabled', 'false');
    await app.rerun(() => page.keyboard.press('Enter'));
    expect((await written(page)).length).toBe(n);
    await expect(press(page, 'Step')).toBeFocused();
  }
});

test('a model that rewrites a text writes its target letter by letter, each with its row in the heads that look at the source', async ({
  app,
  page,
}) => {
  await app.open({ model: 'dates', text: 'the third of March, 1998', stack: 'cross', head: 'L1H2' });
  const whole = await app.export();
  expect(whole.json.pair).toBe('1998-03-03');
  await app.rerun(() => press(page, 'Write on').click());
  await expect(words(page)).toHaveText('Nothing written yet.');
  await expect(page.getByRole('list', { name: 'The target goes on with' })).toContainText('1');
  const nKeys = whole.json.tokens.length;
  for (const [at, year] of ['1', '19', '199', '1998'].entries()) {
    await step(app, page);
    expect((await written(page)).join('')).toBe(year);
    await expect(app.heatmap('L1H2')).toHaveAccessibleName(new RegExp(`${at + 2} queries by ${nKeys} keys`));
  }
  await app.rerun(() => press(page, 'Back').click());
  expect((await written(page)).join('')).toBe('199');
  await step(app, page, 7);
  await expect(words(page)).toContainText('The model would end the target here');
  const grown = await app.export();
  expect(grown.json.pair).toBe('1998-03-03');
  expect(grown.attention).toEqual(whole.attention);
  await expect(page).toHaveURL(/[?&]write=\d+(\.\d+){9}(&|$)/);
  await app.rerun(() => press(page, 'Keep').click());
  await expect(page.getByLabel('Target', { exact: true })).toHaveValue('1998-03-03');
  expect(await findings(page)).toEqual([]);
});

testAnew.describe('on a phone', () => {
  testAnew.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });

  testAnew('nothing is clipped, and each step stays in place', async ({ app, page }) => {
    await app.open({ text: TEXT, write: '', sampling: '1,40,3' });
    const top = async () => (await press(page, 'Step').boundingBox())!.y - (await app.tokens.last().boundingBox())!.y;
    await step(app, page, 2);
    const before = await top();
    await step(app, page);
    expect(Math.abs((await top()) - before)).toBeLessThan(60);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    expect(await findings(page)).toEqual([]);
  });
});
