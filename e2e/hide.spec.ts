import { expect } from 'playwright/test';
import type { Locator } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import { rowOf } from './support/runFile.ts';
import type { RunFile } from './support/runFile.ts';

const HEADS = ['L1H6', 'L2H5'] as const;

/** Whether a position stays: it is no special token, and not the first one of a causal model. */
function isShown({ json: { tokens, model } }: RunFile, at: number): boolean {
  return !((tokens[at]!.special && tokens[at]!.text !== '[MASK]') || (model.causal && at === 0));
}

/** Attention of a row that lies on the hidden keys: special tokens, and the first one of a causal model. */
function hiddenMass(run: RunFile, head: string, query: number): number {
  return rowOf(run, head, query).reduce((sum, weight, key) => sum + (isShown(run, key) ? 0 : weight), 0);
}

for (const [model, text] of [
  ['bookworm-gpt', 'The boy sprinted to the bank because he needed cash quickly.'],
  ['bookworm-bert', 'The boy sprinted to the [MASK] because he needed cash.'],
] as const) {
  test(`${model}: hiding renormalises what is shown, and says so`, async ({ app, page }) => {
    await app.open({ model, text, head: HEADS.join(',') });
    const run = await app.export();
    const shape = await barsOf(app.place('L2H5'));
    expect(shape).toEqual([]);
    await expect(page.getByText('renormalised')).toBeHidden();

    await page.getByLabel('Hide special tokens and sink').check();
    await expect(page.getByText('renormalised', { exact: true })).toBeVisible();
    await expect(page.getByRole('img', { name: /^weight/ })).toContainText('hidden');
    for (const [query, key] of [
      [9, 3],
      [6, 5],
      [4, 4],
    ] as const) {
      await app.pointAt('L2H5', query, key);
      const raw = rowOf(run, 'L2H5', query)[key]!;
      const mass = hiddenMass(run, 'L2H5', query);
      expect(mass).toBeGreaterThan(0);
      const shown = (raw / (1 - mass)).toFixed(3);
      await expect(app.tooltip).toContainText(`${shown}, its `);
      await expect(app.tooltip).toContainText(
        `renormalised; ${raw.toFixed(3)} before, ${Math.round(mass * 100)} % of the row hidden`,
      );
      const other = rowOf(run, 'L1H6', query)[key]! / (1 - hiddenMass(run, 'L1H6', query));
      await expect(app.place('L1H6').locator('[data-reading]')).toHaveText(other.toFixed(2));
    }
    await app.pointAt('L2H5', 8, 0);
    await expect(app.tooltip).toContainText(`hidden: ${rowOf(run, 'L2H5', 8)[0]!.toFixed(3)}`);

    for (const head of HEADS) {
      const bars = await barsOf(app.place(head));
      expect(bars).toHaveLength(run.json.tokens.length);
      const full = Math.max(...bars.map((bar, query) => bar / hiddenMass(run, head, query)));
      for (const [query, bar] of bars.entries()) expect(bar / full).toBeCloseTo(hiddenMass(run, head, query), 1);
    }

    // The legend ends where the colours do: at the largest weight that is shown.
    const [head] = HEADS.toReversed();
    await page.getByRole('radio', { name: 'per head' }).check({ force: true });
    const shown = run.json.tokens.flatMap((_, query) => {
      const left = 1 - hiddenMass(run, head!, query);
      return isShown(run, query)
        ? rowOf(run, head!, query).map((raw, key) => (isShown(run, key) ? raw / left : 0))
        : [];
    });
    const largest = Math.max(...shown);
    const before = Math.max(...run.json.tokens.flatMap((_, query) => rowOf(run, head!, query)));
    // In the causal model both are 1.00.
    if (model === 'bookworm-bert') expect(largest.toFixed(2)).not.toBe(before.toFixed(2));
    await expect(page.getByRole('img', { name: /^weight/ })).toContainText(largest.toFixed(2));
    await page.getByRole('radio', { name: '0 to 1' }).check({ force: true });

    // It is a way of looking: what is exported stays what the model gave.
    expect((await app.export()).attention).toEqual(run.attention);
    await page.getByRole('heading', { name: 'Headlight' }).click();
    await page.keyboard.press('h');
    await expect(page.getByText('renormalised')).toBeHidden();
    await app.pointAt('L2H5', 9, 3);
    await expect(app.tooltip).toContainText(`${rowOf(run, 'L2H5', 9)[3]!.toFixed(3)}, its `);
  });
}

test('a mask is a word to be filled and stays in sight', async ({ app }) => {
  await app.open({ model: 'bookworm-bert', text: 'The boy ran to the [MASK] quickly.', head: 'L2H5', hide: '1' });
  const { json } = await app.export();
  const mask = json.tokens.findIndex(({ text }) => text === '[MASK]');
  await app.pointAt('L2H5', 2, mask);
  await expect(app.tooltip).toContainText('renormalised');
  await app.pointAt('L2H5', 2, json.tokens.length - 1);
  await expect(app.tooltip).toContainText('hidden: ');
});

/** Widths of the bars of hidden mass, one for each row. */
async function barsOf(place: Locator): Promise<number[]> {
  return place
    .locator('[data-part=hidden-mass] rect')
    .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))));
}
