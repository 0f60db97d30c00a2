import { expect } from 'playwright/test';
import { LABEL_IDS } from '../src/core/labels/report.ts';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import { test } from './support/headlight.ts';

const LABELS = Object.entries(LABEL_WORDS);

test('asks nobody but its own site and has nothing to complain of', async ({ app, page, context, baseURL }) => {
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(message.text());
  });
  await app.open();
  expect(asked.filter((url) => new URL(url).origin !== new URL(baseURL ?? '').origin)).toEqual([]);
  // Those of the worker are among them, or the line above proves little.
  expect(asked.map((url) => new URL(url).pathname)).toContain('/models/bookworm-gpt/onnx/model.onnx');
  expect(complaints).toEqual([]);
  expect(await page.evaluate(() => window.seenStates)).toEqual(['loading', 'running', 'ready']);
});

test('shows a sentence, every head with a label, two heads large, and why they have their labels', async ({ app }) => {
  await app.open();
  await expect(app.sentence).toHaveValue('The boy sprinted to the bank because he needed cash quickly.');
  await expect(app.tokens).toHaveText(
    '<|endoftext|> The boy spr inted to the bank because he needed c ash quickly .'.split(' '),
  );
  await expect(app.count).toHaveText('15 / 256 tokens');
  // Why two of its words have a line in them.
  await app.page.getByText('words in pieces').hover();
  await expect(app.page.locator('#term-note')).toContainText('reads it as several tokens');
  await app.page.mouse.move(0, 0);
  await expect(app.page.locator('#term-note')).toBeHidden();

  await expect(app.cells).toHaveCount(32);
  const shown = await app.cells.evaluateAll((cells) =>
    cells.map((cell) => [cell.ariaLabel ?? '', cell.getAttribute('data-label') ?? ''] as const),
  );
  const names = shown.map(([name]) => name);
  for (const [index, [name, id]] of shown.entries()) {
    const [place, label] = name.split(/: (.*)/);
    expect(place).toBe(`Layer ${Math.floor(index / 8)}, head ${index % 8}`);
    // The first word is the same, whatever token or distance the rest is about.
    const words = LABELS.find(([known]) => known === id)?.[1];
    expect(label?.split(' ')[0]).toBe(words?.says.split(' ')[0]);
  }
  expect(names).toContain('Layer 0, head 6: looks one word back');

  const [first, second, ...more] = await app.pinned();
  expect(more).toEqual([]);
  await expect(app.heatmap(first!)).toBeInViewport({ ratio: 1 });
  await expect(app.heatmap(second!)).toBeInViewport({ ratio: 1 });
  const selected = await app.grid
    .locator('[aria-selected=true]')
    .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-head')));
  expect(new Set(selected)).toEqual(new Set([first, second]));

  const label = (await app.cell(first!).getAttribute('aria-label'))?.replace(/^.*?: |, and rests$/g, '') ?? '';
  await app.askWhy();
  await expect(app.why).toHaveAccessibleName(`Labels of ${first}`);
  await expect(app.why.getByRole('heading')).toHaveText(`${first} ${label}`);
  await expect(app.why.getByRole('term')).toContainText(['score', 'chance', 'share of attention', 'rows', 'z']);
  await expect(app.why.getByRole('listitem')).toHaveCount(LABEL_IDS.length);
});

test('tells how many bytes have come, and takes a sentence meanwhile', async ({ app, page, site }) => {
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  site.spoil('/bookworm-gpt/onnx/model.onnx', async (body, response) => {
    response.setHeader('Content-Length', body.length);
    response.write(body.subarray(0, body.length / 2));
    await released;
    response.end(body.subarray(body.length / 2));
  });
  await app.goto({}, site.url);
  const progress = page.getByRole('progressbar');
  await expect(progress).toBeVisible();
  // Half of 2.75 MB, and 0.10 MB of tokenizer.
  await expect(page.getByText(/Fetching the model (1\.4|1\.5) MB of 2\.9 MB/)).toBeVisible();
  const share = await progress.evaluate((bar: HTMLProgressElement) => bar.value / bar.max);
  expect(share).toBeGreaterThan(0.45);
  expect(share).toBeLessThan(0.55);
  await app.settle('loading');

  await app.sentence.fill('Typed too early.');
  release();
  await app.settle();
  await expect(progress).toBeHidden();
  await expect(app.tokens).toHaveText(['<|endoftext|>', 'T', 'y', 'ped', 'too', 'early', '.']);
});
