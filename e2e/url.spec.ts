import { expect } from 'playwright/test';
import { Headlight, test } from './support/headlight.ts';
import { watchPage } from './support/watchPage.ts';

/** All that a link restores, read off the page. */
async function look(app: Headlight): Promise<Record<string, unknown>> {
  const { page } = app;
  return {
    model: await app.model.inputValue(),
    // Of the address: where letters are large the choice hangs from the menu.
    backend: new URL(page.url()).searchParams.get('backend') ?? '',
    text: await app.sentence.inputValue(),
    pair: await page.getByLabel('Second sentence').or(page.getByText('Add a second sentence')).allTextContents(),
    tokens: await app.tokens.allTextContents(),
    pinned: await app.pinned(),
    scale: await page.getByRole('img', { name: /^weight/ }).getAttribute('aria-label'),
    hides: await page.getByLabel('Hide special tokens and sink').isChecked(),
    evidence: await page.getByLabel('Evidence').isChecked(),
    outlines: await page.locator('[data-part=evidence] path').count(),
    order: await app.order(),
    sort: await page.getByLabel('sorted by').inputValue(),
    filter: await page
      .getByRole('group', { name: 'Filter by label' })
      .getByRole('button', { pressed: true })
      .allTextContents(),
    dimmed: await app.grid.locator('[data-dimmed]').count(),
    minScore: await page.getByRole('slider').inputValue(),
    fontSize: await page.evaluate(() => getComputedStyle(document.documentElement).fontSize),
    paper: await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
  };
}

test('a shared link shows another person the same page', async ({ app, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open({ model: 'bookworm-bert' });
  const start = await look(app);
  await app.type('Le garçon & la "banque" #1 = 50 % + 🏦?');
  await page.getByRole('button', { name: 'Add a second sentence' }).click();
  await app.rerun(() => page.getByLabel('Second sentence').fill('Él corrió; ¿por qué?'));
  await app.cell('L3H2').click();
  await app.cell('L0H0').click();
  await page.mouse.move(5, 5);
  await page.getByText('log', { exact: true }).click();
  await page.getByLabel('Hide special tokens and sink').check();
  await page.getByLabel('Evidence').uncheck();
  await page.getByLabel('sorted by').selectOption('entropy');
  await page.getByRole('group', { name: 'Filter by label' }).getByRole('button').first().click();
  await page.getByRole('slider').fill('0.35');
  await page.getByRole('button', { name: /^Larger/ }).click();
  await page.getByRole('button', { name: /^Colours/ }).click();
  await page.getByRole('button', { name: /^Colours/ }).click();
  const here = await look(app);
  for (const [part, value] of Object.entries(start)) {
    if (!['model', 'backend', 'scale'].includes(part)) expect(here[part], part).not.toEqual(value);
  }

  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(page.url());
  const second = await context.newPage();
  await second.setViewportSize({ width: 1440, height: 900 });
  const errors = await watchPage(second);
  await second.goto(link);
  const there = new Headlight(second);
  await there.settle();
  expect(await look(there)).toEqual(here);
  expect(second.url()).toBe(link);
  expect(errors).toEqual([]);
});

test('what a link says wrong is as if it said nothing', async ({ app }) => {
  await app.open();
  const plain = await look(app);
  await app.open({
    head: 'L99H99,L1,nonsense,L-1H2',
    scale: 'cubic',
    hide: 'yes',
    evidence: '',
    sort: '__proto__',
    label: 'constructor',
    min: '7',
    large: '2',
    theme: 'pink',
    unknown: 'x',
  });
  expect(await look(app)).toEqual(plain);
  await app.goto({ backend: 'cuda', min: 'NaN', model: '../../../etc/passwd' });
  await expect(app.model).toHaveValue('bookworm-gpt');
  await expect(app.backend).toHaveValue('auto');
  // A heads list of which one part is good keeps that part.
  await app.open({ head: 'L9H9,l2h3,L2H3' });
  expect(await app.pinned()).toEqual(['L2H3']);
});

test('a link to the default view has no parameters', async ({ app, page, baseURL }) => {
  await app.open({ text: 'One two three.', head: 'L0H6' });
  await page.keyboard.press('Escape');
  await app.type('The boy sprinted to the bank because he needed cash quickly.');
  await expect(page).toHaveURL(`${baseURL}?backend=wasm`);
});

test('back and forward walk through what was done', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  const steps: [string, () => Promise<unknown>][] = [
    ['pin', () => app.cell('L3H7').click()],
    ['sort', () => page.getByLabel('sorted by').selectOption('entropy')],
    ['scale', () => page.getByText('per head', { exact: true }).click()],
    ['unpin', () => page.getByRole('button', { name: 'Unpin L0H6' }).click()],
  ];
  const views = [await look(app)];
  for (const [, step] of steps) {
    await step();
    await page.mouse.move(5, 5);
    views.push(await look(app));
  }
  for (const index of [3, 2, 1, 0]) {
    await page.goBack();
    expect(await look(app), `back to ${steps[index - 1]?.[0] ?? 'the start'}`).toEqual(views[index]);
  }
  for (const index of [1, 2, 3, 4]) {
    await page.goForward();
    expect(await look(app), `forward to ${steps[index - 1]![0]}`).toEqual(views[index]);
  }
});

test('back gets past a link that was written by hand', async ({ app, page, baseURL }) => {
  await page.goto('about:blank');
  await page.goto('?backend=wasm&head=L1H1,L0H6&view=heads');
  await app.settle();
  await app.cell('L2H2').click();
  await page.mouse.move(5, 5);
  await page.goBack();
  await expect(page).toHaveURL(`${baseURL}?backend=wasm&head=L1H1%2CL0H6`);
  expect(await app.pinned()).toEqual(['L1H1', 'L0H6']);
  await page.goForward();
  expect(await app.pinned()).toEqual(['L1H1', 'L0H6', 'L2H2']);
  await page.goBack();
  await page.goBack();
  await expect(page).toHaveURL('about:blank');
});

test('typing leaves one step behind, not one for each letter, and back brings the sentence of before', async ({
  app,
  page,
}) => {
  await app.open({ text: 'First one here.', head: 'L0H6' });
  const before = await page.evaluate(() => history.length);
  await app.sentence.press('End');
  await app.rerun(() => app.sentence.pressSequentially(' And some more.'));
  expect(await page.evaluate(() => history.length)).toBe(before);
  await app.cell('L1H1').click();
  await app.type('A third sentence.');
  await app.rerun(() => page.goBack());
  await expect(app.sentence).toHaveValue('First one here. And some more.');
  await expect(app.tokens.last()).toHaveText('.');
  expect((await app.export()).json.text).toBe('First one here. And some more.');
});

test('back from one model to the other brings its heads along', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  await app.rerun(() => app.model.selectOption('bookworm-bert'));
  await expect(app.tokens.first()).toHaveText('[CLS]');
  await app.rerun(() => page.goBack());
  await expect(app.tokens.first()).toHaveText('<|endoftext|>');
  expect(await app.pinned()).toEqual(['L0H6']);
});
