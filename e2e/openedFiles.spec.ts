import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect } from 'playwright/test';
import { drop, modelPath, picked, zooPath } from './support/files.ts';
import type { Picked } from './support/files.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB, vitFiles } from './support/pictures.ts';

const opened = (path: string): Picked => picked(resolve(import.meta.dirname, 'fixtures/opened/files', path));
const gpt = (path: string): string => modelPath(`bookworm-gpt/${path}`);
const TEXT = 'The cat sat.';

test.describe('what people open beside a model', () => {
  const rows: readonly (readonly [
    what: string,
    files: readonly Picked[],
    text: string,
    tokens: readonly string[],
    most: number,
  ])[] = [
    [
      'vocab.json and merges.txt',
      ['config.json', 'vocab.json', 'merges.txt'].map((name) => opened(`novocab/${name}`)),
      TEXT,
      ['The', ' cat', ' sat', '.'],
      256,
    ],
    [
      'a vocabulary with holes',
      [opened('vocab-hole-tokenizer.json/tokenizer.json')],
      'abba cab',
      'abbaab'.split(''),
      256,
    ],
    [
      'a limit of -1 tokens',
      [opened('config-limit/config.json'), picked(gpt('tokenizer.json'))],
      TEXT,
      ['<|endoftext|>', 'The', ' cat', ' sat', '.'],
      256,
    ],
  ];
  for (const [what, files, text, tokens, most] of rows) {
    test(what, async ({ app, page }) => {
      await app.open();
      await app.reopen(() => new OpenDialog(page).pick([picked(gpt('onnx/model.onnx')), ...files]));
      await app.settle();
      await app.type(text);
      await expect(app.count).toHaveText(`${tokens.length} / ${most} tokens`);
      expect((await app.export()).json.tokens.map((token) => token.text)).toEqual(tokens);
      await expect(app.cells).toHaveCount(32);
    });
  }

  test('an id far beyond the vocabulary is told, and the picture before stays', async ({ app, page }) => {
    await app.open();
    const before = await app.tokens.allTextContents();
    await app.reopen(() =>
      new OpenDialog(page).pick([picked(gpt('onnx/model.onnx')), opened('vocab-huge-id/tokenizer.json')]),
    );
    await app.settle('failed');
    await expect(app.alert).toContainText('4294967290');
    await expect(app.tokens).toHaveText(before);
  });
});

test('a folder keeps its paths, dropped or chosen: subfolders, two precisions, two tokenizers, weights beside the graph', async ({
  app,
  page,
}, info) => {
  const root = join(info.outputDir, 'shelf');
  const put = (path: string, content: Uint8Array | string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  const data = readFileSync(zooPath('external-data/model.onnx_data'));
  // What is not of the model is damaged: taken by mistake, it would show.
  put('other/model.onnx_data', new Uint8Array(data.length));
  put('other/tokenizer.json', '{"model":{}}');
  put('bert/onnx/model.onnx', readFileSync(zooPath('external-data/model.onnx')));
  put('bert/onnx/model.onnx_data', data);
  put('bert/onnx/model_fp16.onnx', 'no model');
  put('bert/old/model.onnx_data', 'short');
  put('bert/config.json', '{"model_type":"bert","max_position_embeddings":7}');

  await app.open();
  const open = new OpenDialog(page);
  await app.reopen(() => open.pick([zooPath('external-data/model.onnx'), zooPath('external-data/model.onnx_data')]));
  await app.rerun(() => app.sentence.fill('0 5 9 46 2'));
  const flat = await app.export();
  for (const way of ['dropped', 'chosen'] as const) {
    await test.step(way, async () => {
      await app.reopen(async () => {
        if (way === 'dropped') return drop(page, [join(root, 'bert')]);
        await open.show();
        return open.dialog.getByLabel('Open a folder').setInputFiles(join(root, 'bert'));
      });
      await app.settle();
      const run = await app.export();
      expect(run.attention).toEqual(flat.attention);
      expect(run.json.tokens.map(({ text }) => text)).toEqual(['0', '5', '9', '46', '2']);
      await expect(app.count).toHaveText('5 / 7 tokens');
      await expect(app.badge).toContainText('fp32');
    });
  }
});

testAnew(
  'a folder of thousands of files opens its model, and the page stays alive meanwhile',
  async ({ app, page }, info) => {
    const root = join(info.outputDir, 'large');
    mkdirSync(root, { recursive: true });
    for (let i = 0; i < 5000; i++) writeFileSync(join(root, `${i}.txt`), '');
    writeFileSync(join(root, 'model.onnx'), readFileSync(zooPath('bert-eager/model.onnx')));
    await app.open();
    await page.evaluate(() => {
      const turn = (): void => {
        document.documentElement.dataset['turns'] = String(Number(document.documentElement.dataset['turns'] ?? 0) + 1);
        setTimeout(turn, 0);
      };
      turn();
    });
    const turns = async (): Promise<number> => Number(await page.locator('html').getAttribute('data-turns'));
    const before = await turns();
    await app.reopen(() => drop(page, [root]));
    await expect(app.model.locator('option:checked')).toHaveText('model.onnx');
    // The folder comes in parts of 100.
    expect((await turns()) - before).toBeGreaterThan(20);
    await app.rerun(() => app.sentence.fill('1 20 33'));
    await expect(app.tokens).toHaveCount(3);
  },
);

testAnew('of two images dropped quickly the last one is shown, whichever is read first', async ({ app, page }) => {
  await page.addInitScript(() => {
    const decode = window.createImageBitmap.bind(window);
    let second = () => {};
    const isSecond = new Promise<void>((done) => {
      second = done;
    });
    let n = 0;
    const inverse = async (file: Blob): Promise<ImageBitmap> => {
      n += 1;
      const isFirst = n === 1;
      // The first goes on when the second has long been there.
      if (isFirst) await isSecond;
      else setTimeout(second, 300);
      return decode(file);
    };
    Object.assign(window, { createImageBitmap: inverse });
  });
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(vitFiles()));
  const choice = page.getByLabel('Image', { exact: true });
  const inverted = RGB.map((value) => 255 - value);
  await choice.setInputFiles(picture('first.png', inverted));
  await app.rerun(() => choice.setInputFiles(picture('second.png', RGB)));
  const second = await app.export();
  await page.waitForTimeout(600);
  await app.settle();
  await expect(page.getByText('second.png', { exact: true })).toBeVisible();
  expect((await app.export()).attention).toEqual(second.attention);
  expect(second.json.text).toBe('second.png');
});

test('files that are too many are told, and the model stays', async ({ app, page }) => {
  await app.open();
  const before = await app.tokens.allTextContents();
  const open = new OpenDialog(page);
  await open.show();
  await open.files.evaluate((input: HTMLInputElement) => {
    const list = new DataTransfer();
    for (let i = 0; i < 10_001; i++) list.items.add(new File([''], `${i}.json`));
    input.files = list.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(app.alert).toContainText('open the folder of the model itself');
  await expect(app.tokens).toHaveText(before);
  await app.type('It still runs.');
});
