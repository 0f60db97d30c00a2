import { expect } from 'playwright/test';
import { familyPaths, hasSet } from '../src/inference/testing/familyRows.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';

test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');

const clip = () => familyPaths({ set: 'zoo-c', family: 'clip' });

test('a picture and a text are read together: patches are one stack, the tokens of the text the other', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(clip()));
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  await expect(app.cells).toHaveCount(2 * 4);
  await app.type('3 1 4');
  await app.stack.selectOption('decoder');
  await expect(app.cells).toHaveCount(2 * 3);
  await expect(app.tokens).toHaveText(['3', '1', '4']);
  // What is asked there, and what its labels speak of, are words.
  await expect(page.getByRole('region', { name: 'Asked word' })).toBeVisible();
  await app.stack.selectOption('encoder');
  await expect(page.getByRole('region', { name: 'Asked patch' })).toBeVisible();
});

test('what is measured there is of what is on screen, until the text or the picture is another', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(clip()));
  const choose = (name: string) => () => page.getByLabel('Image', { exact: true }).setInputFiles(picture(name, RGB));
  await app.rerun(choose('stripes.png'));
  await page.getByRole('tab', { name: 'Alike' }).click();
  const isOther = page.getByText(/has changed since/);
  await page.getByRole('button', { name: /^Compare/ }).click();
  await expect(page.getByText('stripes.png)')).not.toHaveCount(0);
  await expect(isOther).toHaveCount(0);
  await app.rerun(choose('others.png'));
  await expect(isOther).not.toHaveCount(0);
});
