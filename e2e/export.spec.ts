import { expect } from 'playwright/test';
import { LABEL_IDS } from '../src/core/labels/report.ts';
import { keptTest as test } from './support/headlight.ts';
import { headsOf, rowOf } from './support/runFile.ts';

const STATUSES = ['assigned', 'implied', 'hint', 'absent', 'not-assessable'];

for (const [model, type, causal, nVocab, pair] of [
  ['bookworm-gpt', 'gpt2', true, 4096, null],
  ['bookworm-bert', 'roberta-prelayernorm', false, 5000, 'Cash was there.'],
] as const) {
  test(`${model}: the saved run has the documented form, and its rows sum to 1`, async ({ app }) => {
    await app.open({ model, text: 'The boy saw the bank.', ...(pair === null ? {} : { pair }) });
    const run = await app.export();
    const { json } = run;
    expect(run.name).toBe(`headlight-${model}.json`);
    expect(json.format).toBe('headlight-run/1');
    expect(json.model).toMatchObject({ id: model, type, nLayers: 4, nHeads: 8, causal });
    expect(json.model.precision).toMatch(/^fp32/);
    expect(json.backend.name).toBe('wasm');
    expect(json.backend.threads).toBeGreaterThanOrEqual(1);
    expect([json.text, json.pair]).toEqual(['The boy saw the bank.', pair]);

    const nTokens = json.tokens.length;
    expect(json.tokens.map(({ position }) => position)).toEqual(Array.from({ length: nTokens }, (_, i) => i));
    expect(json.tokens.filter(({ id }) => id < 0 || id >= nVocab)).toEqual([]);
    expect(json.attention).toHaveLength(1);
    expect(json.attention[0]).toMatchObject({
      kind: causal ? 'decoder' : 'encoder',
      dims: [4, 8, nTokens, nTokens],
      axes: 'layer,head,query,key',
    });
    expect(run.attention).toHaveLength(4 * 8 * nTokens * nTokens);
    expect(json.logits?.dims).toEqual([nTokens, nVocab]);
    expect(run.logits).toHaveLength(nTokens * nVocab);
    expect(run.logits.every(Number.isFinite)).toBe(true);
    expect(new Set(run.logits).size).toBeGreaterThan(nVocab);

    for (const head of headsOf(run)) {
      for (let query = 0; query < nTokens; query++) {
        const row = rowOf(run, head, query);
        expect(row.filter((weight) => !(weight >= 0 && weight <= 1))).toHaveLength(0);
        expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
        expect(row.slice(query + 1).some((weight) => weight > 0)).toBe(!causal && query < nTokens - 1);
      }
    }

    expect(json.stats.map(({ layer, head }) => 8 * layer + head)).toEqual(Array.from({ length: 32 }, (_, i) => i));
    expect(json.labels).toHaveLength(32 * LABEL_IDS.length);
    const pairs = new Set(json.labels.map(({ layer, head, label }) => `${layer} ${head} ${label}`));
    expect(pairs.size).toBe(32 * LABEL_IDS.length);
    for (const { label, status, score } of json.labels) {
      expect(LABEL_IDS).toContain(label);
      expect(STATUSES).toContain(status);
      expect(score === null || Number.isFinite(score)).toBe(true);
    }
  });
}

test('a heatmap is painted from the exported numbers: the more weight, the darker', async ({ app }) => {
  await app.open({ head: 'L3H7', theme: 'light' });
  const run = await app.export();
  const nTokens = run.json.tokens.length;
  const pixels = await app
    .place('L3H7')
    .locator('canvas')
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      return { width, height, data: [...(canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? [])] };
    });
  expect([pixels.width, pixels.height]).toEqual([nTokens, nTokens]);
  const cells = Array.from({ length: nTokens * nTokens }, (_, at) => {
    const query = Math.floor(at / nTokens);
    const key = at % nTokens;
    const [red, green, blue, alpha] = pixels.data.slice(4 * at, 4 * at + 4);
    return { query, key, weight: rowOf(run, 'L3H7', query)[key]!, light: red! + green! + blue!, alpha };
  });
  for (const { query, key, alpha } of cells) expect(alpha).toBe(key > query ? 0 : 255);
  const byWeight = cells.filter(({ query, key }) => key <= query).toSorted((a, b) => a.weight - b.weight);
  const lights = byWeight.map(({ light }) => light);
  expect(lights).toEqual(lights.toSorted((a, b) => b - a));
  expect(lights[0]! - lights.at(-1)!).toBeGreaterThan(250);
});

test('the same sentence gives the same numbers again, another one gives others', async ({ app }) => {
  await app.open({ text: 'The boy saw the bank.' });
  const first = await app.export();
  await app.type('The boy saw the cash.');
  const other = await app.export();
  await app.type('The boy saw the bank.');
  const again = await app.export();
  expect(again.attention).toEqual(first.attention);
  expect(again.logits).toEqual(first.logits);
  expect(again.json.labels).toEqual(first.json.labels);
  // A causal model gives the tokens that both begin with the same rows.
  const shared = first.json.tokens.findIndex(({ id }, i) => other.json.tokens[i]?.id !== id);
  expect(shared).toBe(5);
  for (const head of headsOf(first)) {
    for (let query = 0; query < shared; query++) {
      const before = rowOf(first, head, query);
      const after = rowOf(other, head, query);
      for (let key = 0; key <= query; key++) expect(Math.abs(before[key]! - after[key]!)).toBeLessThan(1e-5);
    }
  }
  const last = (run: typeof first) => headsOf(run).flatMap((head) => rowOf(run, head, shared).slice(0, shared + 1));
  expect(Math.max(...last(first).map((weight, i) => Math.abs(weight - last(other)[i]!)))).toBeGreaterThan(0.05);
});

test('the menu opens, runs and closes by keys alone', async ({ app, page }) => {
  await app.open();
  const button = page.getByRole('button', { name: 'Export' });
  const item = page.getByRole('menuitem', { name: 'Run (JSON)' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(item).toBeFocused();
  const pinned = await app.pinned();
  await page.keyboard.press('Escape');
  await expect(item).toBeHidden();
  await expect(button).toBeFocused();
  expect(await app.pinned()).toEqual(pinned);
  await page.keyboard.press('Enter');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('headlight-bookworm-gpt.json');
  await expect(button).toBeFocused();
});
