import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';

test('heads of the model are worked out, timed here, compared with other layers, and taken away as a table', async ({
  app,
  page,
}) => {
  await app.open({ view: 'cost' });
  const panel = page.getByRole('region', { name: 'What heads cost' });
  const verdict = panel.getByRole('status').first();
  await expect(verdict).toHaveText(
    '8 heads in place of one head: the same parameters, multiply-adds and cache, 8 times the maps and exponentials.',
  );
  await expect(panel).toContainText(
    'Told by the model: 4 layers, 8 heads, d 128, d_k 16, keys and values not shared, biases.',
  );
  await expect(panel).toContainText('4 × 8 × 256 × 256 × 4 = 8,388,608 bytes = 8 MiB');

  // A short layer, so that the test is short; while it is timed the sentence can be changed.
  await panel.getByRole('radio', { name: '64', exact: true }).check();
  await panel.getByRole('button', { name: 'Time it here' }).click();
  await expect(verdict).toContainText(/8 heads (took|take) .*(64 tokens)/);
  await expect(panel.getByRole('button', { name: 'Time it here' })).toBeVisible();
  await expect(panel).toContainText('Fastest of 12 passes of one layer 512 wide');

  // What does not divide is grey, not rounded.
  await panel.getByRole('button', { name: 'Show as a table' }).click();
  const rows = panel.getByRole('table').getByRole('row');
  await panel.getByRole('slider', { name: /^d, width/ }).fill('5');
  await expect(rows.filter({ hasText: '8 · Bookworm GPT' })).toHaveText(/^8 · Bookworm GPT–{10}$/);
  await expect(panel.getByText(/^Grey: no such layer\. 8 does not divide 300; /)).toBeVisible();
  await expect(verdict).toHaveText('There is no such layer of 8 heads: 8 does not divide 300.');
  expect(await findings(page)).toEqual([]);

  await panel.getByRole('radio', { name: 'textbook layer' }).check();
  await panel.getByRole('button', { name: '64', exact: true }).click();
  await expect(verdict).toContainText('64 times the maps and exponentials');
  const download = page.waitForEvent('download');
  await panel.getByRole('button', { name: /^CSV/ }).click();
  const csv = readFileSync(await (await download).path(), 'utf8').split('\r\n');
  expect(csv[4]).toMatch(/^8,64,1048576,805306368,536870912,268435456,134479872,2097152,8388608,4194304,2097152,64,/);

  await panel.getByRole('radio', { name: 'one head' }).check();
  await expect(verdict).toContainText('64 times the maps, exponentials, parameters, multiply-adds and cache');
  await expect(panel).toContainText('Times are measured at one width of the heads together');
});

test('a timing can be stopped, and the chart is read by keys', async ({ app, page }) => {
  await app.open({ view: 'cost' });
  const panel = page.getByRole('region', { name: 'What heads cost' });
  await panel.getByRole('button', { name: 'Time it here' }).click();
  await panel.getByRole('button', { name: 'Stop' }).click();
  await expect(panel.getByRole('button', { name: 'Time it here' })).toBeVisible();
  await expect(panel).not.toContainText('12 of 12 rounds');
  const chart = panel.getByRole('application');
  await chart.focus();
  await page.keyboard.press('End');
  await expect(panel.getByText(/^64 heads of 2: 264,192 parameters/)).toBeVisible();
  await page.keyboard.press('Enter');
  const verdict = panel.getByRole('status').first();
  await expect(verdict).toContainText('64 heads in place of one head');

  // What is compared stands in the address.
  await expect.poll(() => new URL(page.url()).searchParams.get('cost')).toMatch(/^model\.h64\.d128\./);
  await page.reload();
  await expect(verdict).toContainText('64 heads in place of one head');
  // Without any layer there is a sentence, and the chart stays.
  await panel.getByRole('radio', { name: 'GPT-2 small' }).check();
  for (const slider of await panel.getByRole('slider').all()) await slider.fill('0');
  await expect(verdict).toHaveText(
    'There is no such layer of 12 heads: 12 does not divide 64. Nor is there one of any other number here.',
  );
  await expect(chart).toBeVisible();
});
