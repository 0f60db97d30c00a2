import { expect } from 'playwright/test';
import { readFileSync } from 'node:fs';
import { familyWords, READS } from '../src/core/families.ts';
import type { ModelInput } from '../src/core/modelInputs.ts';
import { loadZooModel } from '../src/inference/surgery/testing/zoo.ts';
import { listedRows } from '../src/inference/testing/familyRows.ts';
import { t5Files, zooPath } from './support/files.ts';
import { keptTest as base } from './support/headlight.ts';
import { CardDialog } from './support/cardDialog.ts';
import { OpenDialog } from './support/openDialog.ts';

type Listed = {
  readonly name: string;
  readonly description: string;
  readonly takes: ModelInput;
  readonly listed: boolean;
  readonly dims: { readonly nLayers: number; readonly nHeads: number };
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
};
const MANIFEST: { readonly models: readonly Listed[] } = JSON.parse(
  readFileSync(new URL('../models/manifest.json', import.meta.url), 'utf8'),
);

const test = base.extend<{ open: OpenDialog; card: CardDialog }>({
  open: async ({ page }, provide) => provide(new OpenDialog(page)),
  card: async ({ page }, provide) => provide(new CardDialog(page)),
});

test('the card of a model says what it is, and which node of each layer was read as attention', async ({
  app,
  page,
  card,
}) => {
  await app.open();
  await card.show();
  await expect(card.dialog.getByRole('heading', { level: 2 })).toHaveText('Bookworm GPT');
  await expect(card.fact('architecture')).toHaveText(/GPT2/);
  await expect(card.fact('layers × heads')).toHaveText('4 × 8');
  await expect(card.fact('d_model')).toHaveText('128');
  await expect(card.fact('d_k (width of a head)')).toHaveText('16');
  await expect(card.fact('precision')).toHaveText(/fp32/);
  await expect(card.fact('stored numbers')).toHaveText(/^\d{3},\d{3}$|^[\d,]+$/);
  await expect(card.fact('files')).toContainText('onnx/model.onnx (2.7 MB)');
  expect(await card.read()).toEqual([0, 1, 2, 3].map((layer) => [`decoder ${layer}`, expect.stringMatching(/\S/)]));
  expect(new Set((await card.read()).map(([, node]) => node)).size).toBe(4);
  await expect(card.notShown).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(card.dialog).toBeHidden();
  await app.rerun(() => app.model.selectOption('bookworm-bert'));
  await card.show();
  await expect(card.dialog.getByRole('heading', { level: 2 })).toHaveText('Bookworm BERT');
  expect((await card.read()).map(([place]) => place)).toEqual([0, 1, 2, 3].map((layer) => `encoder ${layer}`));
});

test('the nodes are those that the framework knows, and every other softmax is named with the reason', async ({
  app,
  open,
  card,
}) => {
  await app.open();
  await app.reopen(() => open.pick(zooPath('distractor/model.onnx')));
  await app.type('5 41 12 3 15 6 33');
  await card.show();
  const layer = (n: number) => `/bert/encoder/layer.${n}/attention/self/Softmax`;
  expect(await card.read()).toEqual([
    ['encoder 0', layer(0)],
    ['encoder 1', layer(1)],
  ]);
  const rest = loadZooModel('distractor');
  expect(rest.cases[0]!.attentions).toHaveLength(2);
  // The routers of two layers, the pooling over tokens and the classes.
  await expect(card.notShown).toHaveCount(4);
  const names = await card.notShown.getByRole('rowheader').allTextContents();
  expect(names.every((name) => /Softmax/.test(name))).toBe(true);
  expect(names).not.toContain(layer(0));
  for (const why of await card.notShown.getByRole('cell').allTextContents()) expect(why).toMatch(/\w+ \w+/);
});

test('of an encoder-decoder model the nodes of three stacks are told, of a recording its file', async ({
  app,
  open,
  card,
}) => {
  await app.open();
  await app.reopen(() => open.pick(t5Files()));
  await card.show();
  const places = (await card.read()).map(([place]) => place);
  expect(places.toSorted()).toEqual(
    ['cross 0', 'cross 1', 'cross 2', 'decoder 0', 'decoder 1', 'decoder 2', 'encoder 0'].toSorted(),
  );
});

test('every family and every part that was tried is listed, found by its name, and told with what came of it', async ({
  app,
  page,
  card,
}) => {
  await app.open();
  await card.show();
  await card.dialog.getByRole('button', { name: /^All that was tried/ }).click();
  const families = card.dialog.getByRole('table', { name: 'What was tried' });
  const rows = listedRows();
  await expect(families.getByRole('row')).toHaveCount(rows.length);
  await card.dialog.getByRole('searchbox').fill('whisper');
  const named = rows.filter((row) => /whisper/i.test(`${row.name} ${row.layout}`));
  expect(named.length).toBeGreaterThan(0);
  await expect(families.getByRole('row')).toHaveCount(named.length);
  await expect(families.getByRole('row').first()).toContainText(familyWords(named[0]!));
  await card.dialog.getByRole('searchbox').fill('no such family');
  await expect(card.dialog.getByRole('status')).toHaveText(`0 of ${rows.length}`);
  await page.keyboard.press('Escape');
});

test('the models that come with the page are listed with what they read, their bytes and what they are good for', async ({
  app,
  open,
}) => {
  await app.open();
  await open.show();
  const listed = open.dialog.getByRole('list', { name: 'With this page' }).getByRole('listitem');
  const compared = open.dialog.getByRole('list', { name: 'To compare' }).getByRole('listitem');
  // Those that are there to be compared with one of the others are folded away.
  await expect(compared.first()).toBeHidden();
  await open.dialog.getByText(/^\d+ more, each like one of these/).click();
  await expect(compared.first()).toBeVisible();
  const models = [true, false].flatMap((isListed) => MANIFEST.models.filter((model) => model.listed === isListed));
  const nListed = models.filter((model) => model.listed).length;
  await expect(listed).toHaveCount(nListed);
  await expect(compared).toHaveCount(models.length - nListed);
  for (const [at, { name, description, dims, takes, files }] of models.entries()) {
    // Of its graphs at least; what is fetched beside them is small.
    const graph = files.reduce((sum, { path, bytes }) => sum + (path.endsWith('.onnx') ? bytes : 0), 0) / 1e6;
    const told = await (at < nListed ? listed.nth(at) : compared.nth(at - nListed)).innerText();
    expect(told).toContain(`${dims.nLayers} × ${dims.nHeads}, reads ${READS[takes]}`);
    expect(told).toContain(description);
    const megabytes = Number(/([\d.]+) MB/.exec(told)?.[1]);
    expect(megabytes, name).toBeGreaterThanOrEqual(Math.floor(graph * 10) / 10);
    expect(megabytes, name).toBeLessThan(graph + 1);
  }
  await listed.getByRole('button', { name: 'Dates', exact: true }).click();
  await expect(app.model).toHaveValue('dates');
});
