import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';
import { brokenOff, halfOfIt, halfUnmeasured, missing, unreachable, webPage } from './support/site.ts';
import type { Spoil } from './support/site.ts';

const ONNX = '/bookworm-gpt/onnx/model.onnx';
const NOT_HERE = 'This model is not here.';
const NOT_FETCHED = 'The model could not be fetched.';
const NOT_WHOLE = 'The model file is not complete.';
const NOT_ONNX = 'This file is not an ONNX model.';

const FAILURES: readonly [what: string, file: string, spoil: Spoil, title: string][] = [
  ['a missing model', ONNX, missing, NOT_HERE],
  ['a connection that breaks off', ONNX, brokenOff, NOT_FETCHED],
  ['half a model', ONNX, halfOfIt, NOT_WHOLE],
  ['half a model of unknown length', ONNX, halfUnmeasured, NOT_WHOLE],
  ['a web page for a model', ONNX, webPage, NOT_ONNX],
  ['no network for the model', ONNX, unreachable, NOT_FETCHED],
  ['no network for the tokenizer', '/bookworm-gpt/tokenizer.json', unreachable, NOT_FETCHED],
  ['a missing tokenizer', '/bookworm-gpt/tokenizer.json', missing, NOT_HERE],
  ['a web page for a tokenizer', '/bookworm-gpt/tokenizer.json', webPage, NOT_HERE],
  ['no network for the list of models', '/models/manifest.json', unreachable, NOT_FETCHED],
];

for (const [what, file, spoil, title] of FAILURES) {
  test(`${what} is told in words, and "Try again" gets over it`, async ({ app, page, site }) => {
    site.spoil(file, spoil);
    await app.goto({}, site.url);
    await app.settle('failed');
    await expect(app.alert).toContainText(title);
    await expect(page.getByRole('progressbar')).toBeHidden();
    await expect(app.sentence).toBeEditable();
    site.mend();
    await page.getByRole('button', { name: 'Try again' }).click();
    await app.settle();
    await expect(app.alert).toBeHidden();
    await expect(app.cells).toHaveCount(32);
  });
}

test('trying again what still fails fails again', async ({ app, page, site }) => {
  site.spoil(ONNX, missing);
  await app.goto({}, site.url);
  await app.settle('failed');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.waitForFunction(() => window.seenStates.join(' ') === 'loading failed loading failed');
  await expect(app.alert).toContainText(NOT_HERE);
  site.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await app.settle();
});

test('a failure on the way to another model leaves the picture of the one before', async ({ app, page, site }) => {
  await app.goto({}, site.url);
  await app.settle();
  const tokens = await app.tokens.allTextContents();
  const pinned = await app.pinned();
  const names = await app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
  for (const [spoil, title] of [
    [missing, NOT_HERE],
    [halfOfIt, NOT_WHOLE],
    [webPage, NOT_ONNX],
    [unreachable, NOT_FETCHED],
  ] as const) {
    site.spoil('/bookworm-bert/onnx/model.onnx', spoil);
    await app.model.selectOption('bookworm-bert');
    await app.settle('failed');
    await expect(app.alert).toContainText(title);
    await expect(app.tokens).toHaveText(tokens);
    expect(await app.pinned()).toEqual(pinned);
    expect(await app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel))).toEqual(names);
    await app.pointAt(pinned[0]!, 3, 2);
    await expect(app.tooltip).toContainText('looks at');
    await app.rerun(() => app.model.selectOption('bookworm-gpt'));
    await expect(app.alert).toBeHidden();
  }
  site.spoil('/bookworm-bert/onnx/model.onnx', missing);
  await app.model.selectOption('bookworm-bert');
  await app.settle('failed');
  site.mend();
  await app.rerun(() => page.getByRole('button', { name: 'Try again' }).click());
  await expect(app.tokens.first()).toHaveText('[CLS]');
});

test('a model that nobody knows is named, and another can be chosen', async ({ app, page }) => {
  await app.goto({ model: 'no-such-model' });
  await app.settle('failed');
  await expect(app.alert).toContainText(NOT_HERE);
  await expect(app.alert).toContainText('no-such-model');
  await expect(app.model).toHaveValue('no-such-model');
  await app.rerun(() => app.model.selectOption('bookworm-gpt'));
  await expect(app.alert).toBeHidden();
  await expect(app.cells).toHaveCount(32);
  await expect(page.getByRole('option', { name: 'unknown' })).toHaveCount(0);
});
