import { expect } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { status, start, csv } from './support/importancePanel.ts';

test('the curve can be drawn at random and in the order of the pins, beside each other', async ({ app, page }) => {
  await app.open({ view: 'importance', head: 'L2H5,L0H6' });
  const draw = page.getByRole('button', { name: 'Draw the curve' });
  await page.getByRole('radio', { name: 'pinned heads, in their order' }).check();
  await draw.click();
  await expect(page.getByText(/^2 measured/)).toBeVisible();
  await page.getByRole('radio', { name: 'at random' }).check();
  await draw.click();
  await expect(page.getByText('160 measured')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/at random: .*mean of 5 random orders/)).toBeVisible();
  const { json } = await app.export();
  const own = json.studies!.find(({ purpose }) => purpose === 'curve-own')!;
  expect(own.variants.map(({ heads }) => heads.map(({ layer, head }) => `L${layer}H${head}`))).toEqual([
    ['L2H5'],
    ['L2H5', 'L0H6'],
  ]);
  const random = json.studies!.find(({ purpose }) => purpose === 'curve-random')!;
  expect(new Set(random.variants[31]!.heads.map(({ layer, head }) => `L${layer}H${head}`)).size).toBe(32);
  await expect(page.getByText(/nothing is trained again/)).toBeVisible();

  // A point stands for its heads: choosing it switches them off.
  const chart = page.getByRole('application', { name: /^loss against heads left, 2 lines/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L2H5');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')?.split(',')).toHaveLength(32);
  const run = await app.export();
  const claimed = random.results.find(({ variant }) => variant === 31)!;
  expect(run.json.ablation?.effect?.summary.lossAfter).toBeCloseTo(claimed.lossAfter!, 4);
});

test('one chart holds curves of one sentence only, each from the whole model on', async ({ app, page }) => {
  await app.open({ view: 'importance', head: 'L2H5,L0H6' });
  await page.getByRole('radio', { name: 'pinned heads, in their order' }).check();
  const draw = page.getByRole('button', { name: 'Draw the curve' });
  await draw.click();
  await expect(page.getByText(/^2 measured/)).toBeVisible();
  await expect(page.getByText('It takes 2 of 32 heads away; the others stay.')).toBeVisible();
  await app.type('The dog slept.');
  await page.getByRole('radio', { name: 'at random' }).check();
  await draw.click();
  await expect(page.getByText('160 measured')).toBeVisible({ timeout: 20_000 });
  const chart = page.getByRole('application', { name: /^loss against heads left, 1 line;/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await expect(page.getByRole('status').filter({ hasText: '32 heads left, at random' })).toContainText(
    ', 0.00, between',
  );
  await expect(page.getByText(/Not drawn beside it: pinned heads, in their order, over “The boy/)).toBeVisible();
  await page.getByRole('radio', { name: 'pinned heads, in their order' }).check();
  await draw.click();
  await expect(page.getByRole('application', { name: /, 2 lines;/ })).toBeVisible();
  await expect(page.getByText('Not drawn beside it')).toBeHidden();
});

test('heads without a pattern of their label are told from those still to be measured, and stay on', async ({
  app,
  page,
}) => {
  await app.open({ view: 'importance' });
  await expect(status(page)).toContainText('32 measured');
  await app.restore({ view: 'importance', mode: 'ideal' });
  await page.getByRole('radio', { name: 'at random' }).check();
  await expect(page.getByText(/^Measure every head first, in the mode ideal/)).toBeVisible();
  await start(page).click();
  const words = /(\d+) measured.*, (\d+) have no pattern to put in their place/;
  await expect(status(page)).toContainText(words);
  const [, measured, missing] = words.exec(await status(page).innerText())!;
  expect(Number(measured) + Number(missing)).toBe(32);
  await expect(page.getByText(`no pattern to put in its place: ${missing} of 32`)).toBeVisible();
  await expect(page.getByText('not measured yet')).toBeHidden();
  await expect(page.getByText(`${missing} of 32 heads have no pattern`)).toBeVisible();
  await page.getByRole('button', { name: 'Draw the curve' }).click();
  await expect(page.getByText(`${5 * Number(measured)} measured`)).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(`It takes ${measured} of 32 heads away; the others stay.`)).toBeVisible();
});

test('labels that were tried stand in a table, each with both divergences', async ({ app, page }) => {
  await app.open({ head: 'L0H6', why: '1' });
  const kls: string[] = [];
  for (const head of ['L0H6', 'L0H3']) {
    await app.restore({ head, why: '1' });
    await page.getByRole('button', { name: 'Is the label enough?' }).click();
    const answer = app.why.getByRole('status').filter({ hasText: /KL/ });
    await expect(answer).toBeVisible();
    kls.push(/KL ([\d.]+) with the label alone/.exec(await answer.innerText())![1]!);
  }
  await page.getByRole('button', { name: 'All 2 as a table' }).click();
  const rows = await csv(page, () => page.getByRole('button', { name: 'CSV: Labels tried' }).click());
  expect(rows.map((row) => row['head'])).toEqual(['L0H6', 'L0H3']);
  for (const [at, row] of rows.entries()) {
    const [ideal, mean] = [Number(row['with the label alone']), Number(row['without the head'])];
    expect(ideal).toBeCloseTo(Number(kls[at]), 3);
    if (row['fidelity'] !== '') expect(Number(row['fidelity'])).toBeCloseTo(Math.max(-1, 1 - ideal / mean), 9);
  }
});
