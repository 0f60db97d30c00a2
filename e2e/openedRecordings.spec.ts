import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';

const FOLDER = join(import.meta.dirname, 'fixtures/opened/recordings');
const path = (name: string): string => join(FOLDER, name);

/** What is refused; all other files of the folder are shown. */
const REFUSED = ['bomb-8000.npz', 'deep-dtype.safetensors', 'long-name.npz'];

const INVISIBLE = ['<s>', '<200B>', '␣', '␣', '<FEFF>', '<00AD>', '<202E>evil', 'A', '<200D>', '⇥', '⏎', '⏎'];
const NAMES = [...INVISIBLE, '<0010>', 'شكرا', 'b'];

// How long each of them holds the page up: large.spec.ts.
test('every file is shown, or refused in a few words, and another can be opened', async ({ app, page }) => {
  test.setTimeout(180_000);
  await app.open();
  const open = new OpenDialog(page);
  for (const name of readdirSync(FOLDER)) {
    await test.step(name, async () => {
      await app.reopen(() => open.pick(path(name)));
      const isRefused = REFUSED.includes(name);
      await app.settle(isRefused ? 'failed' : 'ready');
      if (isRefused) {
        expect((await app.alert.boundingBox())?.height).toBeLessThan(180);
        await expect(app.alert).toContainText('This recording cannot be shown.');
      } else await expect(app.badge).toHaveText('recorded');
    });
  }
});

test('75 kB that unfold to 8,000 x 8,000 are refused with the limit', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick(path('bomb-8000.npz')));
  await expect(app.alert).toContainText('8,000 tokens, and up to 2,048 can be shown');
});

test('what cannot be seen has the same name in the line, on the axes, in the table and in the figure', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H0' });
  await app.rerun(() => new OpenDialog(page).pick(path('invisible.json')));
  await expect(app.tokens).toHaveText(NAMES);
  const axis = (name: string) => app.place('L0H0').locator(`[data-part=names] text[data-axis=${name}]`);
  // An axis cuts long names.
  const short = NAMES.map((name) => (name === '<202E>evil' ? /^<202E>ev/ : name));
  await expect(axis('query')).toHaveText(short);
  await expect(axis('key')).toHaveText(short);
  await page.getByRole('region', { name: 'Pinned heads' }).getByRole('button', { name: 'Show as a table' }).click();
  const table = page.getByRole('table', { name: /of the pinned heads$/ });
  await expect(table.getByRole('cell', { name: '<200B> (1)' }).first()).toBeVisible();
  await expect(table.getByRole('cell', { name: '\u2068شكرا\u2069 (13)' }).first()).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Export' })
      .click()
      .then(() =>
        page
          .getByRole('menuitem', { name: /^Figure: .*as SVG/ })
          .first()
          .click(),
      ),
  ]);
  const svg = readFileSync(await download.path(), 'utf8');
  for (const name of NAMES) expect(svg).toContain(`>${name.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</text>`);
  // The run itself is saved as it is.
  const { json } = await app.export();
  expect(json.tokens[1]?.text).toBe('\u200b');
});

test('no token turns round what stands beside it', async ({ app, page }) => {
  await app.open({ head: 'L0H0' });
  await app.rerun(() => new OpenDialog(page).pick(path('invisible.json')));
  const lefts = await app.tokens.evaluateAll((tokens) =>
    tokens.map((token) => token.getBoundingClientRect()).map(({ left, top }) => [top, left]),
  );
  for (const [i, [top, left]] of lefts.entries()) {
    const [topBefore, leftBefore] = lefts[i - 1] ?? [top, -1];
    if (top === topBefore) expect(left).toBeGreaterThan(leftBefore!);
  }
  await app.pointAt('L0H0', 14, 13);
  await expect(app.tooltip).toContainText('Row b (14) looks at column \u2068شكرا\u2069 (13)');
});

test('padding before a text changes no label', async ({ app, page }) => {
  await app.open({ head: 'L0H0' });
  const open = new OpenDialog(page);
  const names = () => app.cells.evaluateAll((cells) => cells.map((cell) => cell.ariaLabel));
  await app.rerun(() => open.pick(path('dec19.npz')));
  const plain = await names();
  const tokens = await app.tokens.allTextContents();
  await app.rerun(() => open.pick(path('dec19-leftpad4.npz')));
  await expect(page.getByText('Padding before the text is left out: 4 positions')).toBeVisible();
  expect(await app.tokens.allTextContents()).toEqual(tokens);
  expect(await names()).toEqual(plain);
  expect(plain.join()).toMatch(/one word back/);
});

test('weights on later tokens are shown, though the file calls the model causal', async ({ app, page }) => {
  await app.open({ head: 'L0H0' });
  await app.rerun(() => new OpenDialog(page).pick(path('causal-lie-run.json')));
  await app.pointAt('L0H0', 1, 4);
  await expect(app.tooltip).toContainText('0.200');
  await expect(page.getByText('weights look ahead')).toBeVisible();
});
