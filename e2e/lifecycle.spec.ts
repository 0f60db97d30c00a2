import { join, resolve } from 'node:path';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { modelPath } from './support/files.ts';
import { test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import type { Spoil } from './support/site.ts';
import { countWorkers, holdWorkers, strike } from './support/workers.ts';

const ROOT = resolve(import.meta.dirname, '..');
const opened = (path: string): string => join(ROOT, 'e2e/fixtures/opened/files', path);
const GPT = modelPath('bookworm-gpt/onnx/model.onnx');
const BERT_FILE = '/bookworm-bert/onnx/model.onnx';

/** Takes an expression that doubles its work with each letter about as long as the universe is old. */
const ENDLESS = `${'a'.repeat(60)}!`;

const stop = (page: Page) => page.getByRole('button', { name: 'Stop', exact: true });
const retry = (page: Page) => page.getByRole('button', { name: 'Try again' });

/** What is on screen, as a person would tell it. */
const shown = async (app: Headlight) => ({
  tokens: await app.tokens.allTextContents(),
  heads: await app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel)),
});

for (const [folder, files, title] of [
  ['broken-json-beside-model', ['tokenizer.json'], 'The model cannot read this.'],
  ['broken-tokenizer', ['config.json', 'tokenizer.json'], /.+/],
] as const) {
  test(`a load that failed stays so: ${folder}`, async ({ app, page }) => {
    await app.open();
    const before = await shown(app);
    await new OpenDialog(page).pick([GPT, ...files.map((file) => opened(`${folder}/${file}`))]);
    await app.settle('failed');
    // Whatever was still being read has had time to come.
    await page.waitForTimeout(1000);
    await app.settle('failed');
    await expect(app.alert).toContainText(title);
    await expect(page.getByRole('progressbar')).toBeHidden();
    expect(await shown(app)).toEqual(before);
    await app.rerun(() => app.model.selectOption('bookworm-bert'));
    await expect(app.alert).toBeHidden();
  });
}

test.describe('a tokenizer that hangs', () => {
  test.beforeEach(async ({ app, page }) => {
    await app.goto({ text: 'The boy ran.' });
    await app.settle();
    await app.reopen(() => new OpenDialog(page).pick([GPT, opened('redos/tokenizer.json')]));
    await app.settle();
    await app.sentence.fill(ENDLESS);
    await app.settle('running');
  });

  test('is left by choosing another model', async ({ app }) => {
    await app.reopen(() => app.model.selectOption('bookworm-bert'));
    await app.settle();
    await expect(app.tokens.first()).toHaveText('[CLS]');
  });

  test('is left by typing something else', async ({ app, page }) => {
    await app.sentence.fill('The girl ran.');
    await app.settle();
    await expect(app.tokens.last()).toHaveText('.');
    await expect(page.getByRole('status').filter({ hasText: 'The model was started anew.' })).toBeVisible();
  });

  test('is left by Stop, which keeps what is on screen and says how to go on', async ({ app, page }) => {
    const before = await shown(app);
    await stop(page).click();
    await app.settle('failed');
    await expect(stop(page)).toBeHidden();
    await expect(app.alert).toContainText('Stopped.');
    await expect(retry(page)).toBeVisible();
    expect(await shown(app)).toEqual(before);
    await app.sentence.fill('The girl ran.');
    await app.settle();
    await expect(app.alert).toBeHidden();
  });
});

test.describe('a worker', () => {
  test.beforeEach(async ({ app, page }) => {
    await holdWorkers(page);
    await app.open();
  });

  for (const fate of ['hang', 'close'] as const) {
    test(`that is made to ${fate} is replaced by the next one that is wanted`, async ({ app, page }) => {
      await strike(page, fate);
      await app.type('The girl ran.');
      await expect(app.tokens).toHaveCount(5);
      expect(await countWorkers(page)).toBe(2);
      await strike(page, fate);
      await app.reopen(() => app.model.selectOption('bookworm-bert'));
      await app.settle();
      await expect(app.tokens.first()).toHaveText('[CLS]');
      expect(await countWorkers(page)).toBe(3);
    });
  }

  for (const [when, text] of [
    ['idle', null],
    ['running', 'The girl ran.'],
  ] as const) {
    test(`that breaks down while ${when} is told, and "Try again" brings the model back`, async ({ app, page }) => {
      const before = await shown(app);
      await strike(page, 'throw');
      if (text !== null) await app.sentence.fill(text);
      await app.settle('failed');
      await expect(app.alert).toContainText('The model stopped working.');
      await expect(app.alert).toContainText('made to fail');
      expect(await shown(app)).toEqual(before);
      await retry(page).click();
      await app.settle();
      await expect(app.alert).toBeHidden();
      if (text !== null) await expect(app.tokens).toHaveCount(5);
    });
  }
});

/** Nobody answers, and nobody hangs up. */
const never: Spoil = () => {};

for (const [where, link] of [
  ['', {}],
  [' before a room as well', { present: '1' }],
] as const)
  test(`a load that does not come is stopped${where}, and what was on screen stays`, async ({ app, page, site }) => {
    await app.goto(link, site.url);
    await app.settle();
    const before = await shown(app);
    site.spoil(BERT_FILE, never);
    await app.model.selectOption('bookworm-bert');
    await stop(page).click();
    await app.settle('failed');
    await expect(app.alert).toContainText('Stopped.');
    await expect(page.getByRole('progressbar')).toBeHidden();
    expect(await shown(app)).toEqual(before);
    site.mend();
    await app.rerun(() => retry(page).click());
    await expect(app.tokens.first()).toHaveText('[CLS]');
  });

test('a list of models that does not come is stopped, and fetched again', async ({ app, page, site }) => {
  site.spoil('/models/manifest.json', never);
  await app.goto({}, site.url);
  await stop(page).click();
  await app.settle('failed');
  await expect(app.alert).toContainText('Stopped.');
  site.mend();
  await retry(page).click();
  await app.settle();
});

test('a model that nobody knows leaves no older load alive', async ({ app, page, site }) => {
  await app.goto({}, site.url);
  await app.settle();
  const before = await shown(app);
  let release = (): void => {};
  const held = new Promise<void>((go) => {
    release = go;
  });
  site.spoil(BERT_FILE, async (body, response) => {
    await held;
    response.end(body);
  });
  await app.model.selectOption('bookworm-bert');
  await app.settle('loading');
  await app.restore({ model: 'no-such-model' });
  await app.settle('failed');
  release();
  await page.waitForTimeout(1000);
  await app.settle('failed');
  await expect(app.alert).toContainText('no-such-model');
  expect(await shown(app)).toEqual(before);
});
