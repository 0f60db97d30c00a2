import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { made, madeJson, t5Files, zooPath } from './support/files.ts';
import { Headlight, test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { decodeRun } from './support/runFile.ts';
import { watchPage } from './support/watchPage.ts';

/** What "Run (JSON)" saves, as a file to open and as what it says. */
async function save(app: Headlight) {
  const download = await app.save('Run (JSON)');
  return { file: made('run.json', readFileSync(await download.path())), run: await decodeRun(download) };
}

/** Another page, as another person's, with nothing but the file. */
async function openElsewhere(page: Page, file: ReturnType<typeof made>, head: string) {
  const other = await page.context().newPage();
  const errors = await watchPage(other);
  const app = new Headlight(other);
  await app.open({ head });
  await app.rerun(() => new OpenDialog(other).pick([file]));
  return { other, app, errors };
}

/** The numbers of the page "Switch off" as a person reads them. */
async function effectOnScreen(app: Headlight) {
  await app.turnTo('Switch off');
  const region = app.page.getByRole('region', { name: 'Effect' });
  const strip = region.getByRole('listbox').getByRole('option');
  await expect(strip).not.toHaveCount(0);
  return {
    numbers: await region.locator('dl > div').allInnerTexts(),
    strip: await strip.evaluateAll((all) => all.map((one) => one.ariaLabel ?? one.textContent)),
    predictions: await region.getByRole('table').allInnerTexts(),
  };
}

/** One cell of a pinned head in each of the three pictures, in the words of the page, and the picture itself. */
async function picturesOnScreen(app: Headlight, head: string) {
  await app.turnTo('Heads');
  const found: Record<string, readonly string[]> = {};
  for (const picture of ['before', 'after', 'difference']) {
    await app.page.getByRole('radio', { name: picture }).check();
    await app.pointAt(head, 5, 2);
    const pixels = await app
      .place(head)
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    found[picture] = [await app.tooltip.innerText(), pixels];
    await app.page.mouse.move(5, 5);
  }
  return found;
}

/** What has been measured, as the page "Importance" tells it. */
async function importanceOnScreen(app: Headlight) {
  await app.turnTo('Importance');
  const { page } = app;
  const map = page.getByRole('grid', { name: 'Change of the loss without the head' });
  await expect(map).toBeVisible();
  return {
    map: await map.getByRole('gridcell').evaluateAll((cells) => cells.map((cell) => cell.ariaLabel)),
    rows: await page.getByRole('table').first().getByRole('row').allInnerTexts(),
    basis: await page.getByText(/^Measured over/).innerText(),
    floor: await page.getByText(/^Noise floor/).innerText(),
    curve: await page.getByRole('application', { name: /against heads left/ }).getAttribute('aria-label'),
    curveBasis: await page.getByText(/^at random: over/).innerText(),
  };
}

/** What has been compared, as the page "Alike" tells it. */
async function alikeOnScreen(app: Headlight) {
  await app.turnTo('Alike');
  const { page } = app;
  const square = page.getByRole('application', { name: /^How alike 32 heads look/ });
  await square.focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  const read = page.getByText(/^L\dH\d and L\dH\d: distance \d\.\d\d/);
  await expect(read).toBeVisible();
  const pair = await read.innerText();
  const groups = await page.getByText(/groups among 32 heads/).innerText();
  await app.turnTo('Heads');
  return { groups, pair, nearest: await page.getByText(/^nearest to/).innerText() };
}

test('a saved run with heads off comes back with its pictures, effect and measurements, and no model', async ({
  app,
  page,
}) => {
  const measured = (text: string | RegExp) => page.getByRole('status').filter({ hasText: text });
  await app.open({ head: 'L0H6,L3H1', view: 'importance' });
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(measured('32 measured')).toBeVisible();
  await page.getByRole('radio', { name: 'at random' }).check();
  await page.getByRole('button', { name: 'Draw the curve' }).click();
  await expect(measured('160 measured')).toBeVisible();
  await app.turnTo('Alike');
  await page.getByRole('button', { name: /^Compare on/ }).click();
  await expect(page.getByText(/groups among 32 heads/)).toBeVisible();
  await app.turnTo('Heads');
  await app.askWhy();
  await page.getByRole('button', { name: 'Is the label enough?' }).click();
  const answer = (why: Headlight['why']) => why.getByRole('status').filter({ hasText: /KL/ });
  await expect(answer(app.why)).toBeVisible();
  await app.cell('L0H6').focus();
  await page.keyboard.press('x');
  await app.measured();
  const there = {
    effect: await effectOnScreen(app),
    importance: await importanceOnScreen(app),
    alike: await alikeOnScreen(app),
    fidelity: await answer(app.why).innerText(),
    pictures: await picturesOnScreen(app, 'L3H1'),
    line: await page.getByText(/predictions changed$/).innerText(),
  };
  expect(there.pictures['before']).not.toEqual(there.pictures['after']);
  expect(there.effect.numbers.join()).toMatch(/loss\s+\d\.\d\d → \d\.\d\d/);
  const { file, run } = await save(app);
  expect(Object.keys(run.json)).toEqual(expect.arrayContaining(['ablation', 'studies', 'alike']));

  const { other, app: again, errors } = await openElsewhere(page, file, 'L0H6,L3H1');
  await expect(again.badge).toHaveText('recorded');
  await expect(again.root).toHaveAttribute('data-ablation', 'ready');
  await expect(again.cell('L0H6')).toHaveAccessibleName(/switched off/);
  await expect(again.cell('L0H5')).not.toHaveAccessibleName(/switched off/);
  expect(await effectOnScreen(again)).toEqual(there.effect);
  expect(await importanceOnScreen(again)).toEqual(there.importance);
  expect(await alikeOnScreen(again)).toEqual(there.alike);
  await again.turnTo('Heads');
  await again.askWhy();
  expect(await answer(again.why).innerText()).toBe(there.fidelity);
  expect(await picturesOnScreen(again, 'L3H1')).toEqual(there.pictures);
  await expect(other.getByText(/predictions changed$/)).toHaveText(there.line);

  // What is saved from here says the same.
  const { run: second } = await save(again);
  for (const part of ['attention', 'logits', 'tokens', 'ablation', 'studies', 'alike'] as const) {
    expect(second.json[part], part).toEqual(run.json[part]);
  }

  // No model stands behind it: that is said, and nothing changes.
  await again.turnTo('Switch off');
  await expect(other.getByText('no other head can be switched off')).toBeVisible();
  await again.cell('L1H1').focus();
  await other.keyboard.press('x');
  await expect(other.getByText('No model runs behind it')).toBeVisible();
  await expect(again.cell('L1H1')).not.toHaveAccessibleName(/switched off/);
  await expect(again.cell('L0H6')).toHaveAccessibleName(/switched off/);
  expect(await effectOnScreen(again)).toEqual(there.effect);
  expect(await findings(other)).toEqual([]);
  await other.getByRole('button', { name: 'Dismiss' }).click();
  await expect(other.getByText('No model runs behind it')).toBeHidden();
  // Nor by a point of a curve, which stands for a set of heads.
  await again.turnTo('Importance');
  await other.getByRole('application', { name: /against heads left/ }).focus();
  for (const key of ['End', 'Enter']) await other.keyboard.press(key);
  await expect(other.getByText('No model runs behind it')).toBeVisible();
  await expect(again.cell('L1H1')).not.toHaveAccessibleName(/switched off/);
  expect(await findings(other)).toEqual([]);
  expect(new URL(other.url()).searchParams.has('ablate')).toBe(false);
  // The next model has all of its heads.
  await again.rerun(() => again.model.selectOption('bookworm-bert'));
  await expect(again.cell('L0H6')).not.toHaveAccessibleName(/switched off/);
  expect(errors).toEqual([]);
});

const KINDS_OF_MODELS: Readonly<Record<string, (app: Headlight, page: Page) => Promise<unknown>>> = {
  'a masked model': async (app, page) => {
    await app.open({ model: 'bookworm-bert', ablate: 'L0H2:0.5,L1H3', mode: 'zero', head: 'L1H3', view: 'importance' });
    await page.getByRole('button', { name: 'Measure every head' }).click();
    await expect(page.getByRole('status').filter({ hasText: '32 measured' })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/^Measured over .* words are hidden/)).toBeVisible();
  },
  'a model of two texts': async (app, page) => {
    await app.open({ head: 'L0H0' });
    await app.reopen(() => new OpenDialog(page).pick(t5Files()));
    await app.type('9 10 7 17 34 23 10');
    await app.typeTarget('33 34 25');
    await app.stack.selectOption('cross');
    await app.cell('L0H0').focus();
    await page.keyboard.press('x');
  },
  'a model without a language head': async (app, page) => {
    await app.open({ head: 'L0H0' });
    await app.reopen(() => new OpenDialog(page).pick([zooPath('distilbert/model.onnx')]));
    await app.type('5 9 12 7 30 2');
    await app.cell('L0H0').focus();
    await page.keyboard.press('x');
  },
};

for (const [kind, prepare] of Object.entries(KINDS_OF_MODELS)) {
  test(`so does that of ${kind}`, async ({ app, page }) => {
    // A masked model measures each of its heads with each word hidden, and that twice: a slow machine takes most of a minute.
    test.slow();
    await prepare(app, page);
    await app.measured();
    const there = await effectOnScreen(app);
    const off = await app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
    const { file, run } = await save(app);
    const { other, app: again, errors } = await openElsewhere(page, file, 'L0H0');
    if (run.json.ablation!.heads[0]!.kind === 'cross') await again.stack.selectOption('cross');
    expect(await effectOnScreen(again)).toEqual(there);
    expect(await again.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel))).toEqual(off);
    await expect(other.getByRole('list', { name: 'Heads turned down' }).getByRole('listitem')).toHaveCount(
      run.json.ablation!.heads.length,
    );
    if (run.json.studies !== undefined) {
      await again.turnTo('Importance');
      await expect(other.getByText(/^Measured over .* words are hidden/)).toBeVisible();
    }
    const { run: second } = await save(again);
    expect(second.json.ablation).toEqual(run.json.ablation);
    expect(second.json.studies).toEqual(run.json.studies);
    await expect(again.alert).toBeHidden();
    expect(errors).toEqual([]);
  });
}

test('a part that is broken is left out with a word about it; the run and the other parts open', async ({
  app,
  page,
}) => {
  await app.open({ ablate: 'L0H6', view: 'alike' });
  await app.measured();
  await page.getByRole('button', { name: /^Compare on/ }).click();
  await expect(page.getByText(/groups among 32 heads/)).toBeVisible();
  const { run } = await save(app);
  const tokens = await app.tokens.allTextContents();
  const ablation = { ...run.json.ablation!, mode: 'resample' };
  const file = madeJson('run.json', { ...run.json, ablation });
  const { other, app: again, errors } = await openElsewhere(page, file, 'L0H6');
  await expect(other.getByText('The run with heads switched off is left out')).toContainText('“resample”');
  await expect(again.tokens).toHaveText(tokens);
  await expect(again.root).toHaveAttribute('data-ablation', 'none');
  await expect(again.cell('L0H6')).not.toHaveAccessibleName(/switched off/);
  await again.turnTo('Alike');
  await expect(other.getByText(/groups among 32 heads/)).toBeVisible();
  expect(errors).toEqual([]);
});
