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

/** What is seen of the first line and of the sentence: words and places. */
const above = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h1 ~ *, h1 ~ * :is(button, select), textarea:has(+ select), textarea + select')]
      .filter((element) => element.getClientRects().length > 0)
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const words =
          element instanceof HTMLSelectElement
            ? element.selectedOptions.item(0)?.text
            : element instanceof HTMLTextAreaElement
              ? element.value
              : element instanceof HTMLButtonElement
                ? element.textContent
                : '';
        return `${element.tagName} ${words} at ${[x, y, width, height].map(Math.round).join()}`;
      }),
  );

for (const [width, height, colorScheme] of [
  [1440, 900, 'light'],
  [1024, 768, 'dark'],
  [390, 844, 'light'],
] as const) {
  test(`the first line and the sentence are there before the page's script, where they stay: ${width} wide`, async ({
    app,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route('**/assets/page-*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto('./', { waitUntil: 'commit' });
    const sentence = page.locator('textarea:has(+ select)');
    await expect(sentence).toBeVisible();
    await page.waitForFunction(async () => document.styleSheets.length > 0 && (await document.fonts.ready));
    const before = await above(page);
    expect(before.length).toBeGreaterThan(5);
    // Nobody can press what nothing answers to yet.
    await expect(app.model).toBeHidden();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    letGo();
    await expect(app.cells).toHaveCount(32);
    await expect(sentence).toHaveCount(1);
    expect(await above(page)).toEqual(before);
  });
}

test('of a link nothing is there before the page has read it', async ({ page }) => {
  await page.route('**/assets/page-*.js', () => new Promise(() => {}));
  await page.goto('./?text=A+cat.', { waitUntil: 'commit' });
  await page.locator('.before').waitFor({ state: 'attached' });
  await expect(page.locator('textarea')).toBeHidden();
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
