import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { made } from './support/files.ts';
import { test } from './support/headlight.ts';
import { png } from './support/png.ts';
import { largestDifference } from './support/zoo.ts';

const SIDE = 28;
type Line = readonly (readonly [x: number, y: number])[];

/** A pair of trousers as a child draws one: the waist, and two legs. */
const TROUSERS: readonly Line[] = [
  [
    [10, 4],
    [18, 4],
  ],
  [
    [11, 4],
    [10, 25],
  ],
  [
    [17, 4],
    [18, 25],
  ],
];

/** The pad and what stands around it. */
function padOf(page: Page) {
  const region = page.getByRole('region', { name: 'Drawing pad' });
  return {
    region,
    canvas: region.getByRole('application'),
    undo: region.getByRole('button', { name: 'Undo' }),
    clear: region.getByRole('button', { name: 'Clear' }),
    sample: (name: string) =>
      region.getByRole('list', { name: 'Sample pictures' }).getByRole('button', { name, exact: true }),
    classes: page.getByRole('list', { name: 'Classes' }).getByRole('listitem'),
  };
}

async function draw(page: Page, canvas: Locator, lines: readonly Line[]): Promise<void> {
  const box = (await canvas.boundingBox())!;
  const move = ([x, y]: readonly [number, number], steps: number) =>
    page.mouse.move(box.x + (x / SIDE) * box.width, box.y + (y / SIDE) * box.height, { steps });
  for (const [from, ...rest] of lines) {
    await move(from!, 1);
    await page.mouse.down();
    for (const to of rest) await move(to, 8);
    await page.mouse.up();
  }
}

/** "96 %" in the row of a class, as a number. */
async function percentOf(classes: Locator, name: string): Promise<number> {
  const text = await classes.filter({ hasText: new RegExp(`^${name}`) }).innerText();
  return Number(/([\d.]+)\s%/.exec(text)![1]);
}

test('trousers drawn with the mouse are taken for trousers, and every head looks elsewhere', async ({ app, page }) => {
  await app.open({ model: 'fashion-vit' });
  const pad = padOf(page);
  await expect(pad.classes).toHaveCount(10);
  // Of the twelve pictures beside the pad one is looked at first.
  await expect(pad.sample('Trouser')).toHaveAttribute('aria-pressed', 'true');
  await app.rerun(() => pad.sample('Ankle boot').click());
  expect(await percentOf(pad.classes, 'Ankle boot')).toBeGreaterThan(50);
  const boot = await app.export();

  await app.rerun(() => pad.clear.click());
  await app.rerun(() => draw(page, pad.canvas, TROUSERS));
  await expect.poll(() => percentOf(pad.classes, 'Trouser')).toBeGreaterThan(80);
  expect(await percentOf(pad.classes, 'Ankle boot')).toBeLessThan(5);
  const trousers = await app.export();
  const { dims } = trousers.stacks.get('encoder')!;
  expect(dims).toEqual([4, 8, 50, 50]);
  const sizeOfHead = 50 * 50;
  for (let head = 0; head < 32; head++) {
    const [before, after] = [boot, trousers].map(({ attention }) =>
      attention.subarray(head * sizeOfHead, (head + 1) * sizeOfHead),
    );
    expect(largestDifference(before!, after!)).toBeGreaterThan(0.01);
  }

  // Undone leg by leg, down to the boot that was there before.
  for (let strokes = 0; strokes < 3; strokes++) await pad.undo.click();
  await app.rerun(() => pad.undo.click());
  expect((await app.export()).attention).toEqual(boot.attention);

  // The link holds what is drawn, in few greys.
  await app.rerun(() => pad.clear.click());
  await app.rerun(() => draw(page, pad.canvas, TROUSERS));
  await expect(page).toHaveURL(/drawing=p[\w-]+/);
  await page.reload();
  await app.settle();
  await expect.poll(() => percentOf(pad.classes, 'Trouser')).toBeGreaterThan(80);
  await expect(pad.sample('Trouser')).toHaveAttribute('aria-pressed', 'false');
});

test('a phone shows pad, patches and classes without scrolling sideways, also with large letters', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const large of ['0', '1']) {
    await app.open({ model: 'fashion-vit', large });
    const pad = padOf(page);
    await expect(pad.classes).toHaveCount(10);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    for (const part of [pad.canvas, pad.clear, pad.sample('Bag'), pad.classes.first()]) {
      const { x, width } = (await part.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + width).toBeLessThanOrEqual(390);
    }
  }
});

test('a file is looked at in the place of the drawing, which stays on the pad', async ({ app, page }) => {
  await app.open({ model: 'fashion-vit' });
  const pad = padOf(page);
  await app.rerun(() => pad.sample('Bag').click());
  await expect(page).toHaveURL(/drawing=s\d/);
  const grey = { ...made('grey.png', png(SIDE, SIDE, Array(SIDE * SIDE * 3).fill(90))), mimeType: 'image/png' };
  await app.rerun(() => page.getByLabel('Image', { exact: true }).setInputFiles(grey));
  await expect(page).not.toHaveURL(/drawing=/);
  await expect(pad.sample('Bag')).toHaveAttribute('aria-pressed', 'false');
  await app.rerun(() => page.getByRole('button', { name: 'Look at the pad again' }).click());
  await expect(page).toHaveURL(/drawing=s\d/);
  await expect(pad.sample('Bag')).toHaveAttribute('aria-pressed', 'true');
});

test('heads are measured on the held-out pictures, which are fetched when they are chosen', async ({ app, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await app.open({ model: 'fashion-vit', view: 'importance' });
  const isFetched = (): boolean => fetched.some((path) => path.endsWith('/held-out-pictures.json'));
  expect(isFetched()).toBe(false);
  const panel = page.getByRole('region', { name: 'Importance of every head' });
  await panel.getByRole('radio', { name: '200 held-out pictures' }).check({ force: true });
  await panel.getByRole('button', { name: 'Measure every head' }).click();
  await expect(panel.getByText(/of 6400/)).toBeVisible({ timeout: 30_000 });
  expect(isFetched()).toBe(true);
  const told = panel.getByText(/Measured over \d+ of 200 held-out pictures/);
  await expect
    .poll(async () => Number(/over (\d+) of/.exec(await told.innerText())?.[1]), { timeout: 60_000 })
    .toBeGreaterThan(1);
  await panel.getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('radio', { name: 'accuracy' }).check({ force: true });
  await expect(panel.getByText('Accuracy lost without the head').first()).toBeVisible();
});

test('keys draw, a head that is off moves the classes, and a patch is asked', async ({ app, page }) => {
  await app.open({ model: 'fashion-vit', head: 'L3H0' });
  const pad = padOf(page);
  await expect(pad.classes).toHaveCount(10);
  await pad.canvas.focus();
  await app.rerun(() => page.keyboard.press('Delete'));
  const blank = await app.export();
  // The menu has taken the focus.
  await pad.canvas.focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press(' ');
  for (let step = 0; step < 12; step++) await page.keyboard.press('ArrowDown');
  await expect(pad.region.getByRole('status')).toHaveText('row 26, column 10, pen down');
  await page.keyboard.press(' ');
  await app.settle();
  // What the keys have drawn is what the model looks at.
  const drawn = await app.export();
  expect(largestDifference(blank.attention, drawn.attention)).toBeGreaterThan(0.01);
  // A line alone is no clothing that the model knows well.
  await expect.poll(async () => Math.max(...(await shares(pad.classes)))).toBeLessThan(99);

  await app.rerun(() => pad.sample('Shirt').click());
  const before = await percentOf(pad.classes, 'Shirt');
  await app.turnTo('Switch off');
  await page.getByRole('button', { name: 'Switch layer 3 off' }).click();
  await app.measured();
  const shirt = pad.classes.filter({ hasText: /^Shirt/ });
  const was = Number(/was ([\d.]+)\s%/.exec(await shirt.innerText())?.[1]);
  expect(Math.abs(was - before)).toBeLessThanOrEqual(0.5);
  expect(await percentOf(pad.classes, 'Shirt')).not.toBe(before);

  const patches = page.getByRole('application', { name: /^Ask a patch/ });
  await patches.focus();
  await page.keyboard.press('ArrowLeft');
  const asked = page.getByRole('region', { name: 'Asked patch' });
  await expect(asked).toContainText('patch 3,3');
  await page.keyboard.press('ArrowUp');
  await expect(asked).toContainText('patch 2,3');
  await expect(page).toHaveURL(/ask=18/);
  await page.getByRole('button', { name: 'Ask [CLS]' }).click();
  await expect(page).toHaveURL(/ask=0/);
});

test('“How many heads?” compares the model with more and fewer of them, and opens one', async ({ app, page }) => {
  await app.open({ model: 'fashion-vit', view: 'importance' });
  const region = page.getByRole('region', { name: 'How many heads?' });
  const rows = region.getByRole('row');
  await expect(rows).toHaveCount(6);
  await expect(rows.filter({ hasText: /^16/ })).toContainText('160,000');
  await region.getByRole('application', { name: /named rightly.*ms a picture/ }).focus();
  await page.keyboard.press('End');
  await expect(region.getByRole('status')).toHaveText(/^16 heads: .* 160,000 weights of attention/);
  await app.reopen(() => region.getByRole('button', { name: 'Open the model with 2 heads' }).click());
  await expect(app.model.locator('option:checked')).toHaveText('Fashion ViT, 2 heads, 4 × 2');
  await expect(app.cells).toHaveCount(8);
  await expect(padOf(page).classes).toHaveCount(10);
  await region.getByText('Text', { exact: true }).click();
  await expect(rows.filter({ hasText: /^16/ })).toContainText('131,072');
  await app.reopen(() => region.getByRole('button', { name: 'Open the model with 4 heads' }).click());
  await expect(app.model.locator('option:checked')).toHaveText('Bookworm Tiny, 4 heads, 2 × 4');
  await expect(app.cells).toHaveCount(8);
});

async function shares(classes: Locator): Promise<number[]> {
  return (await classes.allInnerTexts()).map((text) => Number(/([\d.]+)\s%/.exec(text)?.[1] ?? 0));
}

test('the list of models says what each takes, and a model is fetched when it is chosen', async ({ app, page }) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await app.open();
  expect(fetched.filter((path) => /models\/(fashion-vit|dates)\//.test(path))).toEqual([]);
  const groups = await app.model
    .locator('optgroup')
    .evaluateAll((all) =>
      all.map((group) => [
        group.getAttribute('label'),
        ...[...group.querySelectorAll('option')].map(({ value }) => value),
      ]),
    );
  expect(groups).toEqual([
    ['Read text', 'bookworm-gpt', 'bookworm-bert', 'grid-walker'],
    ['Look at a picture', 'fashion-vit'],
    ['Hear a sound', 'spoken-digits'],
    ['Rewrite a text', 'dates'],
  ]);
  await app.reopen(() => app.model.selectOption('dates'));
  await expect(app.sentence).toHaveValue('the third of March, 1998');
  await expect(app.stack).toHaveValue('cross');
  expect(fetched.filter((path) => path.includes('models/dates/')).length).toBeGreaterThan(0);
  // What is worth trying is the model's own.
  await app.rerun(() => page.getByLabel('Examples').selectOption({ label: '3/4/1998' }));
  await expect(app.sentence).toHaveValue('3/4/1998');
  await expect(app.stack).toHaveValue('cross');
  expect((await app.export()).json.targetTokens?.slice(1).map(({ text }) => text)).toEqual('1998-03-04'.split(''));
  await app.reopen(() => app.model.selectOption('fashion-vit'));
  await app.rerun(() => page.getByLabel('Examples').selectOption({ label: 'Bag' }));
  await expect(page.getByRole('button', { name: 'Bag', exact: true })).toHaveAttribute('aria-pressed', 'true');
  await app.reopen(() => app.model.selectOption('bookworm-gpt'));
  await expect(app.sentence).toHaveValue(/^The boy sprinted/);
});
