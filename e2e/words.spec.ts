import { readFileSync } from 'node:fs';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { findings } from './support/axe.ts';
import { csvOf } from './support/csv.ts';
import { keptTest as test } from './support/headlight.ts';

const panel = (page: Page) => page.getByRole('region', { name: 'Does a head look at these words?' });
const read = (page: Page) =>
  panel(page)
    .getByRole('status')
    .filter({ hasText: /\d+ sentences? read/ });

test('a link names a list of words; the map, the list and the sentences say the same, and the list is a file', async ({
  app,
  page,
}) => {
  await app.open({ view: 'words', words: '*colours' });
  await expect(panel(page).getByRole('radio', { name: 'colours' })).toBeChecked();
  await expect(panel(page).getByRole('textbox', { name: 'Words to look for' })).toHaveValue(/black, blue/);
  // A short question may have been begun by itself.
  await panel(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(read(page)).toBeVisible({ timeout: 30_000 });
  await expect(panel(page)).toContainText('that come with the page');
  await expect(panel(page).getByText(/\d+ such words? in \d+ sentences/)).toBeVisible();
  const map = panel(page).getByRole('grid');
  await expect(map.getByRole('gridcell')).toHaveCount(32);
  const rows = panel(page).getByRole('table').getByRole('row');
  await expect(rows).toHaveCount(33);
  expect(await findings(page)).toEqual([]);

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    panel(page).getByRole('button', { name: /^CSV/ }).click(),
  ]);
  const file = await csvOf(download);
  expect(file).toHaveLength(32);
  const first = file[0]!;
  expect(Number(first['beyond both'])).toBeCloseTo(
    Number(first['to these words']) - Math.max(Number(first['chance']), Number(first['same places'])),
    9,
  );
  await expect(map.locator(`[data-map-head="${first['head']}"]`)).toHaveAccessibleName(
    new RegExp(`${Number(first['to these words']).toFixed(2)} to these words; chance`),
  );
  // A head of the list is pinned.
  await rows.nth(1).getByRole('button').click();
  await expect.poll(() => new URL(page.url()).searchParams.get('head')).toContain(first['head']);
});

test('one’s own words on one’s own sentences: few are told to be few, and what has changed since is said', async ({
  app,
  page,
}) => {
  await app.open({ view: 'words' });
  await panel(page).getByRole('radio', { name: 'your own' }).check();
  await expect(panel(page).getByRole('button', { name: 'Look for them' })).toBeDisabled();
  await panel(page).getByRole('textbox', { name: 'Words to look for' }).fill('violin, drums');
  await panel(page).getByRole('radio', { name: 'a list of sentences' }).check();
  const sentences = panel(page).getByRole('textbox', { name: 'Sentences, one a line' });
  await sentences.fill('He has no shoes.');
  await panel(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(panel(page).getByRole('alert')).toContainText('None of your sentences');
  await sentences.fill('The violin was old and the drums were new.\nShe played the violin well.');
  await expect(panel(page).getByRole('alert')).toHaveCount(0);
  await panel(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(panel(page).getByText(/3 such words in 2 sentences/)).toBeVisible();
  await expect(panel(page).getByText(/Too few to tell: .* it takes 11 sentences/)).toBeVisible();
  await panel(page).getByRole('textbox', { name: 'Words to look for' }).fill('trumpet');
  await expect(panel(page).getByText('The words have changed since')).toBeVisible();
  await expect.poll(() => new URL(page.url()).searchParams.get('words')).toBe('trumpet');
});

test('a model that fills gaps is asked the same; one of pictures says that it reads no text', async ({ app, page }) => {
  await app.open({ view: 'words', model: 'bookworm-bert', words: '*people' });
  await panel(page).getByRole('button', { name: 'Look for them' }).click();
  await expect(read(page)).toBeVisible({ timeout: 30_000 });
  await expect(panel(page).getByText(/heads? stands? out|No head stands out/)).toBeVisible();
  await app.open({ view: 'words', model: 'fashion-vit' });
  await expect(panel(page)).toContainText('by a model that reads one English text');
  await expect(panel(page).getByRole('button', { name: 'Look for them' })).toHaveCount(0);
});

test('heads that are off tell what the file would be smaller by', async ({ app, page }) => {
  await app.open({ view: 'off', ablate: 'L0H0,L0H1,L0H2,L1H0,L1H1,L1H2' });
  const { models }: { models: readonly { id: string; files: readonly { path: string; bytes: number }[] }[] } =
    JSON.parse(readFileSync(new URL('../models/manifest.json', import.meta.url), 'utf8'));
  const { bytes } = models.find(({ id }) => id === 'bookworm-gpt')!.files.find(({ path }) => path.endsWith('.onnx'))!;
  // Of each head 16 of 128 columns of three matrices with their biases, and 16 rows of the fourth, in two bytes.
  const saved = 6 * 2 * (4 * 16 * 128 + 3 * 16);
  const said = page.getByRole('region', { name: 'Switch heads off' }).getByText(/^Taken out/);
  await expect(said).toContainText(
    `these 6 heads would make the file ${Math.round(saved / 1000)} KB smaller, ${((100 * saved) / bytes).toFixed(1)} %`,
  );
});
