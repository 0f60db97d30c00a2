import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

const ours = (file: string): string => resolve(import.meta.dirname, 'fixtures/opened/graphs', file);
const shared = (file: string): string => resolve(import.meta.dirname, '../../shared/fixtures/opened/graphs', file);

test('a graph is read by what it is: any name of an input, half precision, and heads written one by one', async ({
  app,
  page,
}) => {
  await app.open();
  const open = new OpenDialog(page);
  for (const [file, ids, heads] of [
    ['own-input-named-idx.onnx', '3 1 4', ['L0H0']],
    ['own-castlike-fp16.onnx', '1 5 9 2', ['L0H0']],
    ['own-one-module-per-head.onnx', '3 1 4 1 5', ['L0H0', 'L0H1', 'L0H2', 'L1H0', 'L1H1', 'L1H2']],
  ] as const) {
    await test.step(file, async () => {
      await app.reopen(() => open.pick([ours(file)]));
      await app.type(ids);
      await expect(app.tokens).toHaveText(ids.split(' '));
      await expect(app.cells).toHaveCount(heads.length);
      expect(await app.order()).toEqual(heads);
    });
  }
});

test('a graph of one length says so, shows its padding, and cuts what is longer', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick([ours('own-fixed-length-8.onnx')]));
  await expect(page.getByText('This model reads exactly 8 tokens.')).toBeVisible();
  await app.type('3 1 4');
  await expect(app.tokens).toHaveText(['3', '1', '4', ...Array.from({ length: 5 }, () => '[PAD]')]);
  await app.type('3 1 4 1 5 9 2 6 5 3 5');
  await expect(app.tokens).toHaveText(['3', '1', '4', '1', '5', '9', '2', '6']);
});

test('a block that reads vectors, and a model that looks through windows, say what is shown', async ({ app, page }) => {
  test.skip(!existsSync(shared('raw-qkv-sdpa.onnx')), 'the files lie in ../shared/fixtures/opened/graphs');
  await app.open();
  const open = new OpenDialog(page);
  await app.rerun(() => open.pick([shared('raw-qkv-sdpa.onnx')]));
  await expect(page.getByText('reads vectors, not text')).toBeVisible();
  await expect(page.getByText('nothing can be typed')).toBeVisible();
  await expect(app.cells).toHaveCount(2);
  await app.reopen(() => open.pick([shared('torchvision-swin-tiny-random.onnx')]));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(page.getByText('This model looks through windows.')).toBeVisible();
  await expect(app.cells).toHaveCount(4);
  await app.cell('L1H0').click();
  await expect(page.getByRole('img', { name: /^The image in 16 by 16 patches/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Inside' }).click();
  const inside = page.getByRole('region', { name: 'Inside a head' });
  await expect(inside).toContainText(
    'This layer looks inside 16 windows of 16 places each; the query stands in window',
  );
  // The shift of the second layer brings the corners of the picture into one window; its middle is in another.
  await inside.getByRole('combobox', { name: 'Key' }).selectOption('120');
  await expect(inside).toContainText('not at all: it stands in another window');
});
