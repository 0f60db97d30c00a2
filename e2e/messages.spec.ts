import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { made, zooPath } from './support/files.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { missing } from './support/site.ts';

const GPT = '/bookworm-gpt/onnx/model.onnx';
const BERT = '/bookworm-bert/onnx/model.onnx';

/** A file of one array that is no attention, under a name of 60,000 letters. */
function longNamed() {
  const header = JSON.stringify({ ['array'.repeat(12_000)]: { dtype: 'F32', shape: [3], data_offsets: [0, 12] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return made('long.safetensors', Buffer.concat([length, Buffer.from(header), Buffer.alloc(12)]));
}

const messagesOf = (page: Page): Locator =>
  page
    .getByRole('alert')
    .or(page.getByRole('status'))
    .filter({ has: page.getByRole('button') });

async function boxOf(part: Locator) {
  const box = await part.boundingBox();
  if (box === null) throw new Error('it is not on screen');
  return box;
}

test('a name of 60,000 letters in a file makes a short message, which lies over nothing that is worked with', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5' });
  await app.quiet();
  const parts = [app.sentence, app.grid, app.heatmap('L0H6'), app.heatmap('L2H5')];
  const before = await Promise.all(parts.map(boxOf));
  await app.reopen(() => new OpenDialog(page).pick([longNamed()]));
  await app.settle('failed');
  await expect(app.alert).toContainText('array');
  const alert = await boxOf(app.alert);
  expect(alert.height).toBeLessThan(180);
  expect(await Promise.all(parts.map(boxOf))).toEqual(before);
  for (const { y, height } of before) expect(y + height).toBeLessThanOrEqual(alert.y);
  expect(await findings(page)).toEqual([]);
});

test('on a phone what is good to know is one line until more is asked for', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ head: 'L0H6,nonsense' });
  const told = page.getByRole('status').filter({ hasText: 'A part of the link could not be read.' });
  await expect(told).not.toContainText('nonsense');
  expect((await boxOf(told)).height).toBeLessThan(45);
  await told.getByRole('button', { name: 'Say more' }).click();
  await expect(told).toContainText('nonsense');
  const less = told.getByRole('button', { name: 'Say less', expanded: true });
  await expect(less).toBeFocused();
  await less.click();
  await expect(told).not.toContainText('nonsense');
  await told.getByRole('button', { name: 'Dismiss' }).click();
  await expect(told).toHaveCount(0);
});

test('on a phone a message leaves more than half of the screen, and the end of the page scrolls out from under it', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ head: 'L0H6' });
  await app.reopen(() => new OpenDialog(page).pick([longNamed()]));
  await app.settle('failed');
  const alert = await boxOf(app.alert);
  expect(alert.height).toBeLessThan(0.42 * 844);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const last = await boxOf(app.whyButton);
  expect(last.y + last.height).toBeLessThanOrEqual((await boxOf(app.alert)).y);
  expect(await findings(page)).toEqual([]);
});

test('a closed alert of a failed load leaves one line with the way back', async ({ app, page, site }) => {
  site.spoil(GPT, missing);
  await app.goto({}, site.url);
  await app.settle('failed');
  await app.alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(app.alert).toBeHidden();
  await expect(page.getByText('This model is not here.')).toBeVisible();
  await page.getByRole('button', { name: 'Say why' }).click();
  await expect(app.alert).toContainText('Choose another model above');
  // From the keyboard, and the pinned heads keep out of it.
  await app.alert.getByRole('button', { name: 'Dismiss' }).focus();
  await page.keyboard.press('Escape');
  await expect(app.alert).toBeHidden();
  expect(await findings(page)).toEqual([]);
  // Another failure is told anew.
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(app.alert).toContainText('This model is not here.');
  await app.alert.getByRole('button', { name: 'Dismiss' }).click();
  site.mend();
  await page.getByRole('button', { name: 'Try again' }).click();
  await app.settle();
  await expect(messagesOf(page)).toHaveCount(0);
});

test('Esc closes the message that has the focus, and then again unpins', async ({ app, page, site }) => {
  await app.goto({ head: 'L0H6,L2H5' }, site.url);
  await app.settle();
  site.spoil(BERT, missing);
  await app.model.selectOption('bookworm-bert');
  await app.settle('failed');
  await page.getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Escape');
  await expect(app.alert).toBeHidden();
  expect(await app.pinned()).toEqual(['L0H6', 'L2H5']);
  await page.getByRole('heading', { name: 'Headlight' }).click();
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toHaveLength(1);
});

test('more messages than there is room for scroll, each with its button', async ({ app, page }) => {
  await app.open({
    head: 'L99H0',
    ablate: 'banana'.repeat(200),
    mode: 'half',
    scale: 'cubic',
    sort: 'x',
    min: '9',
    theme: 'y',
  });
  const told = messagesOf(page);
  const n = await told.count();
  expect(n).toBeGreaterThan(6);
  const grid = await boxOf(app.grid);
  const list = await boxOf(told.first().locator('..'));
  expect(grid.y + grid.height).toBeLessThanOrEqual(list.y);
  for (let left = n; left > 0; left--) {
    await told.last().getByRole('button', { name: 'Dismiss' }).click();
    await expect(told).toHaveCount(left - 1);
  }
});

test('what could not be measured is told where it was asked for, short, until it is closed', async ({ app, page }) => {
  await app.open();
  await app.reopen(() => new OpenDialog(page).pick([zooPath('gpt2/model.onnx')]));
  await app.type('1 2 3');
  await app.turnTo('Importance');
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByLabel('Sentences, one a line').fill(`1 ${'word'.repeat(15_000)}`);
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(app.alert).toContainText('is no token id');
  expect((await boxOf(app.alert)).height).toBeLessThan(150);
  await app.alert.getByRole('button', { name: 'Dismiss' }).click();
  await expect(app.alert).toBeHidden();
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(app.alert).toContainText('is no token id');
});

test('a sheet that cannot be fetched says so and closes as a sheet does', async ({ app, page }) => {
  await page.route(/HelpSheet.*\.js/, (route) => route.abort());
  await app.open({ head: 'L0H6' });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('This part of the page could not be fetched.');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  expect(await app.pinned()).toEqual(['L0H6']);
  await page.keyboard.press('?');
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toBeHidden();
  await app.type('The page goes on.');
});
