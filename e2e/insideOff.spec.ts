import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { unseen } from './support/clipped.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { saved } from './support/insideFile.ts';

// The road through a head in a run in which heads are switched off: the steps are of that run, and say so.

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Inside a head' });
const stage = (page: Page, number: number): Locator =>
  page
    .getByRole('radiogroup', { name: 'Stages of the head' })
    .getByRole('radio', { name: new RegExp(`^stage ${number} of 17,`) });
const LINK = {
  view: 'inside',
  head: 'L2H3',
  cell: '13,12',
  stage: 'weight',
  text: 'The horse that the farmer sold to the baker ran away and slept.',
};

test('with another head off the steps are of that run, which the page names; without it they come back', async ({
  app,
  page,
}) => {
  await app.open(LINK);
  await expect(stage(page, 5)).toHaveAccessibleName(/worked out/);
  const [raw, read] = [
    await stage(page, 5).getAttribute('aria-label'),
    await stage(page, 1).getAttribute('aria-label'),
  ];
  await app.restore({ ...LINK, ablate: 'L1H6', mode: 'zero' });
  await app.settle();
  await expect(panel(page).getByText('With L1H6 off (zero).')).toBeVisible();
  await expect(stage(page, 5)).not.toHaveAccessibleName(raw!);
  await expect(stage(page, 5)).toHaveAccessibleName(/worked out and checked/);
  await expect(stage(page, 15)).toHaveAccessibleName(/length/);
  // What is asked of a word alone is a matter of the model.
  await stage(page, 15).click();
  const alone = panel(page).getByRole('group', { name: 'What it writes of a word alone' });
  await alone.getByRole('button', { name: /^when it looks at/ }).click();
  await expect(alone).toContainText('Of the model as it is, with no head switched off:');
  await stage(page, 12).click();
  // Its own weights are used: nothing is said to stand in for them.
  await expect(panel(page).getByRole('note')).toHaveCount(0);
  const file = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect(file.off).toEqual({ mode: 'zero', heads: [{ kind: null, layer: 1, head: 6, keep: 0 }] });
  expect(file.checks.every((check: { isPassed: boolean }) => check.isPassed)).toBe(true);
  await page.getByRole('button', { name: 'Export' }).press('Escape');
  await app.restore(LINK);
  await app.settle();
  await expect(stage(page, 5)).toHaveAccessibleName(raw!);
  await expect(stage(page, 1)).toHaveAccessibleName(read!);
});

test('of a head with a pattern in its place the weight is its own, and what follows is of what was used', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, ablate: 'L2H3', mode: 'flat' });
  await expect(panel(page).getByText('With L2H3 off (flat).')).toBeVisible();
  await expect(panel(page).getByRole('note')).toHaveText(
    'The weights here are the model’s own for L2H3. What was used from here on: even weights over all allowed keys.',
  );
  await expect(panel(page).getByText('used in their place', { exact: true })).toBeVisible();
  const file = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  const weights = file.stages[12].tensors;
  const used: readonly number[] = weights.find(({ name }: { name: string }) => name === 'used').data;
  expect(used.map((one) => one.toFixed(6))).toEqual(
    used.map((_, key) => (key <= 13 ? (1 / 14).toFixed(6) : '0.000000')),
  );
  await page.keyboard.press('Escape');
  await stage(page, 13).click();
  await expect(panel(page).getByRole('note')).toHaveText(
    'What was used for L2H3 in this run: even weights over all allowed keys. Its own weights stand at step 12.',
  );
  await expect(panel(page).getByText('weight that was used', { exact: true })).toBeVisible();
});

test('another softmax is refused on a head that is off, and given for its layer', async ({ app, page }) => {
  await app.open({ ...LINK, ablate: 'L2H3', mode: 'zero', unscaled: '1' });
  const refusal = panel(page).getByText('This head is off: whatever its softmax does, nothing of it is written.');
  await expect(refusal).toBeVisible();
  await expect(panel(page).getByRole('status').filter({ hasText: 'KL' })).toHaveCount(0);
  await panel(page).getByText('its layer', { exact: true }).click();
  await expect(panel(page).getByRole('status').filter({ hasText: 'KL' })).toContainText(
    /^all heads of its layer without the scale: at this word the prediction moves by KL \d/,
  );
  await stage(page, 17).click();
  const direct = panel(page).getByRole('group', { name: 'Direct logits' });
  await expect(direct.getByRole('row', { name: /the model’s first guess/ })).toContainText('0.00');
});

test('a masked model’s loss with another softmax is that of each word hidden in turn', async ({ app, page }) => {
  await app.open({ ...LINK, model: 'bookworm-bert', head: 'L1H3', cell: '5,4', tau: '2' });
  await panel(page).getByText('all heads', { exact: true }).click();
  await expect(panel(page).getByRole('status').filter({ hasText: 'KL' })).toHaveText(
    /loss \d+\.\d+ → \d+\.\d+ nats over \d+ positions, each word hidden in turn\.$/,
    { timeout: 30_000 },
  );
});

test('labels of what comes from each key are worked out when asked for, in the grid and for one head', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'result', map: 'sent' });
  await panel(page).getByRole('button', { name: 'Work out its labels on weight × length' }).click();
  const labels = panel(page).getByRole('region', { name: 'Labels of L2H3, on weight × length' });
  await expect(labels).toBeVisible();
  await expect(labels.getByRole('heading')).toContainText(', on weight × length');
  await expect(labels.getByText(/^score/).first()).toBeVisible();
  const file = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect(file['sent-label'].report).toMatchObject({ layer: 2, head: 3 });
  await page.keyboard.press('Escape');
  const grid = page.getByRole('region', { name: 'All heads' });
  await grid.getByRole('combobox', { name: 'colour by' }).selectOption('sent');
  const legend = grid.getByRole('group', { name: 'What the colours mean' });
  await expect(legend).toContainText('Labels are of the weights.');
  await legend.getByRole('button', { name: 'Work them out on weight × length' }).click();
  await expect(legend).toContainText('Labels are on weight × length, by the same rules, each row divided by its sum.');
  await legend.getByRole('button', { name: 'Back to those of the weights' }).click();
  await expect(legend).toContainText('Labels are of the weights.');
  expect(await findings(page)).toEqual([]);
});

test('the weights of the head are pictures with their shapes and norms, in the file and as a figure', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'qkv' });
  const weights = panel(page).getByRole('group', { name: 'Weights of the head' });
  for (const name of ['W_Q', 'W_K', 'W_V']) {
    await expect(
      weights.getByRole('img', { name: new RegExp(`^${name}, 128 by 16 numbers, Frobenius norm \\d`) }),
    ).toBeVisible();
    await expect(weights.getByRole('row', { name: new RegExp(`^${name} \\[128, 16\\]`) })).toBeVisible();
  }
  const file = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect(file.weights.map(({ name, dims }: { name: string; dims: number[] }) => [name, dims])).toEqual([
    ['W_Q', [128, 16]],
    ['W_K', [128, 16]],
    ['W_V', [128, 16]],
    ['W_O', [16, 128]],
  ]);
  const figure = await saved(app, 'Figure: weights of the head as SVG');
  expect(figure.name).toBe('headlight-bookworm-gpt-weights.svg');
  expect(figure.text).toContain('W_O [16, 128]');
  await page.keyboard.press('Escape');
  await stage(page, 15).click();
  await expect(weights.getByRole('img', { name: /^W_O, 16 by 128 numbers/ })).toBeVisible();
  expect(await findings(page)).toEqual([]);
});

testAnew('on a phone nothing of it is cut off', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ ...LINK, ablate: 'L2H3', mode: 'flat', unscaled: '1' });
  await app.turnTo('Heads');
  const before = await unseen(page);
  await app.turnTo('Inside');
  for (const number of [2, 12, 13, 15]) {
    await stage(page, number).click();
    expect(await unseen(page), `stage ${number}`).toEqual(before);
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});
