import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'playwright/test';
import type { Headlight } from './support/headlight.ts';
import { test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { tone, wav } from './support/sounds.ts';

const FOLDERS = resolve(import.meta.dirname, '../../shared/fixtures/zoo-c');

test.skip(!existsSync(FOLDERS), 'the files lie in ../shared/fixtures/zoo-c');

/** Opens the files of a family as they lie. */
async function openFamily(app: Headlight, family: string): Promise<void> {
  const folder = `${FOLDERS}/${family}`;
  const files = readdirSync(folder).flatMap((name) => (name === 'expected.json' ? [] : [`${folder}/${name}`]));
  await app.open();
  await app.reopen(() => new OpenDialog(app.page).pick(files));
}

const choose = (app: Headlight, seconds: number, rate = 16_000): Promise<void> =>
  app.rerun(() =>
    app.page.getByLabel('Sound', { exact: true }).setInputFiles(wav('tone.wav', tone(seconds, rate), rate)),
  );

test('a sound of another rate is heard in tokens that are called after their seconds', async ({ app, page }) => {
  await openFamily(app, 'wav2vec2');
  await expect(page.getByText('Choose a sound, drop one on the page, or record one.')).toBeVisible();
  await choose(app, 0.5, 44_100);
  await expect(app.cells).toHaveCount(2 * 3);
  // 0.5 s at 16 kHz in steps of 10 x 8 x 4 samples.
  await expect(app.tokens).toHaveCount(25);
  await expect(app.tokens.nth(12)).toHaveText('0.24 s');
  await expect(page.getByText('tone.wav: 0.5 s', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /^The sound, 0.50 s/ })).toBeVisible();
});
