import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

test('a picture stands in a text as patches, is looked at by words, and goes again', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(familyPaths({ set: 'zoo-c', family: 'vlm' })));
  await app.type('9 23 59 4');
  await expect(app.tokens).toHaveCount(4);
  const before = await app.export();
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  // 59 stands for the picture: its 4 x 4 patches are in its place.
  await expect(app.tokens).toHaveCount(3 + 16);
  await expect(app.tokens.nth(2)).toHaveText('patch 0,0');
  await expect(app.tokens.nth(17)).toHaveText('patch 3,3');
  await expect(app.tokens.nth(18)).toHaveText('4');
  await app.tokens.nth(18).click();
  const shown = page.getByRole('img', { name: 'The image in 4 by 4 patches; bright where 4 looks' });
  await expect(shown).toBeVisible();

  await app.type('9 23');
  await expect(app.tokens).toHaveCount(2 + 16);
  await expect(app.tokens.first()).toHaveText('patch 0,0');

  await app.rerun(() => page.getByRole('button', { name: 'Read the text without it' }).click());
  await expect(page.getByLabel('Image', { exact: true })).toBeFocused();
  await expect(app.tokens).toHaveCount(2);
  await expect(shown).toHaveCount(0);
  await app.type('9 23 59 4');
  expect((await app.export()).attention).toEqual(before.attention);
});
