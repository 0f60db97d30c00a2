import type { Page, Request } from 'playwright/test';
import { expect } from 'playwright/test';
import { test } from './support/headlight.ts';

/** Paths that the page and its workers ask for, in their order. */
function listen(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request: Request) =>
    asked.push(new URL(request.url()).pathname.replace(/-[\w-]{7,8}(?=\.\w+$)/, '')),
  );
  return asked;
}

const isRuntime = (path: string): boolean => /\.wasm$|\/ort[.-]/.test(path);

test('while the first picture is on its way the weights come, and of the runtime nothing; then that of one backend', async ({
  app,
  page,
}) => {
  const asked = listen(page);
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/first-run.bin', async (route) => {
    await held;
    await route.continue();
  });
  await app.goto();
  await expect
    .poll(() => asked.filter((path) => path.endsWith('.onnx')), { timeout: 20_000 })
    .toEqual(['/models/bookworm-gpt/onnx/model.onnx']);
  expect(asked.filter(isRuntime)).toEqual([]);
  letGo();
  await app.settle();
  const runtime = asked.filter(isRuntime).map((path) => path.replace(/.*\//, ''));
  expect(runtime.toSorted()).toEqual(['ort-wasm-simd-threaded.wasm', 'ort.wasm.bundle.min.js']);
  expect(asked.indexOf('/first-run.bin')).toBeLessThan(asked.findIndex(isRuntime));
  // Neither the means of heads nor another model, and no file twice.
  const ofModels = asked.filter((path) => path.startsWith('/models/'));
  expect(ofModels.toSorted()).toEqual([
    '/models/bookworm-gpt/config.json',
    '/models/bookworm-gpt/onnx/model.onnx',
    '/models/bookworm-gpt/tokenizer.json',
    '/models/bookworm-gpt/tokenizer_config.json',
    '/models/manifest.json',
  ]);
});

test('the first run is on its way before the page has its script, and comes once; for a link it is not', async ({
  app,
  page,
}) => {
  const asked = listen(page);
  const firstRuns = (): number => asked.filter((path) => path.endsWith('/first-run.bin')).length;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route('**/assets/page-*.js', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('./?model=bookworm-bert', { waitUntil: 'commit' });
  await expect.poll(() => asked.includes('/begin.js')).toBe(true);
  expect(firstRuns()).toBe(0);
  await page.goto('./', { waitUntil: 'commit' });
  await expect.poll(firstRuns).toBe(1);
  letGo();
  await expect(app.cells).toHaveCount(32);
  expect(firstRuns()).toBe(1);
});

test('a link to another model asks for none of the weights of the first', async ({ app, page }) => {
  const asked = listen(page);
  await app.open({ model: 'dates' });
  expect(asked.filter((path) => path.endsWith('.onnx')).toSorted()).toEqual([
    '/models/dates/onnx/decoder_model.onnx',
    '/models/dates/onnx/encoder_model.onnx',
  ]);
});

test('a model chosen before the first one is there ends what had begun of that', async ({ app, page }) => {
  const asked = listen(page);
  let nEnded = 0;
  page.on('requestfailed', (request) => {
    if (request.url().endsWith('bookworm-gpt/onnx/model.onnx')) nEnded += 1;
  });
  await page.route('**/bookworm-gpt/onnx/model.onnx', () => new Promise(() => {}));
  await app.goto();
  await expect
    .poll(() => asked.some((path) => path.endsWith('bookworm-gpt/onnx/model.onnx')), { timeout: 20_000 })
    .toBe(true);
  await app.model.selectOption('dates');
  await app.settle();
  await expect.poll(() => nEnded).toBe(1);
  await expect(app.model).toHaveValue('dates');
});
