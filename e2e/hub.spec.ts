import { join } from 'node:path';
import { expect } from 'playwright/test';
import { bookworm, filesOf } from '../scripts/hub/content.ts';
import { Hub } from '../scripts/hub/hubServer.ts';
import { test as base } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { tone, wav } from './support/sounds.ts';

const BERT = 'headlight/bookworm-bert';
const ONNX = 'onnx/model.onnx';

const test = base.extend<{ open: OpenDialog }>({
  open: async ({ page }, provide) => provide(new OpenDialog(page)),
});

/** Of another origin than the page, as the real one is. */
let hub: Hub;

test.beforeEach(async () => {
  hub = await Hub.open();
  const files = bookworm('bookworm-bert');
  const onnx = files.get(ONNX) ?? Buffer.alloc(0);
  // The same weights under another name: which file is taken is what counts here.
  hub.publish(BERT, new Map([...files, ['onnx/model_fp16.onnx', onnx]]));
  hub.publish('headlight/gated', files);
  hub.gate('headlight/gated');
});
test.afterEach(() => hub.close());

test('a model of a hub is fetched once: the next visit needs no network, until it is removed', async ({
  app,
  page,
  open,
}) => {
  await app.open();
  const host = hub.url;
  await app.rerun(() => open.load(BERT, host));
  await expect(app.tokens.first()).toHaveText('[CLS]');
  await expect(app.cells).toHaveCount(32);
  await expect(page).toHaveURL(/bookworm-bert/);
  await expect(app.badge).toContainText('fp32');
  expect(hub.requests.filter(({ method }) => method === 'OPTIONS')).toEqual([]);
  const run = await app.export();

  await hub.close();
  await page.reload();
  await app.settle();
  await expect(app.tokens.first()).toHaveText('[CLS]');
  expect((await app.export()).attention).toEqual(run.attention);

  await open.show();
  await expect(open.kept).toHaveCount(1);
  await expect(open.kept).toContainText(BERT);
  await expect(open.kept).toContainText(/3\.1 MB/);
  await open.dialog.getByRole('button', { name: `Remove ${BERT}` }).click();
  await expect(open.kept).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.reload();
  await app.settle('failed');
  await expect(app.alert).toContainText('The model hub cannot be reached.');
});

test('a graph that was chosen is kept as such and opens again without a network; one that is not there is said to be missing', async ({
  app,
  page,
  open,
}) => {
  const files = bookworm('bookworm-bert');
  const gpt = bookworm('bookworm-gpt').get(ONNX) ?? Buffer.alloc(0);
  hub.publish('headlight/two', new Map([...files, ['onnx/text_model.onnx', gpt]]));
  await app.open();
  await app.rerun(() => open.load('headlight/two', hub.url));
  const choice = page.getByRole('combobox', { name: 'Graph' });
  await app.reopen(() => choice.selectOption('onnx/text_model.onnx'));
  await expect(page).toHaveURL(/graph=onnx%2Ftext_model\.onnx/);

  const link = new URL(page.url());
  link.searchParams.set('graph', 'onnx/none.onnx');
  await page.goto(link.href);
  await app.settle('failed');
  await expect(app.alert).toContainText('The graph "onnx/none.onnx" is not among the files: choose another.');
  await app.reopen(() => choice.selectOption(''));
  await expect(app.alert).toHaveCount(0);

  await hub.close();
  await open.show();
  await expect(open.kept).toHaveCount(2);
  const chosen = open.kept.filter({ hasText: 'text_model.onnx' });
  await app.reopen(() => chosen.getByRole('button', { name: 'headlight/two', exact: true }).click());
  await expect(page).toHaveURL(/graph=onnx%2Ftext_model\.onnx/);
  await expect(app.alert).toHaveCount(0);
});

test('a model of sound comes as its encoder and its merged decoder, with what prepares sound; the other graphs are a choice', async ({
  app,
  page,
  open,
}) => {
  const files = filesOf(join(import.meta.dirname, '../src/inference/sound/fixtures/moonshine'));
  const inFolder = new Map([...files].map(([path, file]) => [path.endsWith('.onnx') ? `onnx/${path}` : path, file]));
  const encoder = inFolder.get('onnx/encoder_model.onnx') ?? Buffer.alloc(0);
  hub.publish('headlight/hears', new Map([...inFolder, ['onnx/encoder_model_quantized.onnx', encoder]]));
  await app.open();
  await app.reopen(() => open.load('headlight/hears', hub.url));
  await app.rerun(() =>
    page.getByLabel('Sound', { exact: true }).setInputFiles(wav('tone.wav', tone(0.5, 16_000), 16_000)),
  );
  await app.typeTarget('7 8 9');
  await expect(app.cells).toHaveCount(3);
  await app.stack.selectOption('cross');
  await expect(app.cells).toHaveCount(2 * 3);
  expect(hub.fetched.filter((path) => path.endsWith('.onnx')).toSorted()).toEqual([
    'onnx/decoder_model_merged.onnx',
    'onnx/encoder_model.onnx',
  ]);
});

test('the weights that are asked for are taken, and named beside the picture', async ({ app, open }) => {
  await app.open();
  await app.rerun(() => open.load(BERT, hub.url, 'fp16'));
  expect(hub.fetched.filter((path) => path.endsWith('.onnx'))).toEqual(['onnx/model_fp16.onnx']);
  await expect(app.badge).toContainText('fp16');
});

test('a mirror without a list of files will do', async ({ app, open }) => {
  hub.hasApi = false;
  await app.open();
  await app.rerun(() => open.load(BERT, hub.url));
  await expect(app.tokens.first()).toHaveText('[CLS]');
});

test('a download that is cut in the middle goes on where it was', async ({ app, open }) => {
  hub.fail(ONNX, { kind: 'cut', after: 3_000_000, times: 1 });
  await app.open();
  await app.rerun(() => open.load(BERT, hub.url));
  await expect(app.tokens.first()).toHaveText('[CLS]');
  expect(hub.fetched.filter((path) => path.startsWith(ONNX))).toEqual([ONNX, expect.stringMatching(/ bytes=\d+-$/)]);
});

test('a slow download shows how far it is, and gives way to another model', async ({ app, page, open }) => {
  hub.fail(ONNX, { kind: 'slow', bytes: 100_000, pauseMs: 100 });
  await app.open();
  await open.load(BERT, hub.url);
  const progress = page.getByRole('progressbar');
  await expect(progress).toBeVisible();
  await expect(page.getByText(/[1-9][\d.]* MB of 3\.1 MB/).first()).toBeVisible();
  await app.rerun(() => app.model.selectOption('bookworm-gpt'));
  await expect(progress).toBeHidden();
  await open.show();
  await expect(open.kept).toHaveCount(0);
});

const REFUSALS: readonly [what: string, id: string, title: string, detail: string][] = [
  ['a gated model', 'headlight/gated', 'The hub does not give this model to everyone.', 'GatedRepo'],
  ['a model that nobody knows', 'headlight/none', 'This model is not here.', 'there is no such model'],
];
for (const [what, id, title, detail] of REFUSALS) {
  test(`${what} is told in words, and the picture before stays`, async ({ app, open }) => {
    await app.open();
    const tokens = await app.tokens.allTextContents();
    await open.load(id, hub.url);
    await app.settle('failed');
    await expect(app.alert).toContainText(title);
    await expect(app.alert).toContainText(detail);
    await expect(app.tokens).toHaveText(tokens);
    await expect(app.cells).toHaveCount(32);
  });
}

test('a hub that nobody answers for is told in words, the picture stays, and "Try again" gets over it', async ({
  app,
  page,
  open,
}) => {
  await app.open();
  const tokens = await app.tokens.allTextContents();
  const host = hub.url;
  const port = Number(new URL(host).port);
  await hub.close();
  await open.load(BERT, host);
  await app.settle('failed');
  await expect(app.alert).toContainText('The model hub cannot be reached.');
  await expect(app.tokens).toHaveText(tokens);
  await hub.start(port);
  await app.rerun(() => page.getByRole('button', { name: 'Try again' }).click());
  await expect(app.tokens.first()).toHaveText('[CLS]');
});

test('a short list says what to open first, and fills in the id', async ({ app, open }) => {
  await app.open();
  await open.show();
  expect(await open.suggestions.count()).toBeGreaterThan(3);
  const first = open.suggestions.first().getByRole('button');
  const id = (await first.textContent()) ?? '';
  expect(id).toMatch(/^[\w.-]+\/[\w.-]+$/);
  await first.click();
  await expect(open.dialog.getByRole('textbox', { name: 'Model id' })).toHaveValue(id);
});

test('a damaged model in the browser is fetched anew, and an entry that cannot be read can be removed', async ({
  app,
  page,
  open,
}) => {
  await app.open();
  const host = hub.url;
  await app.rerun(() => open.load(BERT, host));
  const run = await app.export();
  /** Overwrites what is kept under addresses that end so, or begin so, with a text of the same length. */
  const spoil = (part: string): Promise<number> =>
    page.evaluate(async (end) => {
      const cache = await caches.open('headlight-models-v1');
      const urls = (await cache.keys()).map(({ url }) => url).filter((url) => url.includes(end));
      for (const url of urls) {
        const length = (await (await cache.match(url))?.arrayBuffer())?.byteLength ?? 0;
        await cache.put(url, new Response(' '.repeat(length), { headers: { 'Content-Length': String(length) } }));
      }
      return urls.length;
    }, part);
  for (const part of [ONNX, 'tokenizer.json']) {
    expect(await spoil(part)).toBe(1);
    await page.reload();
    await app.settle();
    expect((await app.export()).attention).toEqual(run.attention);
  }

  expect(await spoil('headlight.invalid')).toBe(1);
  await open.show();
  await expect(open.kept).toContainText('damaged');
  await open.dialog.getByRole('button', { name: `Remove ${BERT}` }).click();
  await expect(open.kept).toHaveCount(0);
  expect(await spoil('')).toBe(0);
});
