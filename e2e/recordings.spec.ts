import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { beyondThePage } from './support/beyondThePage.ts';
import { drop, made, madeJson, picked, recordedPath, t5Files } from './support/files.ts';
import { keptTest as base } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { largestDifference } from './support/zoo.ts';

const test = base.extend<{ open: OpenDialog }>({
  open: async ({ page }, provide) => provide(new OpenDialog(page)),
});

type Recorded = {
  readonly stacks: readonly { readonly kind: string; readonly dims: number[]; readonly data: number[] }[];
  readonly queryTokens?: string[];
  readonly keyTokens?: string[];
};

/** What numpy and safetensors put into the files. */
const WRITTEN: Readonly<Record<string, Recorded>> = JSON.parse(readFileSync(recordedPath('expected.json'), 'utf8'));

/** Names of positions, for files without tokens. */
const numbers = (count: number) => Array.from({ length: count }, (_, i) => String(i));

async function expectShown(app: Headlight, name: string, tolerance = 1e-7): Promise<void> {
  const { stacks } = await app.export();
  const written = WRITTEN[name]!;
  expect([...stacks.keys()]).toEqual(written.stacks.map(({ kind }) => kind));
  for (const { kind, dims, data } of written.stacks) {
    expect(stacks.get(kind)?.dims).toEqual(dims);
    expect(largestDifference(stacks.get(kind)!.data, data)).toBeLessThan(tolerance);
  }
}

test('attention saved from Python is shown without a model, as it was saved', async ({ app, page, open }) => {
  await app.open();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  for (const [name, nCells, pieces] of [
    ['stored.npz', 6, WRITTEN['stored.npz']!.queryTokens],
    ['compressed.npz', 6, WRITTEN['compressed.npz']!.queryTokens],
    ['float32.safetensors', 6, WRITTEN['float32.safetensors']!.queryTokens],
    ['bfloat16.safetensors', 6, numbers(5)],
    ['fortran-big.npy', 6, numbers(5)],
  ] as const) {
    await test.step(name, async () => {
      await app.rerun(() => open.pick(recordedPath(name)));
      await expect(app.badge).toHaveText('recorded');
      await expect(page.getByText('no model runs')).toBeVisible();
      await expect(app.cells).toHaveCount(nCells);
      const { json } = await app.export();
      expect(json.tokens.map((token) => token.piece)).toEqual(pieces);
      await expect(app.tokens).toHaveText(json.tokens.map(({ text }) => text.trim()));
      await expectShown(app, name);
    });
  }
  expect(beyondThePage(asked)).toEqual([]);
});

test('dropped on the page: cross-attention with its tokens in a JSON beside it', async ({ app, page }) => {
  await app.open();
  await app.rerun(() => drop(page, [recordedPath('cross.npy'), recordedPath('cross.tokens.json')]));
  await expectShown(app, 'cross.npy');
  await expect(app.cells).toHaveCount(6);
  await expect(page.getByRole('listbox', { name: 'Target tokens' }).getByRole('option')).toHaveCount(6);
  await expect(page.getByRole('listbox', { name: 'Source tokens' }).getByRole('option')).toHaveText([
    'A',
    'dog',
    'barks',
    '</s>',
  ]);
  await app.cell('L1H2').click();
  await expect(app.heatmap('L1H2')).toHaveAccessibleName(/6 queries by 4 keys/);
  const pattern = WRITTEN['cross.npy']!.stacks[0]!.data.slice(5 * 24, 6 * 24);
  await app.pointAt('L1H2', 2, 1);
  await expect(app.tooltip).toContainText(/Hund.* looks at column .*dog/);
  await expect(app.tooltip).toContainText(pattern[2 * 4 + 1]!.toFixed(3));
  await page.mouse.move(5, 5);
  await app.heatmap('L1H2').focus();
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowRight');
  // The last column, and not one further.
  await expect(app.tooltip).toContainText('</s>');
});

test('three stacks in one file are three choices', async ({ app, page }) => {
  await app.open();
  await app.rerun(() => drop(page, [recordedPath('encoder-decoder.npz')]));
  await expectShown(app, 'encoder-decoder.npz');
  for (const { kind, dims } of WRITTEN['encoder-decoder.npz']!.stacks) {
    await app.stack.selectOption(kind);
    await expect(app.cells).toHaveCount(dims[0]! * dims[1]!);
    await app.cell('L0H0').hover();
    await expect(app.heatmap('L0H0')).toHaveAccessibleName(new RegExp(`${dims[2]} queries by ${dims[3]} keys`));
  }
});

test.describe('a run saved by the page', () => {
  test('shows the same picture when it is opened again, with no model', async ({ app, open }) => {
    await app.open({ model: 'bookworm-bert', head: 'L2H3', text: 'The boy saw the bank.', pair: 'Cash was there.' });
    const download = await app.save('Run (JSON)');
    const saved = made('run.json', readFileSync(await download.path()));
    const before = await app.export();
    const look = async () => ({
      tokens: await app.tokens.allTextContents(),
      names: await app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel)),
      pixels: await app
        .place('L2H3')
        .locator('canvas')
        .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL()),
    });
    const there = await look();
    await app.rerun(() => app.model.selectOption('bookworm-gpt'));
    await app.rerun(() => open.pick([saved]));
    await expect(app.badge).toHaveText('recorded');
    const after = await app.export();
    expect(after.attention).toEqual(before.attention);
    expect(after.json.tokens).toEqual(before.json.tokens);
    expect([after.json.text, after.json.pair]).toEqual(['The boy saw the bank.', 'Cash was there.']);
    expect(after.json.labels).toEqual(before.json.labels);
    expect(await look()).toEqual(there);
  });

  test('of an encoder and a decoder keeps its three stacks and both texts', async ({ app, page, open }) => {
    await app.open();
    await app.reopen(() => open.pick(t5Files()));
    await app.type('9 10 7 17 34 23 10');
    await app.typeTarget('33 34 25');
    const before = await app.export();
    await app.rerun(() => app.model.selectOption('bookworm-gpt'));
    await app.reopen(() => open.pick([made('t5.json', JSON.stringify(before.json))]));
    await expect(app.alert).toBeHidden();
    const after = await app.export();
    expect(after.stacks).toEqual(before.stacks);
    expect(after.json.tokens).toEqual(before.json.tokens);
    expect(after.json.targetTokens).toEqual(before.json.targetTokens);
    expect([after.json.text, after.json.pair]).toEqual(['9 10 7 17 34 23 10', '33 34 25']);
    await app.stack.selectOption('cross');
    await expect(page.getByRole('listbox', { name: 'Target tokens' }).getByRole('option')).toHaveCount(4);
  });
});

test('layers keep their true numbers: in the grid, over the heatmap, in the label panel and in the address', async ({
  app,
  page,
  open,
}) => {
  await app.open();
  const { json } = await app.export();
  const attention = json.attention.map((stack) => ({ ...stack, layerNumbers: [3, 7, 11, 15] }));
  await app.rerun(() => open.pick([madeJson('hybrid.json', { ...json, attention })]));
  const cell = app.grid.getByRole('gridcell', { name: /^Layer 11, head 5/ });
  await expect(cell).toHaveCount(1);
  await expect(app.grid.getByRole('gridcell', { name: /^Layer 2,/ })).toHaveCount(0);
  await cell.click();
  await page.mouse.move(5, 5);
  expect((await app.pinned()).at(-1)).toBe('L11H5');
  await app.askWhy();
  await expect(app.why).toHaveAccessibleName('Labels of L11H5');
  await expect(page).toHaveURL(/head=([^&]*%2C)?L11H5(&|$)/);
});

test('a hostile or foreign file is refused in words, and the picture before stays', async ({ app, open }) => {
  await app.open();
  const tokens = await app.tokens.allTextContents();
  const npz = readFileSync(recordedPath('stored.npz'));
  const run = { format: 'headlight-run/2', tokens: [], attention: [] };
  const hugeHeader = "{'descr': '<f4', 'fortran_order': False, 'shape': (4096, 4096, 4096, 4096), }\n";
  const header = Buffer.alloc(10 + hugeHeader.length);
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(hugeHeader.length, 8);
  header.write(hugeHeader, 10);
  const wrong: readonly [string, ReturnType<typeof made>, RegExp][] = [
    ['pickled objects', picked(recordedPath('objects.npz')), /objects/],
    ['half a file', made('half.npz', npz.subarray(0, npz.length / 2)), /half\.npz/],
    ['dims that nobody has', made('huge.npy', header), /huge claims/i],
    ['a pickle', made('run.pt', Buffer.from('80049503000000000000005d942e', 'hex')), /pickle/],
    ['another version', made('run.json', JSON.stringify(run)), /headlight-run\/2/],
    ['rows that are scores', made('scores.json', '{"attention": [[[3, -2], [0.4, 0.6]]]}'), /row|weight|negative/i],
    ['lying lengths', made('x.safetensors', Buffer.from('ffffffffffffff7f7b7d', 'hex')), /x\.safetensors/],
    ['a letter', made('letter.txt', 'Dear page'), /letter\.txt/],
  ];
  for (const [what, file, detail] of wrong) {
    await test.step(what, async () => {
      await app.reopen(() => open.pick([file]));
      await app.settle('failed');
      await expect(app.alert).toContainText('This recording cannot be shown.');
      await expect(app.alert).toContainText(detail);
      await expect(app.tokens).toHaveText(tokens);
      await expect(app.cells).toHaveCount(32);
    });
  }
  await app.rerun(() => app.model.selectOption('bookworm-bert'));
  await expect(app.alert).toBeHidden();
});
