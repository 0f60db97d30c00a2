import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import type { Locator } from 'playwright/test';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { headsOf, rowOf } from './support/runFile.ts';
import type { RunFile } from './support/runFile.ts';
import { watchShifts } from './support/shifts.ts';

test('pointing at a head or focusing it previews it, and nothing moves', async ({ app, page }) => {
  await app.open({ why: '1' });
  // It scrolls itself into view when it comes.
  await expect(app.why).toBeVisible();
  const [active, other] = await app.pinned();
  const boxes = async (parts: Locator): Promise<unknown[]> =>
    parts.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON()));
  const everything = app.cells.or(app.places).or(app.whyButton).or(app.sentence);
  const before = await boxes(everything);
  const address = page.url();
  const shifts = await watchShifts(page);
  for (const preview of [() => app.cell('L2H5').hover(), () => app.cell('L2H5').focus()]) {
    await preview();
    expect(await app.pinned()).toEqual(['L2H5', other]);
    await expect(app.place('L2H5')).toContainText('preview');
    await expect(app.why).toHaveAccessibleName('Labels of L2H5');
    expect(await boxes(everything)).toEqual(before);
    await page.mouse.move(5, 5);
    await app.cell('L2H5').blur();
    expect(await app.pinned()).toEqual([active, other]);
  }
  expect(page.url()).toBe(address);
  expect(await shifts()).toEqual([]);
});

test('on a low screen too the head under the pointer stays under it', async ({ app, page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await app.open({ head: 'L0H6' });
  for (const head of await app.order()) {
    const before = await app.cell(head).boundingBox();
    await page.mouse.move(before!.x + before!.width / 2, before!.y + before!.height / 2);
    expect(await app.pinned()).toEqual([head]);
    expect(await app.cell(head).boundingBox()).toEqual(before);
  }
});

test('a click pins, a second one or Esc takes away', async ({ app, page }) => {
  await app.open();
  const suggested = await app.pinned();
  await app.cell('L2H5').click();
  expect(await app.pinned()).toEqual([...suggested, 'L2H5']);
  await expect(app.cell('L2H5')).toHaveAttribute('aria-selected', 'true');
  await expect(page).toHaveURL(/head=[^&]*L2H5/);
  await app.cell('L2H5').click();
  expect((await app.pinned()).length).toBe(2);
  await page.mouse.move(5, 5);
  expect(await app.pinned()).toEqual(suggested);

  await app.place(suggested[0]!).getByRole('button', { pressed: false }).first().click();
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toEqual([suggested[1]]);
  await page.keyboard.press('Escape');
  await expect(app.places).toHaveCount(0);
  await expect(page.getByText('click it to pin it here')).toBeVisible();
  await app.cell('L3H7').hover();
  expect(await app.pinned()).toEqual(['L3H7']);
});

test('Esc ends the preview of a focused head first, and only then takes a pinned one away', async ({ app, page }) => {
  await app.open();
  const [active, other] = await app.pinned();
  await app.cell('L2H5').focus();
  await expect(app.place('L2H5')).toContainText('preview');
  await page.keyboard.press('Escape');
  await expect(app.cell('L2H5')).not.toBeFocused();
  await expect(app.place('L2H5')).toHaveCount(0);
  expect(await app.pinned()).toEqual([active, other]);
  await page.keyboard.press('Escape');
  expect(await app.pinned()).toEqual([other]);
  // A pinned head that has the focus is no preview: it is unpinned, and from then on it is one.
  await app.cell(other!).focus();
  await page.keyboard.press('Escape');
  await expect(app.cell(other!)).toHaveAttribute('aria-selected', 'false');
  await expect(app.place(other!)).toContainText('preview');
  await page.keyboard.press('Escape');
  await expect(app.places).toHaveCount(0);
});

test('arrows, Home and End move between the heads, Enter pins', async ({ app, page }) => {
  await app.open();
  const focused = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('data-head') ?? null);
  await app.cell('L0H0').focus();
  const path = [
    ['ArrowRight', 'L0H1'],
    ['ArrowDown', 'L1H1'],
    ['End', 'L1H7'],
    ['ArrowRight', 'L1H7'],
    ['ArrowUp', 'L0H7'],
    ['ArrowUp', 'L0H7'],
    ['Home', 'L0H0'],
    ['ArrowLeft', 'L0H0'],
    ['ArrowDown', 'L1H0'],
  ] as const;
  for (const [key, head] of path) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(head);
  }
  // One stop for Tab in the whole grid, and it is where the person left it.
  expect(
    await app.grid.locator('[tabindex="0"]').evaluateAll((cells) => cells.map((c) => c.getAttribute('data-head'))),
  ).toEqual(['L1H0']);
  const before = await app.page.getByRole('gridcell', { selected: true }).count();
  await page.keyboard.press('Enter');
  await expect(app.cell('L1H0')).toHaveAttribute('aria-selected', 'true');
  expect(await focused()).toBe('L1H0');
  await page.keyboard.press('Space');
  await expect(app.cell('L1H0')).toHaveAttribute('aria-selected', 'false');
  expect(await app.page.getByRole('gridcell', { selected: true }).count()).toBe(before);
});

/** What each way of sorting ranks heads by, largest first; computed from the exported run. */
const RANKS: Readonly<Record<string, (run: RunFile, head: string) => number | null>> = {
  entropy: statOf('entropyNats'),
  'mean distance': statOf('meanDistance'),
  'attention on sinks': statOf('sinkMass'),
};

test('sorting puts the heads in the order of the exported numbers', async ({ app, page }) => {
  await app.open();
  const run = await app.export();
  const sort = page.getByLabel('sorted by');
  expect(await app.order()).toEqual(headsOf(run));
  for (const [way, rank] of Object.entries(RANKS)) {
    await sort.selectOption(way);
    const order = await app.order();
    expect(order.toSorted()).toEqual([...headsOf(run)].toSorted());
    const ranks = order.map((head) => rank(run, head) ?? -1);
    expect(ranks, way).toEqual(ranks.toSorted((a, b) => b - a));
    expect(new Set(ranks).size, way).toBeGreaterThan(16);
  }

  await sort.selectOption('score of the label');
  const scores = (await labelsShown(app)).map(({ head, label }) => scoreOf(run, head, label));
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(new Set(scores).size).toBeGreaterThan(16);

  await sort.selectOption('label');
  const labels = (await labelsShown(app)).map(({ label }) => label);
  expect(new Set(labels.filter((label, i) => label !== labels[i - 1])).size).toBe(new Set(labels).size);
  await sort.selectOption('layer');
  expect(await app.order()).toEqual(headsOf(run));
});

test('a chip leaves the heads with its label, the slider those with a higher score', async ({ app, page }) => {
  await app.open();
  const run = await app.export();
  const { json } = run;
  const lit = (): Promise<string[]> =>
    app.grid
      .locator('[data-head]:not([data-dimmed])')
      .evaluateAll((cells) => cells.map((c) => c.getAttribute('data-head') ?? ''));
  const chips = page.getByRole('group', { name: 'Filter by label' }).getByRole('button');
  expect(await chips.count()).toBeGreaterThan(3);
  for (const chip of await chips.all()) {
    const text = await chip.textContent();
    const label = await chip.getAttribute('data-label');
    const words = Object.entries(LABEL_WORDS).find(([known]) => known === label)?.[1];
    expect(text?.trim().startsWith(words?.chip ?? '?')).toBe(true);
    const having = json.labels.filter((one) => one.label === label && one.status === 'assigned' && isCounted(run, one));
    const n = having.length;
    expect(await chip.getAttribute('title')).toBe(
      `${words?.says} (${words?.name}): ${words?.rule} ${n} ${n === 1 ? 'head' : 'heads'}.`,
    );
    await chip.click();
    expect(await lit(), text ?? '').toEqual(having.map((one) => `L${one.layer}H${one.head}`));
    await chip.click();
    expect((await lit()).length).toBe(32);
  }

  const slider = page.getByRole('slider', { name: 'Dim heads whose label scores less' });
  await chips.filter({ hasText: 'one word back' }).click();
  await slider.fill('0.95');
  const above = json.labels.filter(
    (one) => one.label === 'previous' && one.status === 'assigned' && one.score! >= 0.95,
  );
  expect(await lit()).toEqual(above.map((one) => `L${one.layer}H${one.head}`));
  await slider.fill('1');
  expect(await lit()).toEqual([]);
  await expect(page.getByRole('region', { name: 'All heads' }).locator('output')).toHaveText('1.00');
});

test('the grid is coloured by what is chosen, with a legend of numbers, in the link and in the figure', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6' });
  const run = await app.export();
  const color = page.getByLabel('colour by');
  const legend = page.getByRole('group', { name: 'What the colours mean' });
  await color.selectOption('entropy');
  const entropies = headsOf(run).map((head) => statOf('entropyNats')(run, head)!);
  await expect(legend.getByRole('img')).toHaveAccessibleName(
    new RegExp(`nats: 0, .*${Math.max(...entropies).toFixed(2)}$`),
  );
  const shown = await app.cells.evaluateAll((cells) =>
    cells.map((cell) => cell.querySelector('[data-fact=known] [data-text]')?.getAttribute('data-text')),
  );
  expect(shown).toEqual(entropies.map((entropy) => entropy.toFixed(2)));
  await expect(app.cell('L0H6')).toHaveAccessibleName(/entropy \d\.\d\d nats$/);
  expect(new URL(page.url()).searchParams.get('color')).toBe('entropy');

  await color.selectOption('label');
  const families = legend.locator('b');
  const counts = (await families.allTextContents()).map(Number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(32);
  // What was never compared is offered, and coloured once it has been.
  await color.selectOption('distance to the pinned head');
  await page.getByRole('button', { name: 'Compare them' }).click();
  await expect(legend.getByRole('img')).toHaveAccessibleName('Distance from L0H6: 0, 0.50, 1.00');
  await expect(app.cell('L0H6')).toHaveAccessibleName(/the head itself$/);
  const figure = async (): Promise<string> =>
    readFileSync(await (await app.save('Figure: all heads as SVG')).path(), 'utf8');
  expect(await figure()).toContain('Framed by: distance from L0H6.');
  expect(await findings(page)).toEqual([]);

  // Other maps in place of the patterns, on one scale whose end is a length.
  await color.selectOption('weight × length');
  const scale = legend.getByRole('img');
  await expect(scale).toHaveAccessibleName(/^Weight × length of what each key offers, in the stream: 0, .*\d/);
  expect(new URL(page.url()).searchParams.get('color')).toBe('sent');
  const before = await scale.getAttribute('aria-label');
  await app.type('The girl ran home because it rained.');
  await expect(scale).toHaveAccessibleName(/^Weight × length/);
  expect(await scale.getAttribute('aria-label')).not.toBe(before);
  expect(await figure()).toContain('Each square shows: weight × length');
});

test('four pinned heads stand whole on a screen of 1440 by 900', async ({ app }) => {
  await app.open({ head: 'L0H6,L1H6,L2H3,L3H1' });
  for (const head of ['L0H6', 'L1H6', 'L2H3', 'L3H1']) {
    await expect(app.place(head).locator('canvas')).toBeInViewport({ ratio: 1 });
    await expect(app.heatmap(head)).toBeInViewport({ ratio: 1 });
  }
  // A box of four lines leaves less room; still they stand side by side.
  await app.type('The boy sprinted to the bank because he needed cash. '.repeat(20));
  const boxes = await app.places.evaluateAll((places) => places.map((place) => place.getBoundingClientRect()));
  expect(new Set(boxes.map(({ x }) => x)).size).toBeGreaterThan(1);
  for (const { width } of boxes) expect(width).toBeGreaterThan(200);
});

test('one cell under the pointer lights in every heatmap and in the sentence, with the exported numbers', async ({
  app,
  page,
}) => {
  const heads = ['L0H6', 'L2H5', 'L3H7'];
  await app.open({ head: heads.join(',') });
  const run = await app.export();
  const names = run.json.tokens.map(({ text, position }) => `${text.trim()} (${position})`);
  for (const [query, key] of [
    [9, 4],
    [14, 14],
    [5, 0],
  ] as const) {
    await app.pointAt('L2H5', query, key);
    const row = rowOf(run, 'L2H5', query).slice(0, query + 1);
    const weight = row[key]!;
    const rank = 1 + row.filter((other) => other > weight).length;
    await expect(app.tooltip).toHaveText(
      new RegExp(
        `^Row ${escape(names[query]!)} looks at column ${escape(names[key]!)}` +
          `${escape(weight.toFixed(3))}, its ${rank}(st|nd|rd|th) of ${query + 1}${Math.round(weight * 100)} % of its attention$`,
      ),
    );
    await expect(page.locator('[role=option][data-lit=query]')).toHaveAttribute('data-position', `${query}`);
    await expect(page.locator('[role=option][data-lit=key]')).toHaveCount(query === key ? 0 : 1);
    for (const head of heads) {
      expect(await litCell(app.place(head))).toEqual([query, key]);
      if (head === 'L2H5') continue;
      await expect(app.place(head).locator('[data-reading]')).toHaveText(rowOf(run, head, query)[key]!.toFixed(2));
    }
  }
  await app.pointAt('L2H5', 3, 8);
  await expect(app.tooltip).toContainText('not allowed: future token');
  await expect(app.tooltip).not.toContainText(/\d\.\d/);
  await page.mouse.move(5, 5);
  await expect(app.tooltip).toBeHidden();
  // The asked word is lit again.
  expect(await litCell(app.place('L0H6'))).toEqual([10]);

  await app.tokens.nth(6).hover();
  expect(await litCell(app.place('L3H7'))).toEqual([6]);
});

test('what is lit is lit within the frame', async ({ app }) => {
  await app.open();
  const [head] = await app.pinned();
  const lit = await app.heatmap(head!).evaluate(async (surface) => {
    const { left, top, width, height } = surface.getBoundingClientRect();
    const at = { clientX: left + 0.8 * width, clientY: top + 0.8 * height, bubbles: true };
    surface.dispatchEvent(new PointerEvent('pointermove', at));
    await new Promise(requestAnimationFrame);
    return [
      document.querySelectorAll('[data-part=lit] rect[data-axis=query]').length,
      document.querySelectorAll('[role=option][data-lit=query]').length,
      document.querySelectorAll('[data-tooltip]').length,
    ];
  });
  expect(lit).toEqual([2, 1, 1]);
});

/** Whether a head counts under a label that it has: it rests only once, where its own chip says or else where its share is larger. */
function isCounted(run: RunFile, { layer, head, label }: RunFile['json']['labels'][number]): boolean {
  const sinks = ['delimiter', 'first', 'resting'];
  const own: unknown = run.json.stats.find((one) => one.layer === layer && one.head === head)?.['strongest'];
  if (label === 'vertical+diagonal') return false;
  if (!sinks.includes(label)) return true;
  if (sinks.includes(String(own))) return own === label;
  const rests = run.json.labels
    .filter((one) => one.layer === layer && one.head === head && sinks.includes(one.label))
    .filter(({ status }) => status === 'assigned')
    .toSorted((a, b) => Number(a.label === 'resting') - Number(b.label === 'resting') || b.share! - a.share!);
  return rests[0]?.label === label;
}

/** The heads in the order of the grid, each with the label that its cell shows. */
async function labelsShown({ cells }: Headlight): Promise<{ head: string; label: string }[]> {
  const shown = await cells.evaluateAll((all) =>
    all.map((cell) => [cell.getAttribute('data-head'), cell.getAttribute('data-label')]),
  );
  return shown.map(([head, label]) => ({ head: head ?? '', label: label ?? '' }));
}

function scoreOf({ json }: RunFile, head: string, label: string): number {
  return json.labels.find((one) => `L${one.layer}H${one.head}` === head && one.label === label)?.score ?? -1;
}

function statOf(name: string) {
  return ({ json }: RunFile, head: string): number | null =>
    json.stats.find((one) => `L${one.layer}H${one.head}` === head)?.[name] ?? null;
}

/** [query, key] of the lit cell of a heatmap, measured on screen; shorter where a part is not lit. */
async function litCell(place: Locator): Promise<number[]> {
  return place.evaluate((element) => {
    const cells = element.querySelector('canvas')?.getBoundingClientRect();
    if (cells === undefined) return [];
    const nTokens = document.querySelectorAll('[role=option][data-position]').length;
    return ['query', 'key'].flatMap((axis) => {
      const bar = element.querySelector(`[data-part=lit] rect[data-axis=${axis}]`)?.getBoundingClientRect();
      if (bar === undefined) return [];
      const centre = axis === 'query' ? bar.y + bar.height / 2 - cells.y : bar.x + bar.width / 2 - cells.x;
      return [Math.floor((centre * nTokens) / (axis === 'query' ? cells.height : cells.width))];
    });
  });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
