import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { keptTest as test } from './support/headlight.ts';

const button = (page: Page, where: string): Locator => page.getByRole('button', { name: `One head, ${where}` });
const map = (page: Page, layer: number): Locator => page.getByRole('img', { name: `Layer ${layer} as one head` });
const words = (page: Page, layer: number): Locator => page.getByRole('row').filter({ has: map(page, layer) });

/** "loss 5.48 → 5.55 +0.07" as numbers. */
async function loss(part: Locator): Promise<readonly number[]> {
  await expect(part).toContainText(/loss ?[\d.]+ → [\d.]+ [+−]?[\d.]+/);
  const [, before, after] = /loss ?([\d.]+) → ([\d.]+)/.exec((await part.textContent()) ?? '') ?? [];
  return [Number(before), Number(after)];
}

test('eight heads fold into one and fan out again, and what it costs is measured', async ({ app, page }) => {
  await app.open({ head: 'L0H6', view: 'off', ablate: 'L0H3', mode: 'zero' });
  await app.measured();
  await button(page, 'layer 2').click();
  await expect(button(page, 'layer 2')).toHaveAttribute('aria-pressed', 'true');
  await expect(map(page, 2)).toBeVisible();
  await expect(app.cell('L2H0')).toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('onehead')).toBe('2');
  // The average answers about the asked word in the place of its heads.
  const said = page.getByRole('list', { name: 'What the heads say' }).getByRole('listitem');
  await expect(said.filter({ hasText: /^Layer 2 as one head/ })).toHaveCount(1);
  await expect(said.filter({ hasText: /^L2H/ })).toHaveCount(0);
  await expect(words(page, 2)).toContainText('Measured with no head switched off.');
  const [before, after] = await loss(words(page, 2));
  // What was switched off stays as it is, and the same ablation by hand comes to the same.
  await expect(app.root).toHaveAttribute('data-ablation', 'ready');
  expect(new URL(page.url()).searchParams.get('ablate')).toBe('L0H3');
  await page.getByRole('button', { name: 'none', exact: true }).click();
  await expect(words(page, 2)).not.toContainText('Measured with no head switched off.');
  await page.getByRole('radio', { name: 'shared' }).check();
  await page.getByRole('button', { name: 'Switch layer 2 off' }).click();
  await app.measured();
  const byHand = await loss(page.getByRole('region', { name: 'Effect' }));
  expect([before, after]).toEqual(byHand);
  // Fanned out again from the keyboard.
  await button(page, 'layer 2').press('Enter');
  await expect(app.cell('L2H0')).toBeVisible();
  await expect(map(page, 2)).toHaveCount(0);
  await expect(said.filter({ hasText: /^Layer 2 as one head/ })).toHaveCount(0);
  await expect(said.filter({ hasText: /^L2H/ })).not.toHaveCount(0);
  expect(new URL(page.url()).searchParams.get('onehead')).toBeNull();
});

test('where nothing else changes, as on a phone, heads that are fanned out again are painted', async ({
  app,
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await app.open({ head: 'L0H6' });
  await button(page, 'layer 2').click();
  await expect(map(page, 2)).toBeVisible();
  await button(page, 'layer 2').click();
  const canvas = app.cell('L2H3').locator('canvas');
  const nPainted = () =>
    canvas.evaluate((element) => {
      if (!(element instanceof HTMLCanvasElement)) return 0;
      const { width, height } = element;
      const { data } = element.getContext('2d')!.getImageData(0, 0, width, height);
      return data.filter((value, at) => at % 4 === 3 && value > 0).length;
    });
  await expect.poll(nPainted).toBeGreaterThan(0);
});

for (const [reducedMotion, nFlying] of [
  ['no-preference', 8],
  ['reduce', 0],
] as const) {
  test(`maps are seen to fold, but for who wants no motion: ${reducedMotion}`, async ({ app, page }) => {
    await page.emulateMedia({ reducedMotion });
    await app.open({ head: 'L0H6' });
    // Each is on the page for less than 0.2 s: they are counted as they come.
    const flown = await page.evaluateHandle(() => {
      let count = 0;
      const observer = new MutationObserver((changes) => {
        count += changes
          .flatMap(({ addedNodes }) => [...addedNodes])
          .filter((node) => node instanceof HTMLElement && node.dataset['flying'] !== undefined).length;
      });
      observer.observe(document.body, { childList: true });
      return { count: () => count, end: () => observer.disconnect() };
    });
    await button(page, 'layer 2').click();
    await expect(map(page, 2)).toBeVisible();
    await button(page, 'layer 2').click();
    await expect(app.cell('L2H0')).toBeVisible();
    await expect(page.locator('[data-flying]')).toHaveCount(0);
    await expect.poll(() => flown.evaluate((each) => each.count())).toBe(2 * nFlying);
    await flown.evaluate((each) => each.end());
    await flown.dispose();
  });
}

test('all layers at once; a link, the file and its reopening bring them back; sorting waits', async ({ app, page }) => {
  await app.open({ head: 'L0H6', onehead: '0,3' });
  await expect(map(page, 0)).toBeVisible();
  await expect(page.getByText('One head in layers 0 and 3, at once:')).toBeVisible();
  await loss(words(page, 3));
  // The arrows pass over what is folded away.
  await app.cell('L1H2').focus();
  await page.keyboard.press('ArrowUp');
  await expect(app.cell('L1H2')).toBeFocused();
  expect(await findings(page)).toEqual([]);
  await button(page, 'all layers').click();
  await expect(app.cells.locator('[data-head]')).toHaveCount(0);
  await expect(page.getByText('One head in every layer, at once:')).toBeVisible();
  for (const layer of [0, 1, 2, 3]) await loss(words(page, layer));
  await app.rerun(() => app.sentence.fill('The old man and the sea, and the old man and the sea again.'));
  await expect(words(page, 1).getByRole('status')).not.toHaveAttribute('data-stale');
  const { json } = await app.export();
  expect(json.oneHead).toHaveLength(5);
  const measured = json.oneHead?.map(({ mode, heads, effect }) => [mode, heads.length, effect === undefined]);
  expect(measured?.at(-1)).toEqual(['shared', 32, false]);
  await page.getByRole('combobox', { name: 'sorted by' }).selectOption('score');
  await expect(app.cell('L2H0')).toBeVisible();
  await expect(page.getByText('Sorted, the heads stand in no layers')).toBeVisible();
  await expect(button(page, 'layer 2')).toHaveCount(0);
  await page.getByRole('combobox', { name: 'sorted by' }).selectOption('layer');
  await button(page, 'all layers').click();
  await expect(app.cell('L2H0')).toBeVisible();
});
