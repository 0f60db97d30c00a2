import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

test('of several graphs in a folder one is chosen, also behind one that does not open', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(familyPaths({ set: 'zoo-c', family: 'vlm' })));
  await expect(page.getByText('There are several graphs.')).toBeVisible();
  await expect(app.cells).toHaveCount(2 * 4);
  const choice = page.getByRole('combobox', { name: 'Graph' });
  await expect(choice.locator('option')).toHaveCount(4);

  await app.reopen(() => choice.selectOption('vision_encoder.onnx'));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 3);

  await app.reopen(() => choice.selectOption('embed_tokens.onnx'));
  await expect(app.alert).toContainText('This model has no attention to show.');
  // The picture that was there stays, and so does the way to the other graphs.
  await expect(app.cells).toHaveCount(2 * 3);
  await app.reopen(() => choice.selectOption(''));
  await expect(app.cells).toHaveCount(2 * 4);
});
