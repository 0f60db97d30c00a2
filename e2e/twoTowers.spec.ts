import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

test('a picture and a text are read together: patches are one stack, the tokens of the text the other', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(familyPaths({ set: 'zoo-c', family: 'clip' })));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 4);
  await app.type('3 1 4');
  await app.stack.selectOption('decoder');
  await expect(app.cells).toHaveCount(2 * 3);
  await expect(app.tokens).toHaveText(['3', '1', '4']);
});
