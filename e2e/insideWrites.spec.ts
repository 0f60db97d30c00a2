import { expect } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';
import { LINK, panel, param, stage } from './support/insidePanel.ts';

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

test('what a head adds to the scores of a model of pictures is told by the names of classes', async ({ app, page }) => {
  await app.open({ view: 'inside', model: 'fashion-vit', head: 'L3H0', stage: 'after', cell: '0,0' });
  const direct = panel(page).getByRole('group', { name: 'Direct logits' });
  await expect(direct.getByRole('row', { name: /^Trouser the model’s first guess/ })).toBeVisible();
  await expect(direct.getByRole('list', { name: 'raised most' })).not.toContainText('#');
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
