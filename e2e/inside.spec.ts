import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { unseen } from './support/clipped.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { vitFiles } from './support/pictures.ts';

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

const stages = (page: Page): Locator => page.getByRole('radiogroup', { name: 'Stages of the head' });
const stage = (page: Page, number: number): Locator =>
  stages(page).getByRole('radio', { name: new RegExp(`^stage ${number} of 17,`) });
const panel = (page: Page): Locator => page.getByRole('region', { name: 'Inside a head' });
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);
const LINK = { view: 'inside', head: 'L0H6', cell: '13,12', stage: 'raw' };

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
  page.on('request', (request) => asked.push(request.url()));
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
  expect(asked.filter((url) => !url.endsWith('.svg'))).toEqual([]);
  expect(await page.evaluate(() => window.seenStates.length)).toBe(states);

  await app.tokens.nth(9).click();
  await page.mouse.move(5, 5);
  await expect(panel(page).getByText('he (9)').first()).toBeVisible();
  await expect(panel(page).getByRole('combobox', { name: 'Key' })).toHaveValue('8');
  expect(param(page, 'cell')).toBeNull();
});

test('another softmax is tried on one head, its layer or all, with what the model then says', async ({ app, page }) => {
  await app.open({ ...LINK, stage: 'weight' });
  const said = panel(page).getByRole('status').filter({ hasText: 'KL' });
  await panel(page).getByRole('checkbox', { name: 'scale off' }).check();
  await expect(said).toContainText(/^L0H6 without the scale: at this word the prediction moves by KL \d/);
  await expect.poll(() => param(page, 'unscaled')).toBe('1');
  const slider = panel(page).getByRole('slider', { name: 'Temperature' });
  await slider.focus();
  for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', '2');
  await expect(said).toContainText(/^L0H6 at temperature 2: at this word the prediction moves by KL \d/);
  const one = await said.innerText();
  await panel(page).getByText('all heads', { exact: true }).click();
  await expect(said).toContainText(/^all heads at temperature 2: at this word the prediction moves by KL \d/);
  expect(await said.innerText()).not.toBe(one);
  await expect.poll(() => param(page, 'tau')).toBe('2');
  await panel(page).getByRole('button', { name: 'as it is' }).click();
  await expect(said).toHaveCount(0);
  await expect.poll(() => param(page, 'tau')).toBeNull();
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

test('what a head adds to the scores of a model of pictures is told by the names of classes', async ({ app, page }) => {
  await app.open({ view: 'inside', model: 'fashion-vit', head: 'L3H0', stage: 'after', cell: '0,0' });
  const direct = panel(page).getByRole('group', { name: 'Direct logits' });
  await expect(direct.getByRole('row', { name: /^Trouser the model’s first guess/ })).toBeVisible();
  await expect(direct.getByRole('list', { name: 'raised most' })).not.toContainText('#');
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

test('what a head adds to the scores stands beside what is lost without it; a model where it cannot be read off says so', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'after' });
  const direct = panel(page).getByRole('group', { name: 'Direct logits' });
  const guess = direct.getByRole('row', { name: /the model’s first guess/ });
  // The reference: −0.1846 of 11.83, and % is raised most, by 1.42.
  await expect(guess).toContainText('−0.18');
  await expect(guess).toContainText('11.83');
  await expect(guess.getByRole('cell')).toHaveCount(4);
  await expect(direct.getByRole('list', { name: 'raised most' }).getByRole('listitem').first()).toHaveText(
    /^% \+1\.42/,
  );
  await direct.getByRole('combobox', { name: 'Another word' }).selectOption({ label: 'bank' });
  await expect(direct.getByRole('row', { name: /^bank asked for/ })).toBeVisible();
  const typed = direct.getByRole('textbox', { name: 'Any word' });
  await typed.fill('cash');
  await typed.press('Enter');
  await expect(
    direct.getByText('“cash” is 2 tokens of this model: “c”, “ash”. The numbers are of the first.'),
  ).toBeVisible();
  await expect(typed).toBeFocused();
  await typed.fill('dog');
  await direct.getByRole('button', { name: 'ask' }).click();
  await expect(direct.getByText('“dog” is one token of this model, with the space before it.')).toBeVisible();
  await expect(direct.getByRole('row', { name: /^dog asked for/ })).toBeVisible();
  expect(await findings(page)).toEqual([]);

  await app.restore({ ...LINK, model: 'bookworm-bert', stage: 'after', cell: '5,4' });
  await app.settle();
  await expect(direct).toContainText(/What this head adds to the scores cannot be read off: .+ switching it off\./);
  await expect(panel(page).getByRole('button', { name: 'Switch L0H6 off' })).toBeVisible();
});

test('only a head that raises the words it looks at is said to copy', async ({ app, page }) => {
  await app.open({ ...LINK, head: 'L0H5,L1H6', stage: 'written' });
  const alone = panel(page).getByRole('group', { name: 'What it writes of a word alone' });
  await alone.getByRole('button', { name: /^does L1H6 copy/ }).click();
  await expect(alone.getByText(/^L1H6 copies: .+ for 5\d % of 200 words/)).toBeVisible({ timeout: 30_000 });
  await panel(page).getByRole('button', { name: 'L0H5' }).click();
  await expect(alone.getByText(/L0H5 raises that word itself .+ from 0\.30 on it would be said to copy/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(alone.getByText(/copies/)).toHaveCount(0);
});

test('the whole head is a map of weights, or of what comes from each key, and a click keeps a cell', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, stage: 'result' });
  // Keys in order of what comes from each; a tap looks into one.
  const most = panel(page).getByRole('list', { name: 'Most comes from' }).getByRole('button');
  await expect(most).toHaveCount(5);
  await expect(most.first()).toHaveText('ash (12)');
  await most.nth(1).click();
  await expect.poll(() => param(page, 'cell')).toMatch(/^13,(?!12)\d+$/);
  await most.first().click();
  await expect.poll(() => param(page, 'cell')).toBe('13,12');
  const map = panel(page).getByRole('group', { name: 'Map of the head' });
  await expect(
    map.getByRole('img', { name: /^weight × length of what the key offers, in the stream: 0\.00,/ }),
  ).toBeVisible();
  const heads = map.getByRole('group', { name: /^Heads of this layer/ }).getByRole('button');
  await expect(heads).toHaveCount(8);
  await expect(heads.nth(6)).toHaveAttribute('aria-pressed', 'true');
  const heatmap = map.getByRole('application', { name: /^Heatmap of L0H6/ });
  await heatmap.focus();
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('[data-tooltip]')).toContainText(/^Row .+length \d+\.\d{3}, its /);
  await expect(stage(page, 5)).not.toHaveAccessibleName(/52\.29/);
  await page.keyboard.press('Enter');
  await heads.nth(3).click();
  await expect(heads.nth(3)).toHaveAttribute('aria-pressed', 'true');
  expect(param(page, 'head')).toBe('L0H6,L0H3');
  // The first press comes to the second row and column.
  expect(param(page, 'cell')).toBe('3,2');
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
