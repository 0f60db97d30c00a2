import { expect } from 'playwright/test';
import { INSIDE, nameOf } from '../src/core/inside/testing/fixtures.ts';
import { keptTest as test } from './support/headlight.ts';
import { ALLOWED, differences, linkOf, saved } from './support/insideFile.ts';
import type { InsideFile } from './support/insideFile.ts';

// Every step that the page shows, taken out of it as a person would, against a network in double precision that is no part of the project.

/** Two sentences, both models, all depths. */
const CASES = [0, 5, 7, 11].flatMap((at) => INSIDE.cases[at] ?? []);

for (const of of CASES) {
  test(`${nameOf(of)}: the saved inside is the reference's, step by step`, async ({ app }) => {
    await app.open(linkOf(of));
    const { name, text } = await saved(app, 'Inside (JSON)');
    const file: InsideFile = JSON.parse(text);
    expect(name).toBe(`headlight-${of.model}-inside-L${of.layer}H${of.head}.json`);
    expect(file).toMatchObject({
      format: 'headlight-inside/1',
      model: { id: of.model },
      backend: { name: 'wasm' },
      layer: of.layer,
      head: of.head,
      query: of.query,
      key: of.key,
      dims: { h: 8, hKey: 8, T: of.ids.length, S: of.ids.length, dK: 16, dV: 16, d: 128 },
    });
    expect(file.scale.value).toBeCloseTo(0.25, 6);
    expect(file.queryTokens.map(({ id }) => id)).toEqual(of.ids);
    expect(file.checks.map((check) => [check.name, check.isPassed])).toEqual([
      ['weights', true],
      ['context', true],
      ['output', true],
    ]);
    const found = differences(file, of);
    expect(Object.entries(found).filter(([, units]) => !(units <= 1))).toEqual([]);
  });
}

test('the row is saved as a table, a key a line, with the digits of the file', async ({ app }) => {
  const of = INSIDE.cases[1];
  if (of === undefined) throw new RangeError('no case');
  await app.open(linkOf(of));
  const { name, text } = await saved(app, 'Inside, row (CSV)');
  expect(name).toBe('headlight-bookworm-gpt-row-L1H6.csv');
  const [head = '', ...lines] = text.trimEnd().split('\r\n');
  expect(head).toBe('key,token,allowed,raw,score,weight,weightScaleOff,weightTau,offered,sent');
  expect(lines).toHaveLength(of.ids.length);
  const cells = lines.map((line) => line.split(','));
  for (const [key, weight] of of.weightRow.entries()) {
    expect(Math.abs(Number(cells[key]?.[5]) - weight)).toBeLessThan(ALLOWED.weight);
  }
  // The last key lies ahead of the query: it has a raw product, and no score and no weight.
  expect(cells.at(-1)?.slice(4, 8)).toEqual(['', '', '', '']);
});

test('there is no inside to save where none is looked at', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('menuitem', { name: 'Run (JSON)' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /^Inside/ })).toHaveCount(0);
});

test('what the model has answered on screen is in the file: direct logits are the reference’s', async ({
  app,
  page,
}) => {
  const of = INSIDE.cases[0];
  if (of === undefined || 'refused' in of.direct) throw new RangeError('no case');
  await app.open({ ...linkOf(of), stage: 'after' });
  await expect(page.getByRole('group', { name: 'Direct logits' }).getByRole('table').first()).toBeVisible();
  const file: InsideFile = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect(file.direct?.asked.query).toBe(of.query);
  const { promoted = [], suppressed = [], tokens = [] } = file.direct?.direct ?? {};
  for (const [found, wanted] of [
    [promoted, of.direct.promoted],
    [suppressed, of.direct.suppressed],
  ] as const) {
    expect(found.map(({ id }) => id)).toEqual(wanted.map(([id]) => id));
    for (const [at, [, , value]] of wanted.entries()) expect(found[at]?.value).toBeCloseTo(value, 4);
  }
  // The reference's is for the token that in truth comes next.
  const next = tokens.find(({ role }) => role === 'next') ?? tokens[0];
  expect(next?.head).toBeCloseTo(of.direct.head, 4);
  for (const [key, value] of of.direct.byKey.entries()) expect(next?.byKey[key]).toBeCloseTo(value, 4);
});

test('the figure of an inside shows the road, the row and the product, and says which query and key', async ({
  app,
}) => {
  const of = INSIDE.cases[0];
  if (of === undefined) throw new RangeError('no case');
  await app.open(linkOf(of));
  const { name, text } = await saved(app, 'Figure: inside as SVG');
  expect(name).toBe('headlight-bookworm-gpt-inside.svg');
  const texts = [...text.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);
  // Raw product and score of the reference, on the road and as what is read off a row; scaled, it is the score.
  expect(texts.filter((words) => words === '52.29')).toHaveLength(2);
  expect(texts.filter((words) => words === '13.07')).toHaveLength(3);
  expect(texts).toContain('weight at temperature 2');
  expect(texts).toContain('query × key, channel by channel');
  expect(texts.join(' ')).toContain('L0H6: the query is quickly (13), the key ash (12); weight 1.00.');
});
