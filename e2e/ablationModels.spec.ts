import { expect } from 'playwright/test';
import { made, madeJson, picked, t5Files, zooPath } from './support/files.ts';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { png } from './support/png.ts';
import { number } from './support/effectNumbers.ts';

test('a masked model is asked for the words of the sentence and for what stands at a [MASK]', async ({ app, page }) => {
  await app.open({
    model: 'bookworm-bert',
    text: 'She opened the [MASK] and went out into the garden.',
    view: 'off',
    ablate: 'L0H6,L1H2',
  });
  await app.measured();
  expect(await number(page, 'pseudo-loss')).toMatch(/^\d\.\d\d → \d\.\d\d [+-]?\d\.\d\d nats a token, \d+ tokens$/);
  expect(await number(page, 'pseudo-log-likelihood')).toMatch(/^-\d+\.\d\d → -\d+\.\d\d nats$/);
  const strip = page.getByRole('listbox', { name: /^Effect on each token/ });
  const tokens = await app.tokens.count();
  await expect(strip.getByRole('option')).toHaveCount(tokens);
  await strip.getByRole('option', { name: /MASK/ }).click();
  await expect(page.getByRole('region', { name: /^Predictions in place of \[MASK\]/ })).toBeVisible();
});

test('in an encoder-decoder model heads of each stack are switched off by themselves', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(t5Files()));
  await app.type('9 10 7 17 34 23 10');
  await app.typeTarget('33 34 25');
  await app.turnTo('Switch off');
  await app.stack.selectOption('cross');
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('cross.L0H0');
  await expect(page.getByRole('slider', { name: 'Kept of cross L0H0' })).toBeVisible();
  await app.stack.selectOption('encoder');
  await expect(app.cell('L0H0')).not.toHaveAccessibleName(/switched off/);
  const run = await app.export();
  expect(run.json.ablation?.heads).toEqual([{ kind: 'cross', layer: 0, head: 0, keep: 0 }]);
  // The encoder comes before it and does not change; what is scored is the target.
  expect(run.ablated!.attention).toEqual(run.stacks.get('encoder')!.data);
  const strip = page.getByRole('listbox', { name: /^Effect on each token/ });
  await expect(strip.getByRole('option')).toHaveCount(run.json.targetTokens!.length);
  expect(Number(run.json.ablation!.effect!.summary.meanKl)).toBeGreaterThan(0);
});

test('of a vision transformer the class scores are compared', async ({ app, page }) => {
  await app.open();
  const config = madeJson('config.json', { model_type: 'vit', image_size: 12, patch_size: 4 });
  await app.reopen(() => new OpenDialog(page).pick([picked(zooPath('vit/model.onnx')), config]));
  const rgb = Array.from({ length: 3 * 12 * 12 }, (_, i) => (37 * i) % 256);
  const picture = { ...made('stripes.png', png(12, 12, rgb)), mimeType: 'image/png' };
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(picture));
  await app.turnTo('Switch off');
  await expect(page.getByText('Its mean output over the positions of this input')).toBeVisible();
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect((await app.export()).json.ablation?.effect?.summary.meanTurn).toBeGreaterThan(0);
  await app.turnTo('Importance');
  await expect(page.getByRole('radio', { name: 'a list of sentences' })).toBeHidden();
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText(/^9 measured/)).toBeVisible();
});

test('a model without a language head is compared by the vectors that come out', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick([zooPath('distilbert/model.onnx')]));
  await app.type('5 9 12 7 30 2');
  await app.turnTo('Switch off');
  await app.cell('L0H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect(await number(page, 'mean turn of the output vectors')).toMatch(/1 − cosine|1 - cosine/);
  const { effect } = (await app.export()).json.ablation!;
  expect(effect?.objective).toBe('output');
  expect(effect?.summary.meanTurn).toBeGreaterThan(0);
  await app.turnTo('Importance');
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText(/^\d+ measured/)).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Turn of the outputs without the head' })).toBeVisible();
});
