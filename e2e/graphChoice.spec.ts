import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { made, picked } from './support/files.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

test('of several graphs in a folder one is chosen, also behind one that does not open', async ({ app, page }) => {
  await app.open();
  const files = [...familyPaths({ set: 'zoo-c', family: 'vlm' }).map(picked), made('broken.onnx', 'no model')];
  await app.reopen(() => new OpenDialog(page).pick(files));
  await expect(page.getByText('There are several graphs.')).toBeVisible();
  await expect(app.cells).toHaveCount(2 * 4);
  const choice = page.getByRole('combobox', { name: 'Graph' });
  await expect(choice.locator('option')).toHaveText([
    'as the names say',
    'broken.onnx',
    'decoder_model_merged.onnx: the decoder',
    'vision_encoder.onnx: the picture',
  ]);

  await app.reopen(() => choice.selectOption('vision_encoder.onnx'));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 3);

  await app.reopen(() => choice.selectOption('broken.onnx'));
  await expect(app.alert).toContainText('This file is not an ONNX model.');
  // The picture that was there stays, and so does the way to the other graphs.
  await expect(app.cells).toHaveCount(2 * 3);
  await app.reopen(() => choice.selectOption(''));
  await expect(app.cells).toHaveCount(2 * 4);
});
