import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { test } from './support/headlight.ts';

test('a lesson is opened from the list, follows the sentence, and gives back what was there', async ({ app, page }) => {
  const own = 'My old cat chased the young dog, and the dog ran.';
  await app.open({ text: own, view: 'off', ablate: 'L0H3', head: 'L2H3' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await page.keyboard.press('l');
  await rail.getByRole('button', { name: /^Six steps/ }).click();
  const words = rail.locator('[data-words]');
  await expect(app.sentence).toHaveValue(own);
  await expect(page.getByRole('tab', { name: 'Heads', selected: true })).toBeVisible();
  const nTokens = await app.tokens.count();
  await expect(words).toContainText(`${nTokens} tokens`);
  // The numbers are those of what is typed now.
  await app.type(`${own} She sat.`);
  await expect(words).toContainText(`${nTokens + 3} tokens`);
  // What is spoken of is framed, the rest is paler.
  await expect(page.locator('[data-lesson-lit=sentence]')).toBeVisible();
  await expect(page.getByRole('region', { name: 'All heads' })).toHaveAttribute('data-lesson-pale', '');
  // Back of the browser turns pages too.
  await rail.getByRole('button', { name: 'Next' }).click();
  await expect(page.locator('[data-lesson-lit=grid]')).toBeVisible();
  await page.goBack();
  await expect(page.locator('[data-lesson-lit=sentence]')).toBeVisible();
  await rail.getByRole('button', { name: 'Leave' }).click();
  await expect(rail).toBeHidden();
  await expect(app.sentence).toHaveValue(own);
  await app.settle();
  await app.measured();
  const query = new URL(page.url()).searchParams;
  expect(['lesson', 'view', 'ablate', 'head'].map((name) => query.get(name))).toEqual([null, 'off', 'L0H3', 'L2H3']);
  await expect(page.locator('[data-lesson-lit], [data-lesson-pale]')).toHaveCount(0);
  // How far one was is kept.
  await page.getByRole('button', { name: 'Learn' }).click();
  await expect(rail.getByRole('button', { name: /page 2 of/ })).toBeVisible();
});

test('a list of sentences that was chosen before stays the person’s: a page measures its sentence, once', async ({
  app,
  page,
}) => {
  await app.open({ view: 'alike' });
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByRole('button', { name: 'Fill in the 5 examples' }).click();
  await page.keyboard.press('l');
  const rail = page.getByRole('region', { name: 'Lesson' });
  await rail.getByRole('button', { name: /^Myth: every head/ }).click();
  const words = rail.locator('[data-words]');
  await expect(words).toHaveAttribute('data-claims', 'hold');
  await rail.getByRole('button', { name: 'Next' }).click();
  await expect(words).toHaveAttribute('data-claims', 'hold');
  // What is measured in its place is not taken away again.
  await page.getByRole('button', { name: 'Compare on the list' }).click();
  await expect(page.getByText(/over 5 sentences/)).toBeVisible();
  await expect(rail.getByRole('button', { name: 'Measure this sentence' })).toBeVisible();
  await expect(page.getByText(/over 5 sentences/)).toBeVisible();
  await rail.getByRole('button', { name: 'Measure this sentence' }).click();
  await expect(words).toHaveAttribute('data-claims', 'hold');
});

test('what a page had begun to measure, and ended when it was left, a lesson measures anew', async ({ app, page }) => {
  await app.open({ view: 'importance' });
  await expect(page.getByText(/of 32/).first()).toBeVisible();
  await app.restore({ lesson: 'more-heads.1' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await expect(rail.locator('[data-words]')).toHaveAttribute('data-claims', 'hold');
});

test('what a guess shows is gone on a sentence that nobody has guessed at, and comes back with the guess', async ({
  app,
  page,
}) => {
  await app.open({ lesson: 'more-heads' });
  const guess = page.getByRole('group', { name: 'Your guess' });
  await guess.getByRole('button', { name: 'stays' }).click();
  const off = page.getByRole('tab', { name: 'Switch off', selected: true });
  await expect(off).toBeVisible();
  await expect(guess).toContainText('You said');
  const first = await app.sentence.inputValue();
  await app.type('My old cat chased the young dog.');
  await expect(off).toBeHidden();
  await expect(guess.getByRole('button', { name: 'stays' })).toBeVisible();
  await expect(app.sentence).toHaveValue('My old cat chased the young dog.');
  await app.type(first);
  await expect(off).toBeVisible();
  await expect(guess).toContainText('You said');
});

test('a lesson that is not there is told, and the page works on', async ({ app, page }) => {
  await app.open({ lesson: 'none-of-these' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await expect(rail.getByRole('alert')).toContainText('There is no lesson “none-of-these” here.');
  await page.route('**/lessons/six-steps.json', (route) => route.abort());
  await rail.getByRole('button', { name: 'All lessons' }).click();
  await expect(rail.getByRole('alert')).toContainText('Not all lessons could be fetched');
  await rail.getByRole('button', { name: 'Leave' }).click();
  await expect(app.cells).toHaveCount(32);
});

test('the glossary has the terms of a page first, leads to other pages, and leaves the own view to come back', async ({
  app,
  page,
}) => {
  const own = 'My old cat chased the young dog.';
  await app.open({ text: own, lesson: 'list' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  await rail.getByRole('button', { name: /^Why divide/ }).click();
  const title = rail.getByRole('heading', { name: 'Where it stands' });
  await expect(title).toBeVisible();
  await rail.getByRole('button', { name: 'Glossary' }).click();
  await expect(page).toHaveURL(/lesson=glossary/);
  await expect(rail.locator('[data-entry]').first()).toHaveAttribute('data-entry', 'softmax');
  expect(await findings(page)).toEqual([]);
  // Back to the page that it was opened from, and once more.
  await rail.getByRole('button', { name: 'Back to the lesson' }).click();
  await expect(title).toBeVisible();
  await rail.getByRole('button', { name: 'Glossary' }).click();
  await rail.getByRole('searchbox', { name: 'Find' }).fill('pruning curve');
  await rail
    .locator('[data-entry=pruning-curve]')
    .getByRole('button', { name: /^Myth: more heads/ })
    .first()
    .click();
  await expect(rail.getByRole('heading', { name: 'Take many away' })).toBeVisible();
  await rail.getByRole('button', { name: 'Leave' }).click();
  await expect(app.sentence).toHaveValue(own);
  // Papers are links that nothing follows by itself.
  await page.keyboard.press('l');
  await rail.getByRole('button', { name: 'What to read on' }).click();
  await expect(rail.getByRole('link', { name: 'Attention Is All You Need' })).toHaveAttribute('rel', 'noreferrer');
  await rail.getByRole('button', { name: 'All lessons' }).click();
  await expect(rail.getByRole('button', { name: 'Glossary' })).toBeVisible();
});

test('before a room the words are large, keys of a remote control turn pages, and it is left by a key', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await app.open({ lesson: 'six-steps', present: '1' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  const leave = page.getByRole('button', { name: 'Leave presenting' });
  await expect(leave).toBeVisible();
  await expect(page.getByRole('button', { name: 'Export' })).toBeHidden();
  const words = rail.locator('[data-words]');
  expect(
    await words.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
  ).toBeGreaterThanOrEqual(20);
  await expect(rail.getByRole('button', { name: 'Next' })).toBeInViewport();
  await page.keyboard.press('PageDown');
  await expect(rail).toContainText('2 of');
  // So they do while somebody has the focus in the sentence.
  await app.sentence.focus();
  await page.keyboard.press('PageUp');
  await expect(rail).toContainText('1 of');
  await page.getByRole('button', { name: 'Leave presenting' }).focus();
  const black = page.getByRole('dialog', { name: 'Black screen' });
  await page.keyboard.press('b');
  await expect(black).toBeVisible();
  // The key that ends it does nothing else.
  await page.keyboard.press('PageDown');
  await expect(black).toBeHidden();
  await expect(rail).toContainText('1 of');
  await page.keyboard.press('p');
  await expect(leave).toBeHidden();
  await expect(page.getByRole('button', { name: 'Export' })).toBeVisible();
});

test('a handout has every page of its lesson, the numbers on screen, places to fill in, and answers', async ({
  app,
  page,
}) => {
  await page.addInitScript(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await app.open({ lesson: 'six-steps' });
  const paper = page.locator('[data-handout]');
  await expect(paper).toHaveCount(0);
  const nBefore = await listenersOfBody(page);
  await page.getByRole('button', { name: 'Print a handout of “Six steps to see a head”' }).click();
  await expect(page.locator(':root[data-printed]')).toBeAttached();
  await expect(paper).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(paper).toBeVisible();
  await expect(page.getByRole('region', { name: 'Lesson' })).toBeHidden();
  await expect(paper).toContainText(`${await app.tokens.count()} tokens`);
  await expect(paper.locator('img').first()).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(paper).toHaveCount(0);
  // Nor does anything go on listening for it.
  expect(await listenersOfBody(page)).toBe(nBefore);
});

async function listenersOfBody(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const { result } = await session.send('Runtime.evaluate', { expression: 'document.body' });
  const { listeners } = await session.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  await session.detach();
  return listeners.length;
}

test('what is told while a lesson is open lies above its words, wherever one has scrolled to', async ({
  app,
  page,
}) => {
  await app.open({ lesson: 'language.6' });
  const rail = page.getByRole('region', { name: 'Lesson' });
  const told = page.locator('[data-message]', { hasText: 'This model hears exactly 1.46 s.' });
  await expect(told).toBeVisible();
  const boxOf = async (part: Locator) => (await part.boundingBox())!;
  for (const [width, height] of [
    [1280, 720],
    [800, 1100],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const place of [0, 1e6]) {
      await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), place);
      const size = `${width} x ${height}, from ${place}`;
      const { y, height: high } = await boxOf(told);
      expect(y, size).toBeGreaterThanOrEqual(0);
      expect(y + high, size).toBeLessThanOrEqual((await boxOf(rail)).y);
    }
  }
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toBeHidden();
});
