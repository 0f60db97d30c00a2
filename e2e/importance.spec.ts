import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { nextTokenEffect } from './support/effects.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { start, status, csv } from './support/importancePanel.ts';

const N_VOCAB = 4096;
const HEADS = Array.from({ length: 32 }, (_, i) => `L${Math.floor(i / 8)}H${i % 8}`);

/** What is lost without some heads, from the scores that the page exports with these switched off. */
async function effectWithout(app: Headlight, heads: readonly string[], mode: string) {
  await app.restore({ view: 'importance', mode, ablate: heads.join() });
  await app.measured();
  const run = await app.export();
  expect(run.json.ablation?.heads.map(({ layer, head }) => `L${layer}H${head}`).toSorted()).toEqual(heads.toSorted());
  const scores = (data: Float32Array) => ({ nVocab: N_VOCAB, data });
  return nextTokenEffect(run.json.tokens, scores(run.logits), scores(run.ablated!.logits));
}

test('a sweep says of every head what its exported scores say, and the curve of sets of heads too', async ({
  app,
  page,
}) => {
  test.setTimeout(180_000);
  await app.open({ view: 'importance' });
  await start(page).click();
  await expect(status(page)).toContainText('32 measured');
  const { json } = await app.export();
  const study = json.studies!.find(({ purpose }) => purpose === 'importance')!;
  expect(study.texts).toEqual([json.text]);
  expect(study.results).toHaveLength(32);
  const noise = study.floor!;
  expect(noise.meanKl).toBeLessThan(1e-6);

  const own: Awaited<ReturnType<typeof effectWithout>>[] = [];
  for (const head of HEADS) own.push(await effectWithout(app, [head], 'mean'));
  for (const [index, { layer, head }] of study.variants.map(({ heads }) => heads[0]!).entries()) {
    const at = HEADS.indexOf(`L${layer}H${head}`);
    const claimed = study.results.find(({ variant }) => variant === index)!;
    expect(claimed.lossAfter! - claimed.lossBefore!).toBeCloseTo(own[at]!.lossAfter - own[at]!.lossBefore, 4);
    expect(claimed.meanKl).toBeCloseTo(own[at]!.meanKl, 4);
    expect(claimed.nFlips).toBe(own[at]!.nFlips);
    expect(claimed.worst).toBe(own[at]!.worst);
  }

  // The list on screen begins with the head that costs most.
  const change = ({ lossAfter, lossBefore }: (typeof own)[number]) => lossAfter - lossBefore;
  const ranked = HEADS.toSorted((a, b) => change(own[HEADS.indexOf(b)]!) - change(own[HEADS.indexOf(a)]!));
  const rows = page.getByRole('table').first().getByRole('row');
  await expect(rows.nth(1)).toContainText(ranked[0]!);
  await expect(rows.nth(32)).toContainText(ranked[31]!);

  // The curve takes them away from the other end.
  await app.restore({ view: 'importance' });
  await page.getByRole('button', { name: 'Draw the curve' }).click();
  await expect(page.getByRole('status').filter({ hasText: '32 measured' }).nth(1)).toBeVisible();
  const curve = (await app.export()).json.studies!.find(({ purpose }) => purpose === 'curve-importance')!;
  expect(curve.variants.map(({ heads }) => heads.length)).toEqual(HEADS.map((_, i) => i + 1));
  const removed = curve.variants[31]!.heads.map(({ layer, head }) => `L${layer}H${head}`);
  expect(removed).toEqual(ranked.toReversed());
  await page.getByRole('button', { name: 'Show as a table' }).first().click();
  const table = await csv(page, () => page.getByRole('button', { name: 'CSV: The curve in numbers' }).click());
  // All heads first, then each set with the heads in the order in which they went.
  expect(table.map((row) => row['heads left'])).toEqual(HEADS.map((_, i) => String(32 - i)).concat('0'));
  expect(table[5]!['all heads taken away in order']).toBe(removed.slice(0, 5).join('; '));
  expect(table[5]!['head taken last']).toBe(removed[4]);
  expect(Number(table[0]!['loss (nats per token)'])).toBe(study.results[0]!.lossBefore);
  for (const n of [1, 5, 16, 32]) {
    const without = await effectWithout(app, removed.slice(0, n), 'mean');
    const claimed = curve.results.find(({ variant }) => variant === n - 1)!;
    expect(claimed.lossAfter).toBeCloseTo(without.lossAfter, 4);
    expect(claimed.nFlips).toBe(without.nFlips);
  }
});

test('the grid and the map are coloured by what was measured', async ({ app, page }) => {
  await app.open({ view: 'importance', head: 'L0H6' });
  await start(page).click();
  await expect(status(page)).toContainText('32 measured');
  await expect(app.cell('L0H6')).toHaveAccessibleName(/loss [+−]?\d/);
  const map = page.getByRole('grid', { name: 'Change of the loss without the head' });
  await expect(map.getByRole('gridcell')).toHaveCount(32);
  await expect(page.getByText(/Noise floor: mean KL/)).toBeVisible();
  await expect(page.getByText(/^Measured over “The boy sprinted/)).toBeVisible();
  await app.type('The dog slept.');
  await expect(page.getByText('The sentence has changed since.')).toBeVisible();
  await app.turnTo('Heads');
  await expect(app.cell('L0H6')).not.toHaveAccessibleName(/loss/);
});

test('an empty list is asked for in words', async ({ app, page }) => {
  await app.open({ view: 'importance' });
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await start(page).click();
  await expect(app.alert).toContainText('There is no sentence; type or paste one a line.');
  await page.getByRole('button', { name: /^Fill in the \d examples/ }).click();
  await expect(app.alert).toBeHidden();
  await start(page).click();
  await expect(status(page)).toContainText('160 measured', { timeout: 20_000 });
  await expect(page.getByText(/^Measured over 5 sentences, from “The boy sprinted/)).toBeVisible();
  // Each number with how it differs from sentence to sentence.
  await expect(app.cell('L0H3')).toHaveAccessibleName(/over 5 sentences \+?[−\d.]+ to .*standard deviation \d/);
  const heads = await csv(page, () =>
    page.getByRole('button', { name: 'CSV: Heads by what is lost without them' }).click(),
  );
  expect(heads).toHaveLength(32);
  expect(heads.filter((row) => row['sentences'] !== '5' || !(Number(row['st. dev.']) >= 0))).toEqual([]);
  expect(heads.every((row) => Number(row['10 x noise floor']) === 10 * Number(row['noise floor']))).toBe(true);
  await page.getByRole('textbox', { name: 'Sentences, one a line' }).fill('The sea.');
  await expect(page.getByText('The list has changed since: this is of the older one.')).toBeVisible();
});

/** A list that takes long enough to be interrupted. */
const MANY = Array.from(
  { length: 120 },
  (_, i) => `The old man number ${i} went to the sea and the boy went with him.`,
);

async function startLong(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByRole('textbox', { name: 'Sentences, one a line' }).fill(MANY.join('\n'));
  await expect(page.getByText('120 sentences')).toBeVisible();
  await start(page).click();
  await expect(status(page)).toContainText(/[1-9]\d* of 3840/);
}

test('what the person types goes before a sweep, which goes on', async ({ app, page }) => {
  await app.open({ view: 'importance' });
  await startLong(page);
  await app.type('The boy saw the bank.');
  await expect(app.tokens).toHaveText([/endoftext/, 'The', 'boy', 'saw', 'the', 'bank', '.']);
  await expect(status(page)).toContainText(/of 3840/);
  const done = async () => Number(/^(\d+) of/.exec(await status(page).innerText())?.[1]);
  const first = await done();
  await expect.poll(done).toBeGreaterThan(first);
  // So does switching a head off.
  await app.cell('L1H1').focus();
  await page.keyboard.press('x');
  await app.measured();
  await expect(status(page)).toContainText(/of 3840/);
});

test('a sweep is held, goes on, and is cancelled at once; what it had measured stays', async ({ app, page }) => {
  await app.open({ view: 'importance' });
  await startLong(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(status(page)).toContainText('held at');
  await page.waitForTimeout(400);
  const held = await status(page).innerText();
  await page.waitForTimeout(400);
  expect(await status(page).innerText()).toBe(held);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => status(page).innerText()).not.toBe(held.replace('held at ', ''));
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(status(page)).toContainText('stopped at');
  await expect(page.getByRole('grid', { name: 'Change of the loss without the head' })).toBeVisible();
  // It claims no sentence that it has not been through.
  const { json } = await app.export();
  const study = json.studies!.find(({ purpose }) => purpose === 'importance')!;
  expect(study.texts.length).toBeLessThan(120);
  const nWhole = MANY.filter((_, i) => study.results.filter(({ input }) => input === i).length === 32).length;
  await expect(
    page.getByText(nWhole > 1 ? `Measured over ${nWhole} of 120 sentences` : 'Measured over 1 of 120'),
  ).toBeVisible();
  // Nothing comes after it, and the next study begins anew.
  const stopped = await status(page).innerText();
  await page.waitForTimeout(500);
  expect(await status(page).innerText()).toBe(stopped);
  await page.getByRole('radio', { name: 'this sentence' }).check();
  await start(page).click();
  await expect(status(page)).toContainText('32 measured');
});

test('another model ends a sweep and takes its numbers away', async ({ app, page }) => {
  await app.open({ view: 'importance' });
  await startLong(page);
  await app.rerun(() => app.model.selectOption('bookworm-bert'));
  await expect(status(page)).toBeHidden();
  await expect(page.getByText('Each head is switched off in turn')).toBeVisible();
  // It was not opened anew, so nothing is measured by itself; what it will take is said, and the curve waits for it.
  await page.getByRole('radio', { name: 'this sentence' }).check();
  await expect(page.getByText(/^(under a second|about \d+ (s|min))$/)).toBeVisible();
  await expect(page.getByText('Measure every head first.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Draw the curve' })).toBeDisabled();
});

test('a page measures itself when it is opened, where that is short, and numbers of another sentence are grey', async ({
  app,
  page,
}) => {
  await app.open();
  // How long it will take is told by the last pass, and the first one of a model is the longest.
  await app.type('The boy sprinted to the bank because he needed cash.');
  await app.type('The boy sprinted to the bank because he needed cash quickly.');
  await app.turnTo('Importance');
  await expect(status(page)).toContainText('32 measured');
  await expect(app.cell('L0H3').locator('[data-fact=known]')).toHaveCount(1);
  await app.type('The old dog ran to the river because it was hot.');
  const other = app.grid.locator('[data-fact=other]');
  await expect(other).toHaveCount(32);
  await expect(app.cell('L0H3')).toHaveAccessibleName(/loss .*, measured on “The boy sprinted/);
  await expect(page.getByText(/grey: measured on “The boy sprinted/)).toBeVisible();
  // Typing begins nothing; opening it again does.
  await expect(status(page)).toContainText('32 measured');
  await app.turnTo('Alike');
  await expect(page.getByText(/groups among 32 heads/)).toBeVisible();
  await app.turnTo('Importance');
  await expect(page.getByText(/^Measured over “The old dog/)).toBeVisible();
  await expect(other).toHaveCount(0);
});
