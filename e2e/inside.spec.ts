import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { beyondThePage } from './support/beyondThePage.ts';
import { unseen } from './support/clipped.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { vitFiles } from './support/pictures.ts';
import { LINK, stage, panel, param, stages } from './support/insidePanel.ts';

declare global {
  interface Window {
    seenStages: Set<string>;
  }
}

/** A case of the independent reference: one query and one key of one head. */
type Case = {
  readonly model: string;
  readonly text: string;
  readonly layer: number;
  readonly head: number;
  readonly query: number;
  readonly key: number;
  readonly rawRow: readonly number[];
  readonly scoreRow: readonly number[];
  readonly weightRow: readonly number[];
  readonly writtenNorms: readonly number[];
};

const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../src/core/inside/fixtures/inside.json', import.meta.url), 'utf8'),
);

test('a link shows one query and one key on their road through a head, and its numbers are the reference’s', async ({
  app,
  page,
}) => {
  for (const one of cases.filter(({ model }, at) => model === 'bookworm-gpt' || at % 3 === 0)) {
    const { layer, head, query, key, model, text } = one;
    await app.open({ ...LINK, model, text, head: `L${layer}H${head}`, cell: `${query},${key}` });
    const two = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(2)}`;
    await expect(stage(page, 5), text).toHaveAccessibleName(
      `stage 5 of 17, raw product, ${two(one.rawRow[key]!)}, no unit, worked out and checked`,
    );
    await expect(stage(page, 10)).toHaveAccessibleName(new RegExp(`score, ${two(one.scoreRow[key]!)},`));
    await expect(stage(page, 15)).toHaveAccessibleName(new RegExp(`writes, length ${two(one.writtenNorms[head]!)},`));
    await expect(panel(page).getByText(`= ${two(one.rawRow[key]!)} (×`)).toBeVisible();
  }
});

test('the arrow keys lead from step to step, and the link, query, key and temperature come back', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, tau: '2' });
  await expect(stage(page, 5)).toBeChecked();
  await stage(page, 5).focus();
  await page.keyboard.press('ArrowRight');
  await expect(stage(page, 6)).toBeFocused();
  await expect(stage(page, 6)).toBeChecked();
  await page.keyboard.press('End');
  await expect(stage(page, 17)).toBeChecked();
  await page.keyboard.press('Home');
  await expect(stage(page, 0)).toBeChecked();
  await expect(panel(page).getByRole('heading', { name: '0. what stands here' })).toBeVisible();
  await stage(page, 12).click();
  const table = panel(page).getByRole('table', { name: /^Row of quickly \(13\)/ });
  await expect(table.getByRole('columnheader')).toHaveText(['of the row', 'as it is', 'at temperature 2']);
  await expect(table.getByRole('row', { name: /^entropy/ })).toContainText('0.23 nats');
  expect(await findings(page)).toEqual([]);

  const kept = new URL(page.url()).search;
  await app.open();
  await page.goto(kept);
  await app.settle();
  await expect(stage(page, 12)).toBeChecked();
  await expect(panel(page).getByText('quickly (13)').first()).toBeVisible();
  await expect(panel(page).getByRole('combobox', { name: 'Key' })).toHaveValue('12');
  await expect(panel(page).getByRole('slider', { name: 'Temperature' })).toHaveAttribute('aria-valuetext', '2');
});

test('a step that the model has not is said to be none, shows no numbers, and is passed over', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'rotation' });
  await expect(stage(page, 3)).toHaveAccessibleName('stage 3 of 17, turned by place, not in this model');
  await expect(panel(page).getByText('Not in this model: the next step gets the same numbers.')).toBeVisible();
  await expect(panel(page).getByText('are turned by their place')).toHaveCount(0);
  await expect(panel(page).getByRole('application')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'next' }).click();
  await expect(panel(page).getByRole('heading', { name: /^4\. / })).toBeVisible();
  await panel(page).getByRole('button', { name: 'before' }).click();
  await expect(panel(page).getByRole('heading', { name: /^2\. / })).toBeVisible();
});

test('beside a head stands the label of its own stack', async ({ app, page }) => {
  const date = { ...LINK, model: 'dates', text: 'the third of March, 1998', head: 'L0H1', cell: '0,0' };
  const label = panel(page).getByRole('group', { name: 'Pinned heads' }).locator('span');
  await app.open({ ...date, stack: 'encoder' });
  await expect(label).toHaveText('no clear pattern, leans: words nearby');
  // Heads of the decoder have a label of their own, and so have those of cross-attention.
  await app.restore({ ...date, stack: 'decoder' });
  await app.settle();
  await expect(label).toHaveText('looks at itself');
  await app.restore({ ...date, stack: 'cross' });
  await app.settle();
  await expect(label).toHaveText('no clear pattern');
});

test('to point at another key shows its road at once, a click keeps it; a tapped word becomes the query', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'weight' });
  await expect(stage(page, 5)).toHaveAccessibleName(/52\.29/);
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${request.url()}`));
  const states = await page.evaluate(() => window.seenStates.length);
  const bars = panel(page).getByRole('application', { name: /over 15 keys/ });
  await bars.focus();
  await page.keyboard.press('ArrowLeft');
  const [{ rawRow } = { rawRow: [] }] = cases;
  await expect(stage(page, 5)).toHaveAccessibleName(new RegExp(rawRow[11]!.toFixed(2)));
  await page.keyboard.press('Enter');
  await bars.blur();
  await expect(stage(page, 5)).toHaveAccessibleName(new RegExp(rawRow[11]!.toFixed(2)));
  expect(param(page, 'cell')).toBe('13,11');
  // What is shown was worked out in the page: nothing was run, nothing fetched.
  expect(beyondThePage(asked)).toEqual([]);
  expect(await page.evaluate(() => window.seenStates.length)).toBe(states);

  await app.tokens.nth(9).click();
  await page.mouse.move(5, 5);
  await expect(panel(page).getByText('he (9)').first()).toBeVisible();
  await expect(panel(page).getByRole('combobox', { name: 'Key' })).toHaveValue('8');
  expect(param(page, 'cell')).toBeNull();
});

test('what is not allowed, what stands alone, and what the file does not hold is said', async ({ app, page }) => {
  await app.open({ ...LINK, cell: '3,9' });
  await expect(panel(page).getByText('not at all: the mask takes it away')).toBeVisible();
  await expect(stage(page, 12)).toHaveAccessibleName(/weight, not allowed/);
  // The mask comes behind the raw product: that one is read off all the same.
  await app.restore({ ...LINK, cell: '3,9', stage: 'weight' });
  await expect(panel(page).getByRole('status').filter({ hasText: 'raw product' })).toHaveText(
    /raw product −?\d+\.\d+, score not allowed, weight not allowed/,
  );
  await app.restore({ ...LINK, text: '', cell: '0,0', stage: 'weight' });
  await app.settle();
  await expect(panel(page).getByRole('table')).toContainText('one key only');
});

test('there is a head to look into even where none is chosen, and Escape keeps it', async ({ app, page }) => {
  await app.open({ view: 'inside', text: 'Hello', stage: 'raw' });
  await expect(panel(page).getByRole('heading', { name: '5. raw product' })).toBeVisible();
  await expect(panel(page).getByRole('group', { name: 'Pinned heads' })).toContainText('L0H0');
  await app.restore(LINK);
  await app.settle();
  await page.keyboard.press('Escape');
  await expect.poll(() => param(page, 'cell')).toBeNull();
  expect(param(page, 'head')).toBe('L0H6');
});

test('of a model of pictures a picture is asked for', async ({ app, page }) => {
  await app.open({ view: 'inside' });
  await app.reopen(() => new OpenDialog(page).pick(vitFiles()));
  await expect(panel(page)).toContainText('Choose a picture first');
  await expect(panel(page)).not.toContainText('word');
});

test('of a file that holds weights only there is the weight, and each other step says so', async ({ app, page }) => {
  await app.open({ ...LINK, cell: '2,1' });
  await app.reopen(() =>
    new OpenDialog(page).pick(join(import.meta.dirname, 'fixtures/opened/recordings/tl-cache.npz')),
  );
  await app.settle();
  await expect(stage(page, 12)).toHaveAccessibleName(/weight, .+, the model’s own$/);
  await expect(stage(page, 5)).toHaveAccessibleName('stage 5 of 17, raw product, cannot be had');
  await expect(
    panel(page).getByText('The file holds weights only: nothing else of the head can be had.'),
  ).toBeVisible();
  await stage(page, 12).click();
  await panel(page).getByRole('slider', { name: 'Temperature' }).fill('1');
  await expect(panel(page).getByRole('columnheader', { name: 'at temperature 2' })).toBeVisible();
});

test('while another sentence is on its way, the numbers of the last one stay', async ({ app, page }) => {
  await app.open({ ...LINK, ask: '9', cell: '9,8' });
  await expect(stage(page, 5)).toHaveAccessibleName(/worked out/);
  await page.evaluate(() => {
    const strip = document.querySelector('[role=radiogroup]');
    if (strip === null) throw new Error('there is no strip');
    const seen = (window.seenStages = new Set<string>());
    const note = (): void =>
      strip.querySelectorAll('[data-mark]').forEach((box) => seen.add(box.getAttribute('data-mark')!));
    new MutationObserver(note).observe(strip, {
      subtree: true,
      attributes: true,
      childList: true,
      characterData: true,
    });
    note();
  });
  const before = await stage(page, 5).getAttribute('aria-label');
  await app.type('The girl sprinted to the bank because she needed cash quickly.');
  await expect(stage(page, 5)).not.toHaveAccessibleName(before!);
  expect(await page.evaluate(() => [...window.seenStages].toSorted())).toEqual(['derived', 'model', 'none']);
});

testAnew('on a phone a link to a page below the heads leads there', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ ...LINK, stage: 'weight' });
  await expect(stages(page)).toBeInViewport();
  await app.open();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
});

testAnew('on a projector and on a phone nothing is cut off, whatever step is looked at', async ({ app, page }) => {
  for (const [width, height, large] of [
    [1280, 720, '1'],
    [390, 844, '0'],
  ] as const) {
    await page.setViewportSize({ width, height });
    await app.open({ ...LINK, cell: '9,8', tau: '2', large });
    await app.turnTo('Heads');
    const before = await unseen(page);
    await app.turnTo('Inside');
    // The step that is looked at is on the screen at least with its first words and its picture’s beginning.
    if (width === 1280) {
      await stage(page, 0).click();
      await expect(panel(page).getByRole('application').first()).toBeInViewport();
    }
    for (let number = 0; number <= 17; number++) {
      await stage(page, number).click();
      expect(await unseen(page), `stage ${number}, ${width} wide`).toEqual(before);
    }
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});
