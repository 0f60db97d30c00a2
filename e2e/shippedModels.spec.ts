import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'playwright/test';
import { made } from './support/files.ts';
import { test } from './support/headlight.ts';
import { png } from './support/png.ts';
import { tone, wav } from './support/sounds.ts';

declare global {
  interface Window {
    nEdges: number;
  }
}

const SIDE = 28;
const N_PICTURES = 1000;

/** The first held-out picture of Fashion-MNIST, an ankle boot, as a file. */
function boot() {
  const data = gunzipSync(readFileSync(new URL('../src/inference/fixtures/fashion-pictures.gz', import.meta.url)));
  const grey = data.subarray(N_PICTURES, N_PICTURES + SIDE * SIDE);
  const rgb = Array.from(grey).flatMap((value) => [value, value, value]);
  return { ...made('boot.png', png(SIDE, SIDE, rgb)), mimeType: 'image/png' };
}

test('models of pictures and of rewriting open by their address, each on what it reads, without another host', async ({
  app,
  page,
}) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  const text = 'the third of March, 1998';
  await app.open({ model: 'dates', text, stack: 'cross', head: 'L1H2' });
  await expect(app.model.locator('option:checked')).toHaveText('Dates, 2 × 4');
  const { stacks, json } = await app.export();
  expect(json.targetTokens?.slice(1).map((token) => token.text)).toEqual('1998-03-03'.split(''));
  const { dims, data } = stacks.get('cross')!;
  const [, nHeads = 0, nQueries = 0, nKeys = 0] = dims;
  expect([nQueries, nKeys]).toEqual([11, 25]);
  // The row of the second 9, where the next figure is chosen, in L1H2.
  const row = data.slice(((nHeads + 2) * nQueries + 3) * nKeys, ((nHeads + 2) * nQueries + 4) * nKeys);
  expect(row.indexOf(Math.max(...row))).toBe(text.indexOf('8'));

  await app.goto({ model: 'fashion-vit' });
  await expect(page.getByRole('list', { name: 'Classes' }).getByText('Trouser')).toBeVisible({ timeout: 30_000 });
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(boot()));
  const ankleBoot = page
    .getByRole('list', { name: 'Classes' })
    .getByRole('listitem')
    .filter({ hasText: /^Ankle boot/ });
  await expect(ankleBoot).toContainText('86 %');
  await expect(app.cells).toHaveCount(32);
  await app.turnTo('Switch off');
  await app.cell('L3H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});

test('a model that hears opens by its address, says a digit of a voice it does not know, and hears another when it is tried', async ({
  app,
  page,
}) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await app.open({ model: 'spoken-digits' });
  await expect(app.model.locator('option:checked')).toHaveText('Spoken digits, 4 × 8');
  await expect(app.cells).toHaveCount(32);
  const classes = page.getByRole('list', { name: 'Classes' });
  const best = classes.locator('[data-best]');
  await expect(best).toHaveText(/^zero/);
  await expect(page.getByText(/^zero\.wav: 0\.\d+ s, then silence up to 1\.46 s$/)).toBeVisible();
  await app.rerun(() => page.getByRole('combobox', { name: 'Examples' }).selectOption('“seven”'));
  await expect(best).toHaveText(/^seven/);
  const sure = await best.innerText();
  // Heads off move the bars, as with pictures.
  await app.turnTo('Switch off');
  await app.cell('L3H0').focus();
  await page.keyboard.press('x');
  await app.measured();
  await expect(classes.getByText(/^ ?was /).first()).toBeVisible();
  expect(await best.innerText()).not.toBe(sure);
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});

test('sounds to try have their place before they are there, and leave a sound alone that was chosen meanwhile', async ({
  app,
  page,
}) => {
  let release = (): void => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route('**/spoken-digits/samples.json', async (route) => {
    await held;
    await route.continue();
  });
  await app.goto({ model: 'spoken-digits' });
  const record = page.getByRole('button', { name: 'Record' });
  await expect(record).toBeVisible({ timeout: 30_000 });
  const list = page.getByRole('combobox', { name: 'Examples' });
  await expect(list).toBeDisabled();
  await page.getByLabel('Sound', { exact: true }).setInputFiles(wav('tone.wav', tone(0.5, 8000), 8000));
  const told = page.getByText(/^tone\.wav: 0\.5 s/);
  await expect(told).toBeVisible({ timeout: 30_000 });
  await app.quiet();
  const before = await record.boundingBox();
  release();
  await expect(list.getByRole('option')).toHaveCount(11);
  expect(await record.boundingBox()).toEqual(before);
  await expect(told).toBeVisible();
});

test('sounds to try that did not come are asked for again by key, and the focus stays where they will be', async ({
  app,
  page,
}) => {
  await page.route('**/spoken-digits/samples.json', (route) => route.abort());
  await app.goto({ model: 'spoken-digits' });
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(page.getByRole('alert')).toContainText('The sounds to try could not be fetched', { timeout: 30_000 });
  await again.focus();
  await page.keyboard.press('Enter');
  await expect(again).toBeVisible();
  await expect(page.locator('body')).not.toBeFocused();
  await page.keyboard.press('Tab');
  await expect(again).toBeFocused();
  await page.unroute('**/spoken-digits/samples.json');
  await page.keyboard.press('Enter');
  const list = page.getByRole('combobox', { name: 'Examples' });
  await expect(list.getByRole('option')).toHaveCount(11);
  await page.keyboard.press('Tab');
  await expect(list).toBeFocused();
});

test('the sound beside a heatmap is not painted anew where only colours have changed', async ({ app, page }) => {
  await app.open({ model: 'spoken-digits', theme: 'light' });
  // Each of them is there once it is painted, and they come one by one.
  await expect(page.locator('[data-axis] canvas')).toHaveCount(4);
  await app.quiet();
  await page.evaluate(() => {
    const { prototype } = CanvasRenderingContext2D;
    const paint = Reflect.get(prototype, 'putImageData');
    window.nEdges = 0;
    prototype.putImageData = function (this: CanvasRenderingContext2D, ...given: unknown[]): void {
      if (this.canvas.closest('[data-axis]')) window.nEdges += 1;
      Reflect.apply(paint, this, given);
    };
  });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: /^Colours: / }).click();
  await expect.poll(ground).not.toBe(light);
  expect(await page.evaluate(() => window.nEdges)).toBe(0);
});

test('an agent is chosen with a grid of its own, and walks to the goal by itself; other models are left with none of its', async ({
  app,
  page,
}) => {
  await app.open();
  await app.reopen(() => app.model.selectOption('grid-walker'));
  await expect(app.model.locator('option:checked')).toHaveText('Grid walker, 3 × 4');
  await expect(app.sentence).toHaveValue('start b2 goal d4 wall c2 wall c3 :');
  await expect(app.cells).toHaveCount(12);
  await app.rerun(() => page.getByLabel('Examples').selectOption({ label: 'start a1 goal e5 :' }));
  await page.getByRole('button', { name: 'Write on', exact: true }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  // Eight moves, each with the cell that it leads to, and no word more.
  const written = page.locator('[data-written]');
  await expect(written).toHaveCount(16, { timeout: 30_000 });
  await expect(written.last()).toHaveText('e5');
  await expect(page.getByRole('region', { name: 'Write on' }).getByRole('status')).toContainText(
    'would end the text here',
  );
  await app.reopen(() => app.model.selectOption('bookworm-bert'));
  await expect(app.sentence).toHaveValue(/^The boy sprinted/);
});

test('a model at moments of its training: the same head finds the figure that it did not find before', async ({
  app,
  page,
}) => {
  const text = 'the third of March, 1998';
  const link = { text, pair: '1998-03-03', stack: 'cross', head: 'L1H2', view: 'importance' };
  await app.open({ ...link, model: 'dates-step-0' });
  const weight = async (): Promise<number> => {
    const { dims, data } = (await app.export()).stacks.get('cross')!;
    const [, nHeads = 0, nQueries = 0, nKeys = 0] = dims;
    return data[((nHeads + 2) * nQueries + 3) * nKeys + text.indexOf('8')] ?? 0;
  };
  expect(await weight()).toBeLessThan(0.2);
  const moments = page.getByRole('region', { name: 'How its heads came about' });
  await app.reopen(() => moments.getByRole('button', { name: 'Open the model after 1000 steps' }).click());
  await expect(app.model).toHaveValue('dates-step-1000');
  expect(await weight()).toBeGreaterThan(0.9);
  await expect(moments.getByRole('row', { name: /^1000 on screen/ })).toBeVisible();
});
