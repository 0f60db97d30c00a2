import { deflateRawSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { built } from './support/files.ts';
import { Headlight, test } from './support/headlight.ts';
import { unreachable } from './support/site.ts';
import { watchPage } from './support/watchPage.ts';

/** 20,000 letters of several scripts: longer than any model of the page reads, and than any server takes in an address. */
const LONG = 'Der Junge läuft zur Bank, потому что ему нужны деньги. '.repeat(400).slice(0, 20_000);

test('a text of 20,000 letters goes through reload, Share and Back', async ({ app, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.open({ text: 'First one here.', head: 'L0H6' });
  await app.cell('L1H1').click();
  await app.type(LONG);
  const tokens = await app.tokens.allTextContents();
  expect(tokens).toHaveLength(256);
  await expect(page).toHaveURL(/^[^#]{1,100}#z=[\w-]{1,2000}$/);
  // With what it reads the address stays as it is.
  const address = page.url();
  await page.reload();
  await app.settle();
  await expect(app.sentence).toHaveValue(LONG);
  await expect(app.tokens).toHaveText(tokens);
  expect(await app.pinned()).toEqual(['L0H6', 'L1H1']);
  expect(page.url()).toBe(address);

  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(address);
  const second = await context.newPage();
  const errors = await watchPage(second);
  await second.goto(link);
  const there = new Headlight(second);
  await there.settle();
  await expect(there.sentence).toHaveValue(LONG);
  await expect(there.tokens).toHaveText(tokens);
  expect(errors).toEqual([]);
  await second.close();

  await app.cell('L2H2').click();
  await app.type('Short again.');
  await expect(page).toHaveURL(/^[^#]*text=Short\+again\.[^#]*$/);
  await app.rerun(() => page.goBack());
  await expect(app.sentence).toHaveValue(LONG);
  await app.rerun(() => page.goForward());
  await expect(app.sentence).toHaveValue('Short again.');
});

test('loading the page again at once after a long text loses none of it', async ({ app, page }) => {
  await app.open();
  await app.sentence.fill(LONG);
  await page.reload();
  await app.settle();
  await expect(app.sentence).toHaveValue(LONG);
});

test('a damaged part behind the "#" is told as a broken link is, and the rest is shown', async ({ app, page }) => {
  await page.goto('?backend=wasm&head=L1H2#z=q1YqSa0oUbJSSkxM');
  await app.settle();
  await expect(page.getByText('A part of the link could not be read.')).toBeVisible();
  await expect(page.getByText('z=q1YqSa0oUbJSSkxM')).toBeVisible();
  expect(await app.pinned()).toEqual(['L1H2']);
  await expect(app.sentence).toHaveValue(/^The boy sprinted/);
});

test('a link whose reader does not come stays as it is until the page is loaded again', async ({ app, page, site }) => {
  const code = deflateRawSync(JSON.stringify({ text: 'The girl ran home.' })).toString('base64url');
  const address = `${site.url}?backend=wasm&head=L1H2#z=${code}`;
  site.spoil(built(/^foldedLinks-.*\.js$/), unreachable);
  await page.goto(address);
  await app.settle();
  await expect(page.getByText('A part of the page that reads long links could not be fetched.')).toBeVisible();
  // What is done here is no part of that link.
  await app.type('Something else.');
  await app.cell('L2H2').click();
  await page.waitForTimeout(1500);
  expect(page.url()).toBe(address);
  site.mend();
  await page.reload();
  await app.settle();
  await expect(app.sentence).toHaveValue('The girl ran home.');
  expect(await app.pinned()).toEqual(['L1H2']);
});

test('a part behind the "#" that is none of the page’s stays there', async ({ app, page, baseURL }) => {
  await page.goto('?backend=wasm&head=L1H2#chapter-3');
  await app.settle();
  await page.getByLabel('sorted by').selectOption('entropy');
  await expect(page).toHaveURL(`${baseURL}?backend=wasm&head=L1H2&sort=entropy#chapter-3`);
});
