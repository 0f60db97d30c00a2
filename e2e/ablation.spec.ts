import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { keptTest as test, test as testAnew } from './support/headlight.ts';
import { expectNumbers, effectIn } from './support/effectNumbers.ts';

test('x switches the head that is pointed at off, and the page’s numbers follow from the exported scores', async ({
  app,
  page,
}) => {
  await app.open({ head: 'L0H6,L2H5', view: 'off' });
  await app.cell('L0H6').hover();
  await page.keyboard.press('x');
  await app.measured();
  await expect(app.cell('L0H6')).toHaveAccessibleName(/switched off/);
  await expect(page.getByRole('tab', { name: 'Switch off' })).toContainText('1');
  const own = await expectNumbers(app, page);
  expect(own.meanKl).toBeGreaterThan(1e-4);
  // Two more, by the layer's name and by the focused cell.
  await page.getByRole('button', { name: 'Switch layer 3 off' }).click();
  await app.measured();
  await expect(page.getByRole('list', { name: 'Heads turned down' }).getByRole('listitem')).toHaveCount(9);
  await expectNumbers(app, page);
  // The same key switches it on again.
  await app.cell('L0H6').hover();
  await page.keyboard.press('x');
  await page.getByRole('button', { name: 'Switch layer 3 on' }).click();
  await app.measured('none');
  await expect(app.cell('L0H6')).not.toHaveAccessibleName(/switched off/);
});

test('the key on a focused cell switches once, not twice', async ({ app, page }) => {
  await app.open({ head: 'L0H6' });
  await app.cell('L1H1').focus();
  await page.keyboard.press('x');
  await app.measured();
  await expect(app.cell('L1H1')).toHaveAccessibleName(/switched off/);
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L1H1');
  // Without a head under the pointer or the focus it is the active pinned one.
  await page.mouse.move(2, 2);
  await app.cell('L1H1').blur();
  await page.keyboard.press('x');
  await app.measured();
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L0H6,L1H1');
});

for (const mode of ['mean', 'zero', 'flat', 'ideal', 'shared']) {
  test(`a link restores what is switched off, and how far: ${mode}`, async ({ app, page }) => {
    await app.open({ head: 'L0H6', view: 'off', ablate: 'L0H6,L0H7:0.5', mode });
    await app.measured();
    await expect(page.getByRole('radio', { name: mode })).toBeChecked();
    await expect(page.getByRole('slider', { name: 'Kept of L0H6' })).toHaveValue('0');
    await expect(page.getByRole('slider', { name: 'Kept of L0H7' })).toHaveValue('0.5');
    await expectNumbers(app, page);
    const run = await app.export();
    expect(run.json.ablation).toMatchObject({
      mode,
      heads: [
        { kind: null, layer: 0, head: 6, keep: 0 },
        { kind: null, layer: 0, head: 7, keep: 0.5 },
      ],
    });
  });
}

test('a head whose label describes no pattern is refused in words, and the page stays', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H6', mode: 'ideal' });
  await app.measured();
  await page.getByRole('button', { name: 'Switch layer 2 off' }).click();
  await app.measured('failed');
  await expect(app.alert).toContainText('This cannot be switched off like that.');
  await expect(app.alert).toContainText('describes no single pattern here');
  await expect(page.getByRole('listbox', { name: /^Effect on each token/ })).toBeVisible();
  await page.getByRole('radio', { name: 'flat' }).check();
  await app.measured();
  await expect(app.alert).toBeHidden();
  await expectNumbers(app, page);
});

test('a mode that was refused leaves no trouble behind when the one before is chosen again', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L2H0' });
  await app.measured();
  await page.getByRole('radio', { name: 'ideal' }).check();
  await app.measured('failed');
  await expect(app.alert).toContainText('This cannot be switched off like that.');
  await page.getByRole('radio', { name: 'mean' }).check();
  await app.measured();
  await expect(app.alert).toBeHidden();
  await expectNumbers(app, page);
});

testAnew(
  'a link to nothing is told of: heads that the model has not, and what cannot be read',
  async ({ app, page }) => {
    await app.open({ view: 'off', ablate: 'L9H9,L0H6' });
    await app.measured();
    await expect(page.getByText(/heads that this model has not/)).toBeVisible();
    await expect(page.getByText(/left out: L9H9\./)).toBeVisible();
    await app.open({ view: 'off', ablate: 'L0H3:2' });
    await expect(page.getByText(/check “ablate=L0H3:2”/)).toBeVisible();
    await app.open({ view: 'off', ablate: 'L0H6,L3H1' });
    await app.measured();
    await expect(page.getByText(/The link|of the link/)).toHaveCount(0);
  },
);

test('without a sentence nothing is being measured', async ({ app, page }) => {
  await app.goto({ text: '', view: 'off', ablate: 'L0H6,L3H1' });
  await expect(page.getByText('What changes is measured once there is a sentence.')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-ablation', 'none');
  await app.type('The cat sat on the mat.');
  await app.measured();
  await expectNumbers(app, page);
});

test('all but one, a layer and none are one press each, and sets are kept under a name', async ({ app, page }) => {
  await app.open({ head: 'L2H5', view: 'off' });
  const panel = page.getByRole('region', { name: 'Switch heads off' });
  const items = page.getByRole('list', { name: 'Heads turned down' }).getByRole('listitem');
  await panel.getByRole('button', { name: 'all but L2H5' }).click();
  await expect(items).toHaveCount(31);
  await app.measured();
  await expectNumbers(app, page);
  await panel.getByRole('button', { name: 'none' }).click();
  await expect(items).toHaveCount(0);
  await panel.getByRole('button', { name: 'layer 2' }).click();
  await expect(items).toHaveCount(8);
  await panel.getByRole('textbox', { name: 'Name of the set to save' }).fill('third layer');
  await panel.getByRole('button', { name: 'Save' }).click();
  await panel.getByRole('button', { name: 'none' }).click();
  await page.reload();
  await app.settle();
  await panel.getByRole('button', { name: 'third layer', exact: true }).click();
  await expect(items).toHaveCount(8);
  await panel.getByRole('button', { name: 'Forget the set third layer' }).click();
  await expect(panel.getByRole('list', { name: 'Saved sets' })).toBeHidden();
});

testAnew('sets work for the visit where the browser blocks storage', async ({ app, page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await app.open({ view: 'off', ablate: 'L0H6' });
  await page.getByRole('textbox', { name: 'Name of the set to save' }).fill('mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('This browser keeps nothing')).toBeVisible();
  await page.getByRole('button', { name: 'none' }).click();
  await page.getByRole('button', { name: 'mine', exact: true }).click();
  await app.measured();
});

test('a slider turns a head down by parts: half of it costs less than all of it', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H6' });
  await app.measured();
  const whole = effectIn(await app.export());
  const entry = await historyEntry(page);
  for (const part of ['0.9', '0.7', '0.5']) await page.getByRole('slider', { name: 'Kept of L0H6' }).fill(part);
  await app.measured();
  const half = await expectNumbers(app, page);
  expect(half.meanKl).toBeGreaterThan(0);
  expect(half.meanKl).toBeLessThan(whole.meanKl);
  await expect.poll(() => new URL(page.url()).searchParams.get('ablate')).toBe('L0H6:0.5');
  // Dragging is no step of the history; another head off is.
  expect(await historyEntry(page)).toBe(entry);
  await app.cell('L1H2').hover();
  await page.keyboard.press('x');
  await expect.poll(() => historyEntry(page)).not.toBe(entry);
});

/** What a step of the history changes and the writing of an address leaves as it is; their number stops growing at 50. */
async function historyEntry(page: Page): Promise<string | undefined> {
  return page.evaluate(() => window.navigation.currentEntry?.key);
}
