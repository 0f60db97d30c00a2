import { expect } from 'playwright/test';
import { loadZooModel, openSession, runCase } from '../src/inference/surgery/testing/zoo.ts';
import { t5Files, zooPath } from './support/files.ts';
import { keptTest as base } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { expectPatterns, idsOf, largestDifference, TOLERANCE, zooCase } from './support/zoo.ts';

const test = base.extend<{ open: OpenDialog }>({
  open: async ({ page }, provide) => provide(new OpenDialog(page)),
});

const MODEL = ['model.onnx'];

/** Families by what their graphs do with the weights. Each reads token ids alone. */
const FAMILIES: readonly [name: string, index: number, files?: readonly string[], tolerance?: number][] = [
  ['gpt2', 0],
  ['llama-eager', 0],
  ['gpt2-merged-with-past', 0],
  ['distilbert', 0],
  ['external-data', 1, ['model.onnx', 'model.onnx_data']],
  ['ms-gqa', 0],
  ['ms-multiheadattention', 0],
  ['fp16-llama', 0, MODEL, 5e-3],
];

test('families of models open as they are, and give the weights of the framework that made them', async ({
  app,
  open,
}) => {
  await app.open();
  for (const [name, index, files = MODEL, tolerance = TOLERANCE] of FAMILIES) {
    await test.step(name, async () => {
      const truth = zooCase(name, index);
      await app.reopen(() => open.pick(files.map((file) => zooPath(`${name}/${file}`))));
      await expect(app.sentence).toHaveAttribute('placeholder', /token ids/);
      await app.type(idsOf(truth));
      await expect(app.tokens).toHaveText(idsOf(truth).split(' '));
      expectPatterns(await app.export(), truth, tolerance);
    });
  }
});

test('a graph that gives its attention already is shown what it gives', async ({ app, open }) => {
  await app.open();
  await app.reopen(() => open.pick(zooPath('already-exposed/model.onnx')));
  const truth = zooCase('already-exposed', 0);
  await app.type(idsOf(truth));
  // Whoever types ids has one segment, and the fixture two: hence the file as it is, in the runtime for Node.
  const session = await openSession(loadZooModel('already-exposed').model);
  const segments = truth.inputs['token_type_ids']!;
  const inputs = { ...truth.inputs, token_type_ids: { ...segments, data: segments.data.map(() => 0) } };
  const given = await runCase(session, inputs);
  await session.release();
  const shown = (await app.export()).stacks.get('encoder');
  expect(shown?.dims).toEqual([3, 2, 6, 6]);
  const attentions = [0, 1, 2].flatMap((layer) => [...given.get(`attentions.${layer}`)!.data]);
  expect(largestDifference(shown!.data, attentions)).toBeLessThan(TOLERANCE);
});

test.describe('an encoder-decoder model', () => {
  const truth = zooCase('t5', 0);
  const source = idsOf(truth);
  const target = idsOf(truth, 'decoder_input_ids').slice('0 '.length);

  test('shows three stacks, and of cross-attention rows of the target over columns of the source', async ({
    app,
    page,
    open,
  }) => {
    await app.open();
    await app.reopen(() => open.pick(t5Files()));
    await expect(app.sentence).toHaveAttribute('placeholder', /what the encoder reads/);
    await app.type(source);
    await app.typeTarget(target);
    const run = await app.export();
    expectPatterns(run, truth);
    expect(run.json.tokens.map(({ text }) => text)).toEqual(source.split(' '));
    expect(run.json.targetTokens?.map(({ id }) => id)).toEqual([0, 33, 34, 25]);

    await expect(app.stack).toHaveValue('encoder');
    const sizes = [
      ['encoder', 3, '7 queries by 7 keys'],
      ['decoder', 9, '4 queries by 4 keys'],
      ['cross', 9, '4 queries by 7 keys'],
    ] as const;
    for (const [kind, nHeads, size] of sizes) {
      await app.stack.selectOption(kind);
      await expect(app.cells).toHaveCount(nHeads);
      await app.cell('L0H1').hover();
      await expect(app.heatmap('L0H1')).toHaveAccessibleName(new RegExp(size));
    }
    await expect(page).toHaveURL(/stack=cross/);

    await app.cell('L2H1').click();
    await page.mouse.move(5, 5);
    await expect(page.getByRole('listbox', { name: 'Target tokens' }).getByRole('option')).toHaveCount(4);
    await expect(page.getByRole('listbox', { name: 'Source tokens' }).getByRole('option')).toHaveText(
      source.split(' '),
    );
    const canvas = await app
      .place('L2H1')
      .locator('canvas')
      .evaluate((c: HTMLCanvasElement) => [c.width, c.height]);
    expect(canvas).toEqual([7, 4]);
    const pattern = truth.attentions.find(({ kind, layer }) => kind === 'cross' && layer === 2)!.data.slice(28, 56);
    for (const [query, key] of [
      [0, 6],
      [3, 0],
      [2, 4],
    ] as const) {
      await app.pointAt('L2H1', query, key);
      await expect(app.tooltip).toContainText(`${pattern[7 * query + key]!.toFixed(3)}, its`);
      await expect(app.tooltip).toContainText('of 7');
      const [row, column] = [['0', ...target.split(' ')][query], source.split(' ')[key]];
      await expect(app.tooltip).toContainText(new RegExp(`Row \\W*${row}\\b.* looks at column \\W*${column}\\b`));
    }
  });

  test('writes the target itself until one is typed', async ({ app, page, open }) => {
    await app.open();
    await app.reopen(() => open.pick(t5Files()));
    await app.type(source);
    const written = (await app.export()).json;
    expect(written.targetTokens?.[0]?.id).toBe(0);
    expect(written.targetTokens?.length).toBeGreaterThan(2);
    await app.typeTarget('33');
    expect((await app.export()).json.targetTokens?.map(({ id }) => id)).toEqual([0, 33]);
    await app.rerun(() => page.getByRole('button', { name: 'Let the model write' }).click());
    expect((await app.export()).json.targetTokens).toEqual(written.targetTokens);
  });

  test('without a tokenizer may shift the ids itself: encoder and decoder then read the same', async ({
    app,
    open,
  }) => {
    await app.open();
    await app.reopen(() => open.pick(zooPath('bart-3d/model.onnx')));
    const bart = zooCase('bart-3d', 0);
    await app.type(idsOf(bart));
    expectPatterns(await app.export(), bart);
    await app.stack.selectOption('cross');
    // Two heads of two layers, where the encoder has three.
    await expect(app.cells).toHaveCount(4);
  });
});

test.describe('on a page that prefers WebGPU', () => {
  /** The browser's WebGPU in software; compiling its shaders takes seconds. */
  test.describe.configure({ timeout: 120_000 });

  test('a model whose operator gives its weights on the CPU alone runs on WASM, and the page says why', async ({
    app,
    page,
    open,
  }) => {
    await app.open({ backend: 'webgpu' });
    await expect(app.badge).toHaveAttribute('data-backend', 'webgpu');
    await app.reopen(() => open.pick(zooPath('ms-gqa/model.onnx')));
    const truth = zooCase('ms-gqa', 2);
    await app.type(idsOf(truth));
    await expect(app.badge).toHaveAttribute('data-backend', 'wasm');
    await expect(app.backend).toHaveValue('webgpu');
    const notice = page.getByRole('status').filter({ hasText: 'This model runs on WASM.' });
    await expect(notice).toContainText('GroupQueryAttention');
    const run = await app.export();
    expect(run.json.backend.name).toBe('wasm');
    expectPatterns(run, truth);
    // One that WebGPU can run goes back to it, and the notice goes.
    await app.rerun(() => app.model.selectOption('bookworm-gpt'));
    await expect(notice).toBeHidden();
  });
});
