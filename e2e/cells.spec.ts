import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { csvOf } from './support/csv.ts';
import { picked, zooPath } from './support/files.ts';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { rowOf } from './support/runFile.ts';

const table = (page: Page) => page.getByRole('table', { name: /of the pinned heads$/ });

async function savedCells(page: Page) {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'All cells of the pinned heads (CSV)' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('headlight-bookworm-gpt-weights.csv');
  return csvOf(download);
}

test('the cells of pinned heads are a table, and all of them a file', async ({ app, page }) => {
  await app.open({ head: 'L0H6,L2H5' });
  const run = await app.export();
  const n = run.json.tokens.length;
  await page.getByRole('region', { name: 'Pinned heads' }).getByRole('button', { name: 'Show as a table' }).click();
  await expect(table(page).getByRole('row')).toHaveCount(101);
  const rows = await savedCells(page);
  expect(rows).toHaveLength(n * (n + 1));
  for (const row of rows) {
    expect(Number(row['weight'])).toBe(rowOf(run, row['head']!, Number(row['query']))[Number(row['key'])]);
    expect(row['queryToken']).toBe(run.json.tokens[Number(row['query'])]!.text);
  }
  expect(new Set(rows.map((row) => row['head']))).toEqual(new Set(['L0H6', 'L2H5']));
  const largest = Math.max(...rows.map((row) => Number(row['weight'])));
  await expect(table(page).getByRole('row').nth(1)).toContainText(largest.toFixed(4));
  // Without pinned heads there is nothing to list.
  for (const head of ['L2H5', 'L0H6']) await app.cell(head).click();
  await page.getByRole('heading', { name: 'Headlight' }).click();
  await expect(page.getByText('Point at a head to see it large')).toBeVisible();
  await app.cell('L2H5').click();
  await page.getByRole('button', { name: 'Show as a picture' }).click();
  await expect(app.place('L2H5').locator('canvas')).toBeVisible();
});

test('with heads switched off the table tells before, after and the change', async ({ app, page }) => {
  await app.open({ head: 'L3H1', ablate: 'L0H3', mode: 'zero', picture: 'difference' });
  await app.measured();
  const { json } = await app.export();
  await page.getByRole('region', { name: 'Pinned heads' }).getByRole('button', { name: 'Show as a table' }).click();
  const rows = await savedCells(page);
  expect(rows.columns).toEqual(['head', 'query', 'queryToken', 'key', 'keyToken', 'before', 'after', 'change']);
  const sizes = rows.map((row) => Math.abs(Number(row['after']) - Number(row['before'])));
  for (const [at, row] of rows.entries()) expect(Math.abs(Number(row['change']))).toBeCloseTo(sizes[at]!, 12);
  // Rows are of one head, and each sums to 1 on both sides.
  for (const side of ['before', 'after']) {
    const last = rows.filter((row) => Number(row['query']) === json.tokens.length - 1);
    expect(last.reduce((sum, row) => sum + Number(row[side]), 0)).toBeCloseTo(1, 5);
  }
  const largest = Math.max(...sizes);
  expect(largest).toBeGreaterThan(0.1);
  await expect(table(page).getByRole('row').nth(1)).toContainText(largest.toFixed(4));
});

test('the table goes over to a model with fewer heads without a fault', async ({ app, page }) => {
  const faults: string[] = [];
  page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())));
  await app.open({ head: 'L0H6,L3H1,L0H1', text: '1 2 3' });
  await page.getByRole('region', { name: 'Pinned heads' }).getByRole('button', { name: 'Show as a table' }).click();
  await expect(table(page)).toContainText('L3H1');
  await app.rerun(() => new OpenDialog(page).pick([picked(zooPath('gpt2/model.onnx'))]));
  await expect(table(page)).not.toContainText(/L3H1|L0H6/);
  await expect(table(page)).toContainText('L0H1');
  expect(faults).toEqual([]);
});

test('where the tokens stand is asked once while the pointer goes over a heatmap, and the arcs follow it', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6' });
  const nTokens = await app.tokens.count();
  const arcs = page.getByRole('listbox', { name: 'Tokens' }).locator('svg path');
  await app.pointAt('L0H6', 3, 1);
  await app.quiet();
  const nAsked = await page.evaluateHandle(() => {
    const own = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'offsetLeft')!;
    const counted = { n: 0, end: () => Object.defineProperty(HTMLElement.prototype, 'offsetLeft', own) };
    Object.defineProperty(HTMLElement.prototype, 'offsetLeft', {
      configurable: true,
      get(this: HTMLElement) {
        counted.n += 1;
        return own.get?.call(this) as unknown;
      },
    });
    return counted;
  });
  const drawn: (string | null)[] = [];
  for (const query of [4, 6, 8, 10]) {
    await app.pointAt('L0H6', query, 2);
    drawn.push(await arcs.last().getAttribute('d'));
  }
  const n = await nAsked.evaluate((counted) => {
    counted.end();
    return counted.n;
  });
  expect(new Set(drawn).size).toBe(4);
  expect(n).toBeLessThanOrEqual(nTokens);
});
