import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { saved } from './support/insideFile.ts';

// The same head on another text: what stands there is what the page shows once that text is its own.

const LINK = { view: 'inside', head: 'L3H2', cell: '10,2', stage: 'raw' };
const GIRL = 'The girl sprinted to the bank because he needed cash quickly.';
const LONGER = 'A girl ran to the bank because she needed quite a lot of cash.';

const other = (page: Page): Locator => page.getByRole('region', { name: 'Another text' });
const otherStages = (page: Page): Locator => page.getByRole('radiogroup', { name: 'Stages with the other text' });
const ownStages = (page: Page): Locator => page.getByRole('radiogroup', { name: 'Stages of the head' });
const names = async (stages: Locator): Promise<(string | null)[]> =>
  Promise.all((await stages.getByRole('radio').all()).map((one) => one.getAttribute('aria-label')));
const param = (page: Page, name: string): string | null => new URL(page.url()).searchParams.get(name);

test('a text with one word changed stands beside this one, with the numbers that it has alone', async ({
  app,
  page,
}) => {
  await app.open(LINK);
  const button = page.getByRole('button', { name: 'Compare with another text' });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await button.click();
  await expect(other(page).getByRole('textbox')).toHaveValue(GIRL);
  await expect(other(page)).toContainText('There, at the same places, needed (10) looks at girl (2) with weight 0.80.');
  await expect.poll(() => param(page, 'against')).toBe(GIRL);
  const shown = await names(otherStages(page));
  const [raw] = /−?\d+\.\d+/.exec(shown[5] ?? '') ?? [];
  await expect(other(page).getByText(new RegExp(`^At the key that is looked into: .+ and ${raw}, `))).toBeVisible();
  // Both strips have the same columns.
  const lefts = async (stages: Locator): Promise<number[]> =>
    stages.getByRole('radio').evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
  expect(await lefts(otherStages(page))).toEqual(await lefts(ownStages(page)));
  expect(await findings(page)).toEqual([]);

  // A step is chosen in either strip, by key too.
  await otherStages(page).getByRole('radio', { checked: true }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(ownStages(page).getByRole('radio', { name: /^stage 4 / })).toBeChecked();
  await expect(other(page).getByText(/ long; their difference is \d.+ long, their cosine /)).toBeVisible();

  const link = new URL(page.url()).search;
  await page.goBack();
  await page.goBack();
  await expect(other(page)).toHaveCount(0);
  await page.goForward();
  await expect(other(page)).toBeVisible();
  await button.or(page.getByRole('button', { name: 'Leave the other text' })).click();
  await expect(other(page)).toHaveCount(0);
  await expect.poll(() => param(page, 'against')).toBeNull();
  await page.goto(link);
  await app.settle();
  await expect(otherStages(page).getByRole('radio', { name: /^stage 4 / })).toBeChecked();
  await app.restore({ ...LINK, text: GIRL, stage: 'products' });
  await app.settle();
  await expect.poll(() => names(ownStages(page))).toEqual(shown);
});

test('rows of texts of different length have no difference, vectors have, and the files say the same', async ({
  app,
  page,
}) => {
  await app.open({ ...LINK, cell: '14,12', against: LONGER, stage: 'weight' });
  await expect(other(page)).toContainText(
    'The rows have 15 and 17 keys, and rows of different length have no difference.',
  );
  const file: {
    readonly against: {
      readonly text: string;
      readonly dims: { readonly S: number };
      readonly differences: readonly {
        readonly id: string;
        readonly tensors: readonly { readonly whyNot?: string; readonly data?: readonly number[] }[];
      }[];
    };
  } = JSON.parse((await saved(app, 'Inside (JSON)')).text);
  expect([file.against.text, file.against.dims.S]).toEqual([LONGER, 17]);
  const of = (id: string) => file.against.differences.find((one) => one.id === id)?.tensors[0];
  expect(of('weight')).toMatchObject({ whyNot: 'shape' });
  expect(of('written')?.data).toHaveLength(128);
  const [columns = '', ...rows] = (await saved(app, 'Inside, row (CSV)')).text.trimEnd().split('\r\n');
  expect(columns).toContain(',sent,otherToken,otherAllowed,otherRaw,otherScore,otherWeight,otherSent');
  expect(rows).toHaveLength(17);

  // Of a shorter text its last word stands for what it has not.
  const box = other(page).getByRole('textbox');
  await box.fill('A girl ran.');
  await expect(other(page)).toContainText('That text is shorter: its last word stands for a place that it has not.');
  await box.fill('');
  await expect(other(page)).toContainText('Type a text: it goes through the same head.');
  await expect(otherStages(page)).toHaveCount(0);
  await expect(box).toBeFocused();
  // Typing is no step back of its own.
  const entries = await page.evaluate(() => history.length);
  await box.pressSequentially('A dog', { delay: 5 });
  await expect(other(page)).toContainText('dog (2) looks at');
  await expect(other(page)).toHaveAttribute('aria-busy', 'false');
  await expect.poll(() => param(page, 'against')).toBe('A dog');
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

testAnew('what is no text has nothing to compare; on a phone nothing is cut off', async ({ app, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ ...LINK, against: LONGER });
  await expect(otherStages(page)).toBeVisible();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await app.open({ ...LINK, model: 'fashion-vit', head: 'L1H0', cell: '0,0', against: 'A dog' });
  await expect(
    page.getByText('Only a text can be compared with another; what this model reads is none.'),
  ).toBeVisible();
});
