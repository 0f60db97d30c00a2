import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { GLOSSARY } from '../src/core/glossary/glossary.ts';
import { findings } from './support/axe.ts';
import { keptTest as test, test as testAnew } from './support/headlight.ts';

/** Terms that this walk does not come by, and why. */
const ELSEWHERE = {
  webgpu: 'stands where the model computes on WebGPU',
  fp16: 'stands beside a model in 16 bits',
  q4: 'stands beside a model in 4 bits',
  q8: 'stands beside a model in 8 bits',
  turn: 'stands where a model foretells no words',
  fidelity: 'stands once a label has been tried',
  induction: 'stands where that label is explained',
};

const note = (page: Page) => page.getByRole('tooltip').and(page.locator('#term-note'));

test('every term of art is dotted where a person comes by it', async ({ app, page }) => {
  const seen = new Set<string>();
  const look = async (): Promise<void> => {
    for (const term of await page.locator('[data-term]').evaluateAll((all) => all.map((one) => one.dataset['term'])))
      seen.add(term ?? '');
  };
  await app.open({ head: 'L0H6' });
  await app.askWhy();
  await look();
  for (const mode of ['shared', 'mean', 'zero', 'flat', 'ideal']) {
    await app.restore({ view: 'off', ablate: 'L0H3', mode, head: 'L0H6' });
    await expect(page.locator(`[data-term=${mode}]`)).toBeVisible();
    await app.measured();
    await look();
  }
  for (const [stage, term] of [
    ['weight', 'temperature'],
    ['result', 'weight-length'],
    ['concat', 'subspace'],
    ['after', 'direct-logits'],
    ['written', 'output-weights'],
  ] as const) {
    await app.restore({ view: 'inside', head: 'L0H6', stage });
    await expect(page.locator(`[data-term=${term}]`).first()).toBeVisible();
    await look();
  }
  await page.getByRole('button', { name: 'does L0H6 copy?' }).click();
  // Many runs of two tokens come before it.
  await expect(page.locator('[data-term=copying]')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/of its weights alone on bare words, from −1 to 1: −0\.45\./)).toBeVisible();
  await look();
  await app.turnTo('Importance');
  await page.getByRole('button', { name: 'Measure every head' }).click();
  await expect(page.getByText('Noise floor')).toBeVisible();
  await look();
  await app.turnTo('Alike');
  await expect(page.getByRole('region', { name: 'Heads that look alike' })).toBeVisible();
  await look();
  await page.getByRole('button', { name: 'Compare on this sentence' }).click();
  await page.getByRole('radio', { name: 'content keys' }).check();
  await look();
  await app.turnTo('Cost');
  await expect(page.getByRole('region', { name: 'What heads cost' })).toBeVisible();
  await look();
  await page.getByRole('button', { name: 'Help and keys' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look();
  expect(
    Object.keys(GLOSSARY)
      .filter((term) => !seen.has(term))
      .toSorted(),
  ).toEqual(Object.keys(ELSEWHERE).toSorted());
});

test('a dotted word is explained to a pointer, to the keyboard and in a sheet, and lets go', async ({ app, page }) => {
  await app.open({ head: 'L0H6,L2H5' });
  const word = page.locator('[data-term=query]').first();
  await word.hover();
  await expect(note(page)).toHaveText(`query ${GLOSSARY.query.says}`);
  await expect(word).toHaveAccessibleDescription(`query ${GLOSSARY.query.says}`);
  expect(await findings(page)).toEqual([]);
  // On the note itself it stays; elsewhere it goes.
  await note(page).hover();
  await page.waitForTimeout(400);
  await expect(note(page)).toBeVisible();
  await page.mouse.move(5, 5);
  await expect(note(page)).toHaveCount(0);

  // By Tab from one to the next; Esc ends the note alone.
  await word.focus();
  await expect(note(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(note(page)).toHaveText(`key ${GLOSSARY.key.says}`);
  await page.keyboard.press('Escape');
  await expect(note(page)).toHaveCount(0);
  expect(await app.pinned()).toEqual(['L0H6', 'L2H5']);

  await page.getByRole('button', { name: 'Help and keys' }).click();
  const sheet = page.getByRole('dialog', { name: 'Help and keys' });
  await sheet.locator('[data-term=value]').click();
  await expect(note(page)).toBeVisible();
  const [box, size] = [await note(page).boundingBox(), page.viewportSize()];
  expect(box!.x).toBeGreaterThanOrEqual(0);
  expect(box!.x + box!.width).toBeLessThanOrEqual(size!.width);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(note(page)).toHaveCount(0);
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
});

testAnew.describe('with a finger', () => {
  testAnew.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  testAnew('a tap explains a dotted word, and a tap elsewhere ends it', async ({ app, page }) => {
    await app.open({ head: 'L0H6' });
    await page.locator('[data-term=layer]').first().tap();
    await expect(note(page)).toHaveText(`layer ${GLOSSARY.layer.says}`);
    const box = await note(page).boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
    // It stays after the finger has gone.
    await page.waitForTimeout(400);
    await expect(note(page)).toBeVisible();
    await page.getByRole('heading', { name: 'Headlight' }).tap();
    await expect(note(page)).toHaveCount(0);
  });
});
