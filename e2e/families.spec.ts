import { expect } from 'playwright/test';
import { familyPaths, familyRows, hasSet } from '../src/inference/testing/familyRows.ts';
import type { FamilyRow } from '../src/core/families.ts';
import type { Headlight } from './support/headlight.ts';
import { keptTest as test } from './support/headlight.ts';
import { OpenDialog } from './support/openDialog.ts';
import { picture, RGB } from './support/pictures.ts';
import { tone, wav } from './support/sounds.ts';

/** Rows a page opens one after the other. */
const PER_TEST = 8;

const ROWS = familyRows().filter(({ set }) => set !== 'zoo');
const PARTS = Array.from({ length: Math.ceil(ROWS.length / PER_TEST) }, (_, at) =>
  ROWS.slice(at * PER_TEST, (at + 1) * PER_TEST),
);

/** Gives a model something that it reads, unlike what was given before: what stands there already is no other input. */
async function give(app: Headlight, { takes }: FamilyRow, at: number): Promise<void> {
  const ids = `3 1 4 1 ${5 + at}`;
  if (takes === 'ids') await app.type(ids);
  if (takes === 'image-text') await app.sentence.fill(ids);
  if (takes === 'image' || takes === 'image-text') {
    await app.rerun(() => app.page.getByLabel('Image', { exact: true }).setInputFiles(picture('stripes.png', RGB)));
  }
  if (takes === 'sound' || takes === 'sound-to-text') {
    const sound = wav(`tone-${at}.wav`, tone(0.4 + at / 100, 16_000), 16_000);
    await app.rerun(() => app.page.getByLabel('Sound', { exact: true }).setInputFiles(sound));
  }
  if (takes === 'sound-to-text') await app.typeTarget(`7 ${8 + at}`);
  if (takes === 'text-to-text') {
    await app.type(ids);
    await app.typeTarget(`7 ${8 + at}`);
  }
}

test.describe('families as people open them', () => {
  PARTS.forEach((rows, part) => {
    test(`part ${part + 1}: each ends in its heads, or in words`, async ({ app, page }) => {
      test.skip(!hasSet('zoo-c'), 'the files lie in ../shared/fixtures/zoo-c');
      await app.open();
      const open = new OpenDialog(page);
      for (const [at, row] of rows.entries()) {
        await test.step(`${row.name}, ${row.layout}`, async () => {
          await app.reopen(() => open.pick(familyPaths(row)));
          const [stack] = row.shown ?? [];
          if (stack === undefined) {
            await expect(app.alert).toContainText((row.refused?.words ?? '').slice(0, 40), { ignoreCase: true });
            return;
          }
          await give(app, row, at);
          const [, layers, nHeads] = stack;
          await expect(app.cells).toHaveCount(layers.length * nHeads);
          // Layers by their place: those between that have no heads are left out.
          expect((await app.order()).at(-1)).toBe(`L${layers.length - 1}H${nHeads - 1}`);
        });
      }
    });
  });
});
