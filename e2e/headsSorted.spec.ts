import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import { LABEL_WORDS } from '../src/core/labels/words.ts';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';
import { headsOf } from './support/runFile.ts';
import type { RunFile } from './support/runFile.ts';

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
