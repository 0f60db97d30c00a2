import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { made } from './support/files.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

test('learned queries look at patches of the picture and at each other; a patch is asked who looks at it', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(familyPaths({ set: 'zoo-c', family: 'detr' })));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 3);
  await app.stack.selectOption('cross');
  await expect(app.cells).toHaveCount(2 * 4);
  await expect(app.tokens).toHaveText([0, 1, 2, 3, 4].map((at) => `query ${at}`));
  await app.cell('L1H2').click();
  await app.tokens.nth(3).click();
  await expect(page.getByText('Bright: where query 3 looks in L1H2.')).toBeVisible();
  await app.stack.selectOption('decoder');
  await expect(app.tokens).toHaveText([0, 1, 2, 3, 4].map((at) => `query ${at}`));
});

test('patches that look at regions: rows are patches, columns regions', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(familyPaths({ set: 'zoo-c', family: 'segformer-dynamo' })));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 2);
  await app.cell('L0H1').click();
  await expect(page.getByText('looks at region').first()).toBeVisible();
  await expect(page.getByText(/regio… /)).toHaveCount(0);
  // The next stage has a coarser grid, and more heads.
  await expect(app.stack.locator('option')).toHaveText(['stage 1, 12 × 12', 'stage 2, 6 × 6']);
  await app.stack.selectOption('stage2');
  await expect(app.cells).toHaveCount(5);
  await app.grid.getByRole('gridcell', { name: /^Layer 2, head 4/ }).click();
  await expect(page.getByRole('img', { name: /^The image in 6 by 6 patches/ })).toBeVisible();
  await expect(page.getByText('looks at region').first()).toBeVisible();
  // Saved and opened again, it is shown without its picture.
  const saved = await (await app.save('Run (JSON)')).path();
  const file = made('pyramid.json', readFileSync(saved));
  await app.reopen(() => new OpenDialog(page).pick([file]));
  await expect(app.stack.locator('option')).toHaveText(['stage 1', 'stage 2']);
  await app.stack.selectOption('stage2');
  await expect(app.cells).toHaveCount(5);
  await expect(app.tokens).toHaveCount(36);
});
