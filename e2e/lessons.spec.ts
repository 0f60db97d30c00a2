import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Locator, Page } from 'playwright/test';
import { keptTest as test } from './support/headlight.ts';
import type { Headlight } from './support/headlight.ts';

/** The lessons that are read beside the page: every link in them must bring what the lesson goes on to speak of. */
const LESSONS = readFileSync(join(import.meta.dirname, '../docs/lessons.md'), 'utf8');

/** The links of a text as whole queries, each once; what begins with "&" is added to the link before it. */
function linksIn(text: string): readonly string[] {
  let before = new URLSearchParams();
  const links = [...text.matchAll(/`([?&][^`]+)`/g)].map(({ 1: link = '' }) => {
    if (link.startsWith('?')) before = new URLSearchParams(link);
    else for (const [name, value] of new URLSearchParams(link)) before.set(name, value);
    return `?${before}`;
  });
  return [...new Set(links)];
}

type Seen = (app: Headlight, page: Page) => Promise<void>;

const NO_ENGLISH = 'qx+7+zu+3+kp+9+wv+5+qx+7+zu+3+kp+9+wv+5';
const CAT_AND_DOG = 'My+cat+saw+my+dog+and+my+dog+saw+my+cat.';

const ROWS: Readonly<Record<string, Seen>> = {
  '?lesson=more-heads': opens('Without one head'),
  '?lesson=unique': opens('Two that look alike'),
  '?lesson=language': opens('No word of English'),
  '?model=fashion-vit': async (app, page) => {
    await expect(app.model).toHaveValue('fashion-vit');
    await expect(page.getByRole('region', { name: 'Drawing pad' })).toBeVisible();
  },
  '?view=importance': async (_, page) => {
    await expect(page.getByRole('button', { name: 'Measure every head' })).toBeEnabled();
  },
  '?view=off&ablate=L0H3': changes(9, 14),
  '?view=alike': async (_, page) => {
    await fillIn(page, 5);
    const groups = page.getByText(/groups among 32 heads/);
    await expect(groups).toHaveText(/^28 groups among 32 heads at 0\.20 over 5 sentences/);
    await page.getByRole('slider', { name: 'Distance within which heads are alike' }).fill('0.4');
    await expect(groups).toHaveText(/^18 groups/);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('rowheader', { name: 'L0H3 and L0H7' }).getByRole('button').click();
    const pair = page.getByRole('region', { name: 'L0H3 and L0H7' });
    await expect(pair).toContainText('Redundant as far as they look');
    await expect(pair).toContainText('Distance 0.14');
    await expect(pair.getByRole('button', { name: 'Is one the backup of the other?' })).toBeEnabled();
  },
  '?model=bookworm-bert&view=alike': async (app, page) => {
    await expect(app.model).toHaveValue('bookworm-bert');
    await fillIn(page, 6);
    await expect(page.getByText(/groups among 32 heads at 0\.20 over 6 sentences/)).toBeVisible();
  },
  [`?text=${NO_ENGLISH}&head=L1H6%2CL2H3`]: async (app) => {
    expect(await app.pinned()).toEqual(['L1H6', 'L2H3']);
    const name = /labelled\s+"([^"]+)", which is called/.exec(LESSONS)?.[1] ?? 'no label';
    for (const head of ['L1H6', 'L2H3']) await expect(app.cell(head)).toHaveAccessibleName(new RegExp(name));
  },
  [`?text=${NO_ENGLISH}&head=L1H6%2CL2H3&view=off&ablate=L1H6%2CL2H3`]: changes(21, 35),
  [`?text=${NO_ENGLISH}&head=L1H6%2CL2H3&view=off&ablate=L2H0%2CL2H1`]: changes(2, 35),
  '?view=off&ablate=L1H6%2CL2H3': changes(1, 14),
  '?head=L0H6': labelled('L0H6'),
  '?head=L1H1': labelled('L1H1'),
  [`?text=${CAT_AND_DOG}&head=L1H6%2CL2H3%2CL3H1&ablate=L0H6&picture=difference`]: async (app, page) => {
    expect(await app.pinned()).toEqual(['L1H6', 'L2H3', 'L3H1']);
    await app.measured();
    await expect(page.getByText(/8 of 12 predictions changed/)).toBeVisible();
    for (const head of ['L1H6', 'L2H3', 'L3H1'])
      expect(await nColours(app.place(head).locator('canvas'))).toBeGreaterThan(9);
    // The head that the sentence is about can be given back as the lesson says.
    await app.cell('L0H6').hover();
    await page.keyboard.press('x');
    await app.measured('none');
  },
};

/** The first page of a lesson. */
function opens(title: string): Seen {
  return async (_, page) => {
    const rail = page.getByRole('region', { name: 'Lesson' });
    await expect(rail.getByRole('heading', { name: title })).toBeVisible();
  };
}

/** What is switched off, and what that comes to. */
function changes(nFlips: number, nPositions: number): Seen {
  return async (app, page) => {
    await app.measured();
    await expect(page.getByRole('tab', { name: 'Switch off', selected: true })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Effect' })).toContainText(`${nFlips} of ${nPositions}`);
  };
}

/** One head alone with the label that the lesson tries. */
function labelled(head: string): Seen {
  return async (app) => {
    expect(await app.pinned()).toEqual([head]);
    await app.askWhy();
    await expect(app.why.getByRole('button', { name: 'Is the label enough?' })).toBeEnabled();
  };
}

async function fillIn(page: Page, nExamples: number): Promise<void> {
  await page.getByRole('radio', { name: 'a list of sentences' }).check();
  await page.getByRole('button', { name: `Fill in the ${nExamples} examples` }).click();
  await page.getByRole('button', { name: 'Compare on the list' }).click();
  await expect(page.getByText(new RegExp(`over ${nExamples} sentences`))).toBeVisible();
}

/** Different colours of a picture: of a blank one there is one, or with a grid a few. */
function nColours(canvas: Locator): Promise<number> {
  return canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0;
    const { width, height } = element;
    const pixels = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return new Set(new Uint32Array(Uint8Array.from(pixels).buffer)).size;
  });
}

for (const link of linksIn(LESSONS)) {
  test(`the link of a lesson brings what it says: ${link}`, async ({ app, page }) => {
    const seen = ROWS[link];
    if (seen === undefined) throw new Error('no row says what this link brings');
    await app.open(Object.fromEntries(new URLSearchParams(link)));
    await expect(app.alert).toHaveCount(0);
    await seen(app, page);
  });
}

test('every row is a link of the lessons', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(linksIn(LESSONS).toSorted());
});
