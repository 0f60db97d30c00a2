import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { watchShifts } from './support/shifts.ts';

/** Overflow of the page in CSS pixels, sideways and down: 0 where nothing scrolls. */
async function overflow(page: Page): Promise<[number, number]> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return [Math.max(0, scrollWidth - window.innerWidth), Math.max(0, scrollHeight - window.innerHeight)];
  });
}

function mainParts(app: Headlight): Locator[] {
  return [app.sentence, app.tokens.first(), app.tokens.last(), app.cells.first(), app.cells.last(), app.whyButton];
}

test('at 1440 by 900 the sentence, all heads, two heads large and the reason are on screen, and nothing scrolls', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5' });
  for (const part of [...mainParts(app), app.heatmap('L0H6'), app.heatmap('L2H5')]) {
    await expect(part).toBeInViewport({ ratio: 1 });
  }
  for (const cell of await app.cells.all()) await expect(cell).toBeInViewport({ ratio: 1 });
  expect(await overflow(page)).toEqual([0, 0]);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
  // Nor does anything scroll inside of the page.
  const scrolling = await page.evaluate(() =>
    [...document.querySelectorAll('#app *')]
      .filter((element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowY))
      .filter((element) => element.scrollHeight > element.clientHeight + 1)
      .map((element) => element.className),
  );
  expect(scrolling).toEqual([]);
  // Large enough to be read: a cell of a pinned head, and a thumbnail.
  expect((await app.place('L2H5').locator('canvas').boundingBox())!.width / 15).toBeGreaterThan(14);
  expect((await app.cell('L2H5').boundingBox())!.width).toBeGreaterThan(48);
});

test('a phone scrolls down, never sideways, and has every part', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const query of [
    { head: 'L0H6,L2H5' },
    { head: 'L0H6', large: '1' },
    { head: 'L0H6', model: 'bookworm-bert', pair: 'He needed cash.' },
  ]) {
    await app.open(query);
    expect((await overflow(page))[0]).toBe(0);
    for (const part of [app.sentence, app.cells.first(), app.heatmap('L0H6'), app.whyButton]) {
      await part.scrollIntoViewIfNeeded();
      await expect(part).toBeInViewport();
    }
    const { x, width } = (await app.heatmap('L0H6').boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(390);
    expect(width).toBeGreaterThan(250);
  }
  await app.type('The boy went to the bank and so on and on and on. '.repeat(12));
  expect((await overflow(page))[0]).toBe(0);
});

test('large letters on a narrow phone need no scrolling sideways, and the line at the top says what it can', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await app.open({ large: '1' });
  expect((await overflow(page))[0]).toBe(0);
  for (const name of ['Open', 'Menu']) {
    const button = page.getByRole('banner').getByRole('button', { name, exact: true });
    expect(await button.evaluate((own) => own.scrollWidth - own.clientWidth), name).toBe(0);
  }
});

test('before a room a lesson leaves the heads on a projector in sight', async ({ app, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await app.open({ present: '1', lesson: 'language' });
  await app.cells.last().scrollIntoViewIfNeeded();
  const rail = await page.getByRole('region', { name: 'Lesson', exact: true }).boundingBox();
  for (const cell of [app.cells.first(), app.cells.last()]) {
    const box = (await cell.boundingBox())!;
    expect(box.y + box.height).toBeLessThanOrEqual(rail!.y);
  }
  await expect(app.cells.first()).toBeInViewport({ ratio: 1 });
  await expect(app.cells.last()).toBeInViewport({ ratio: 1 });
});

test('the large size enlarges every word and keeps sentence and pictures on the first screen', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5' });
  const sizes = (): Promise<number[]> =>
    page.evaluate(() =>
      ['h1', 'textarea', '[role=option]', '[role=gridcell] span', 'article button', 'h2', 'svg text'].map((part) =>
        Number.parseFloat(getComputedStyle(document.querySelector(part) ?? document.body).fontSize),
      ),
    );
  await app.quiet();
  const before = await sizes();
  await page.getByRole('button', { name: /^Larger/ }).click();
  const after = await sizes();
  for (const [i, size] of after.entries()) expect(size / before[i]!).toBeGreaterThan(1.25);
  expect((await overflow(page))[0]).toBe(0);
  for (const part of [app.sentence, app.cells.first(), app.cells.last(), app.heatmap('L0H6'), app.heatmap('L2H5')]) {
    await expect(part).toBeInViewport({ ratio: 0.99 });
  }
  await page.getByRole('button', { name: /^Larger/ }).click();
  expect(await sizes()).toEqual(before);
});

for (const size of [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]) {
  test(`nothing moves while a person types, at ${size.width} by ${size.height}`, async ({ app, page }) => {
    await page.setViewportSize(size);
    await app.open({ head: 'L0H6,L2H5' });
    const boxes = (): Promise<unknown> =>
      app.sentence
        .or(app.cells)
        .or(app.places.locator('canvas'))
        .or(app.whyButton)
        .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().toJSON()));
    const shifts = await watchShifts(page);
    const before = await boxes();
    await app.sentence.press('End');
    for (const word of [' He', ' ran', ' b']) {
      await app.rerun(() => app.sentence.pressSequentially(word));
      await page.waitForTimeout(150);
      expect(await boxes()).toEqual(before);
    }
    expect(await shifts()).toEqual([]);
  });
}

test('on a phone the heads begin on the first screen, and typing moves what is below by lines of text alone', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ head: 'L0H6,L2H5' });
  expect((await app.cells.first().boundingBox())!.y).toBeLessThan(0.7 * 844);
  const line = page.getByRole('listbox', { name: 'Tokens' });
  // What was folded for that is behind a button.
  await expect(page.getByText(/^Who needed it/)).toBeHidden();
  await page.getByRole('button', { name: 'look for' }).click();
  await expect(page.getByText(/^Who needed it/)).toBeVisible();
  await page.getByRole('button', { name: 'look for' }).click();
  const words = page.getByRole('list', { name: 'The model goes on with' }).getByRole('listitem');
  await expect(words).toHaveCount(2);
  await page.getByRole('button', { name: 'more words' }).click();
  await expect(words).toHaveCount(5);
  await page.getByRole('button', { name: 'fewer words' }).click();

  const below = app.cells.or(app.places.locator('canvas')).or(app.whyButton).or(page.getByRole('tab'));
  const places = () => below.evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top));
  const lines = async () => (await line.boundingBox())!.height + (await app.sentence.boundingBox())!.height;
  await app.sentence.press('End');
  await app.quiet();
  let [before, height] = [await places(), await lines()];
  const grown: number[] = [];
  for (const word of [' He', ' ran', ' to the', ' other', ' side']) {
    await app.rerun(() => app.sentence.pressSequentially(word));
    await page.waitForTimeout(150);
    const [now, tall] = [await places(), await lines()];
    for (const [i, top] of now.entries()) expect(top - before[i]!).toBeCloseTo(tall - height, 0);
    grown.push(tall - height);
    [before, height] = [now, tall];
  }
  // Some words begin a line, and most do not.
  expect(grown.filter((by) => by === 0).length).toBeGreaterThan(1);
  expect(grown.some((by) => by > 0)).toBe(true);
});

for (const [width, height, large, nLines] of [
  [1440, 900, '0', 1],
  [1280, 720, '1', 2],
] as const) {
  test(`what sorts and colours the grid takes ${nLines} of its lines, at ${width} by ${height}`, async ({
    app,
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await app.open({ large });
    const bar = page
      .getByRole('heading', { name: 'Heads', exact: true })
      .or(page.getByLabel('colour by'))
      .or(page.getByLabel('sorted by'))
      .or(page.getByRole('slider', { name: /^Dim heads/ }));
    const boxes = await bar.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(boxes).toHaveLength(4);
    // Parts of a line have one middle.
    const middles = boxes.map(({ top, bottom }) => Math.round((top + bottom) / 2 / 8));
    expect(new Set(middles).size).toBe(nLines);
    for (const cell of await app.cells.all()) await expect(cell).toBeInViewport({ ratio: 0.99 });
  });
}
