import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { headDistance, nextTokenEffect } from './support/effects.ts';
import { madeJson } from './support/files.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { decodeArray, decodeRun } from './support/runFile.ts';
import type { RunFile } from './support/runFile.ts';

const N_VOCAB = 4096;

function patternOf({ json, attention }: RunFile, index: number): Float32Array {
  const size = json.tokens.length ** 2;
  return attention.slice(index * size, (index + 1) * size);
}

/** Distances of all heads by this spec's own arithmetic on the exported patterns. */
function distancesIn(run: RunFile): number[][] {
  const patterns = Array.from({ length: 32 }, (_, i) => patternOf(run, i));
  return patterns.map((a) => patterns.map((b) => headDistance(a, b, run.json.tokens.length)));
}

async function compare(app: Headlight): Promise<void> {
  await app.page.getByRole('button', { name: /^Compare on/ }).click();
  await expect(app.page.getByText(/groups among 32 heads/)).toBeVisible();
}

const name = (index: number): string => `L${Math.floor(index / 8)}H${index % 8}`;

test('distances are those of the exported patterns; groups and the nearest heads follow from them', async ({
  app,
  page,
}) => {
  await app.open({ view: 'alike', head: 'L0H6' });
  await compare(app);
  const run = await app.export();
  const own = distancesIn(run);
  const claimed = decodeArray(run.json.alike![0]!.distance);
  for (let a = 0; a < 32; a++) for (let b = 0; b < 32; b++) expect(claimed[a * 32 + b]).toBeCloseTo(own[a]![b]!, 5);

  const nearest = own[6]!
    .map((distance, index) => ({ distance, index }))
    .filter(({ index }) => index !== 6)
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3);
  await app.turnTo('Heads');
  const words = nearest.map(({ distance, index }) => `${name(index)} ${distance.toFixed(2)}`);
  const buttons = page.getByText('nearest to L0H6:').getByRole('button');
  await expect(buttons).toHaveText(words);
  await buttons.first().click();
  expect(await app.pinned()).toContain(name(nearest[0]!.index));

  // At a threshold that nothing reaches every head is a group of its own.
  await app.turnTo('Alike');
  const groups = page.getByText(/groups among 32 heads/);
  const atDefault = Number(/^(\d+)/.exec(await groups.innerText())?.[1]);
  await page.getByRole('slider', { name: 'Distance within which heads are alike' }).fill('0.6');
  await expect(groups).toContainText('at 0.60 over 1 sentence');
  expect(Number(/^(\d+)/.exec(await groups.innerText())?.[1])).toBeLessThan(atDefault);
  // The grid shows how far every head is from the active one, which was pinned last.
  await expect(app.cell(name(nearest[0]!.index))).toHaveAccessibleName(/the head itself/);
});

test('a pair is held side by side with its difference, and tried on the model', async ({ app, page }) => {
  await app.open({ view: 'alike' });
  await compare(app);
  await page.getByRole('button', { name: 'Show as a table' }).click();
  const first = page.getByRole('table').getByRole('row').nth(1);
  const [a, b] = (await first.getByRole('rowheader').innerText()).split(' and ');
  await first.getByRole('rowheader').getByRole('button').click();
  const pair = page.getByRole('region', { name: `${a} and ${b}` });
  await expect(pair.getByRole('application')).toHaveCount(3);
  await expect(pair).toContainText(/Distance 0\.\d\d/);
  // One sentence never makes heads redundant.
  await expect(pair).not.toContainText('Redundant as far');

  await pair.getByRole('button', { name: 'Is one the backup of the other?' }).click();
  await expect(pair.getByText(/interaction/)).toBeVisible();
  const { json } = await app.export();
  const study = json.studies!.find(({ purpose }) => purpose === 'interaction')!;
  const losses: number[] = [];
  for (const heads of [[a!], [b!], [a!, b!]]) {
    await app.restore({ view: 'alike', ablate: heads.join() });
    await app.measured();
    const run = await app.export();
    const scores = (data: Float32Array) => ({ nVocab: N_VOCAB, data });
    const effect = nextTokenEffect(run.json.tokens, scores(run.logits), scores(run.ablated!.logits));
    losses.push(effect.lossAfter - effect.lossBefore);
  }
  for (const [variant, loss] of losses.entries()) {
    const result = study.results.find((one) => one.variant === variant)!;
    expect(result.lossAfter! - result.lossBefore!).toBeCloseTo(loss, 4);
  }
});

test('over five sentences and more the word is redundant, over one it is alike', async ({ app, page }) => {
  await app.open({ view: 'alike' });
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByRole('button', { name: /^Fill in the \d examples/ }).click();
  await page.getByRole('button', { name: 'Compare on the list' }).click();
  await expect(page.getByText(/over 5 sentences/)).toBeVisible();
  const { json } = await app.export();
  expect(json.alike![0]!.texts).toHaveLength(5);
});

test('a sentence too short to compare heads on is told so, also from a saved run', async ({ app, page }) => {
  await app.open({ view: 'alike', text: 'The' });
  await page.getByRole('button', { name: /^Compare on/ }).click();
  const told = page.getByText('Too short to tell');
  await expect(told).toContainText('this sentence has no token that looks at three keys or more');
  const { json } = await app.export();
  await app.rerun(() => new OpenDialog(page).pick([madeJson('run.json', json)]));
  await expect(app.badge).toHaveText('recorded');
  await expect(told).toContainText('this sentence has no token that looks at three keys or more');
});

test('recorded attention can be compared, and says that nothing can be switched off', async ({ app, page }) => {
  await app.open({ text: 'The boy saw the bank, and the boy saw the sea.' });
  const saved = await app.save('Run (JSON)');
  const path = await saved.path();
  const run = await decodeRun(saved);
  const file = { name: 'run.json', mimeType: 'application/json', buffer: readFileSync(path) };
  await app.rerun(() => new OpenDialog(page).pick([file]));
  await expect(app.badge).toHaveText('recorded');
  expect((await app.export()).attention).toEqual(run.attention);
  await app.turnTo('Switch off');
  await expect(page.getByText('no head can be switched off')).toBeVisible();
  await app.turnTo('Importance');
  await expect(page.getByText('nothing can be switched off and measured')).toBeVisible();
  await app.turnTo('Alike');
  await compare(app);
  await expect(page.getByRole('button', { name: /off$/ })).toHaveCount(0);
});

test('whether a label is enough is tried on the model, and the number follows from the exported scores', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6', why: '1' });
  await page.getByRole('button', { name: 'Is the label enough?' }).click();
  await expect(page.getByText(/KL .* with the label alone/)).toBeVisible();
  const words = await page.getByText(/KL .* with the label alone/).innerText();
  const kl: number[] = [];
  for (const mode of ['ideal', 'mean']) {
    await app.restore({ head: 'L0H6', ablate: 'L0H6', mode });
    await app.measured();
    const run = await app.export();
    const scores = (data: Float32Array) => ({ nVocab: N_VOCAB, data });
    kl.push(nextTokenEffect(run.json.tokens, scores(run.logits), scores(run.ablated!.logits)).meanKl);
  }
  const fidelity = Math.max(-1, Math.min(1, 1 - kl[0]! / kl[1]!));
  const said = Number(/Fidelity (−?\d+) %/.exec(words)?.[1]?.replace('−', '-'));
  expect(Math.abs(said - 100 * fidelity)).toBeLessThan(1);
});
