import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'playwright/test';
import { attentionModel, usual } from '../src/inference/surgery/testing/attentionModel.ts';
import { tinyModel } from '../src/inference/surgery/testing/tinyModel.ts';
import { beyondThePage } from './support/beyondThePage.ts';
import { drop } from './support/files.ts';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';

/** Sorts pictures by convolution; its only softmax is over the classes. */
function convolution(): Uint8Array {
  return tinyModel({
    inputs: { pixel_values: ['batch', 3, 8, 8] },
    outputs: ['classes'],
    weights: { kernel: [4, 3, 3, 3], matrix: [4, 5] },
    nodes: [
      { op: 'Conv', in: ['pixel_values', 'kernel'], out: ['edges'] },
      { op: 'Relu', in: ['edges'], out: ['some'] },
      { op: 'GlobalAveragePool', in: ['some'], out: ['pool'] },
      { op: 'Flatten', in: ['pool'], out: ['flat'] },
      { op: 'MatMul', in: ['flat', 'matrix'], out: ['scores'] },
      { op: 'Softmax', in: ['scores'], out: ['classes'], attributes: { axis: 1 } },
    ],
  });
}

/** Attention whose result goes through an operator that nobody has. */
function ofUnknownOperator(): Uint8Array {
  const known = usual((layer) => [{ op: 'Softmax', in: [`s${layer}`], out: [`p${layer}`], attributes: { axis: 3 } }]);
  const nodes: typeof known = (layer) => [
    ...known(layer).map((node) => (node.out[0] === `c${layer}` ? { ...node, out: [`r${layer}`] } : node)),
    { op: 'Frobnicate', in: [`r${layer}`], out: [`c${layer}`] },
  ];
  return attentionModel({ name: 'strange', nodes, weigh: (scores) => scores });
}

const ROOT = resolve(import.meta.dirname, '..');
const bookworm = (path: string) => join(ROOT, 'models/bookworm-bert', path);
const zoo = (path: string) => join(ROOT, 'src/inference/surgery/fixtures/zoo', path);

test('a model opened from files shows what it shows as a shipped one, and nothing leaves the page', async ({
  app,
  page,
}) => {
  await app.open({ model: 'bookworm-bert' });
  const shipped = await app.export();
  await app.rerun(() => app.model.selectOption('bookworm-gpt'));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  const open = new OpenDialog(page);
  await open.show();
  await expect(open.dialog).toContainText(/nothing is\s+uploaded/i);
  await app.rerun(() =>
    open.files.setInputFiles(
      ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'].map(bookworm),
    ),
  );
  await expect(app.tokens.first()).toHaveText('[CLS]');
  const opened = await app.export();
  expect(opened.json.tokens).toEqual(shipped.json.tokens);
  expect(opened.attention).toEqual(shipped.attention);
  expect(beyondThePage(asked)).toEqual([]);
});

test('a folder dropped on the page is taken whole', async ({ app, page }) => {
  await app.open();
  await app.rerun(() => drop(page, [bookworm('')]));
  await expect(app.tokens.first()).toHaveText('[CLS]');
  await expect(app.cells).toHaveCount(32);
  await expect(app.model.locator('option:checked')).toHaveText('model.onnx');
});

test('without a tokenizer the sentence box takes token ids', async ({ app, page }) => {
  await app.open();
  const open = new OpenDialog(page);
  await open.show();
  await open.files.setInputFiles(zoo('bert-eager/model.onnx'));
  await expect(app.badge).toBeVisible();
  // It begins with ids of its own: words mean nothing to it.
  await expect(page.getByText('This model came without a tokenizer.')).toBeVisible();
  await expect(app.sentence).toHaveValue(/^\d+( \d+)+$/);
  await expect(app.tokens).toHaveText((await app.sentence.inputValue()).split(' '));
  await expect(app.alert).toBeHidden();
  await app.rerun(() => app.sentence.fill('1 20 33 4 45'));
  await expect(app.tokens).toHaveCount(5);
  await expect(app.cells).toHaveCount(6);
  await app.sentence.fill('1 twenty 3');
  await expect(app.alert).toContainText('twenty');
  await expect(app.tokens).toHaveCount(5);
});

test('external data is taken with the model, and asked for where it is missing', async ({ app, page }) => {
  await app.open();
  const tokens = await app.tokens.allTextContents();
  const open = new OpenDialog(page);
  await open.show();
  await open.files.setInputFiles(zoo('external-data/model.onnx'));
  await app.settle('failed');
  await expect(app.alert).toContainText('model.onnx_data');
  await expect(app.tokens).toHaveText(tokens);
  // The model begins with ids of its own: what is typed before these are there would stand behind them.
  await app.reopen(() => open.pick(['model.onnx', 'model.onnx_data'].map((name) => zoo(`external-data/${name}`))));
  await app.type('0 5 9 46 2');
  await expect(app.tokens).toHaveCount(5);
});

test('a model that needs its JSON too says which files to open with it, and the picture before stays', async ({
  app,
  page,
}) => {
  await app.open();
  const tokens = await app.tokens.allTextContents();
  const open = new OpenDialog(page);
  for (const [name, words] of [
    ['vit', /open config.json and preprocessor_config.json together/],
    ['t5', /decoder_start_token_id.*open config.json and generation_config.json together/],
    ['t5-decoder', /open the encoder, encoder_model.onnx, together/],
  ] as const) {
    await test.step(name, async () => {
      await app.reopen(() => open.pick(zoo(`${name}/model.onnx`)));
      await app.settle('failed');
      await expect(app.alert).toContainText('Another file of this model is needed.');
      await expect(app.alert).toContainText(words);
      await expect(app.tokens).toHaveText(tokens);
    });
  }
});

test('what is no model is told in words, each in its own, and the picture before stays', async ({
  app,
  page,
}, info) => {
  mkdirSync(info.outputDir, { recursive: true });
  const file = (name: string, content: Uint8Array | string): string => {
    const path = join(info.outputDir, name);
    writeFileSync(path, content);
    return path;
  };
  await app.open();
  const tokens = await app.tokens.allTextContents();
  const open = new OpenDialog(page);
  const onnx = readFileSync(bookworm('onnx/model.onnx'));
  const wrong: [path: string, title: string][] = [
    [file('text.onnx', 'this is a text that calls itself a model'), 'This file is not an ONNX model.'],
    [file('half.onnx', onnx.subarray(0, onnx.length / 2)), 'The model file is not complete.'],
    [file('empty.onnx', ''), 'This file is not an ONNX model.'],
    [file('page.onnx', '<!doctype html><title>Sign in</title>'), 'This file is not an ONNX model.'],
    [file('spoiled.onnx', Buffer.concat([onnx.subarray(0, 64), Buffer.alloc(onnx.length, 0xff)])), 'model'],
    [file('pictures.onnx', convolution()), 'This model has no attention to show.'],
    [file('strange.onnx', ofUnknownOperator()), 'The runtime lacks an operator this model needs.'],
  ];
  for (const [path, title] of wrong) {
    await open.show();
    await open.files.setInputFiles(path);
    await app.settle('failed');
    await expect(app.alert).toContainText(title);
    await expect(app.tokens).toHaveText(tokens);
    await app.rerun(() => app.model.selectOption('bookworm-gpt'));
  }
});
