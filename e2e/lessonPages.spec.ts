import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { MAX_WORDS } from '../src/core/lessons/lesson.ts';
import type { Lesson } from '../src/core/lessons/lesson.ts';
import { decodeView, encodeView } from '../src/app/state/url.ts';
import { findings } from './support/axe.ts';
import { test } from './support/headlight.ts';

const FOLDER = join(import.meta.dirname, '../public/lessons');
const fileOf = (name: string): string => readFileSync(join(FOLDER, `${name}.json`), 'utf8');
const { lessons: IDS }: { lessons: readonly string[] } = JSON.parse(fileOf('index'));

const rail = (page: Page) => page.getByRole('region', { name: 'Lesson' });

/** The view as the address has it, without what is the person's own. */
function viewOf(page: Page): string {
  const query = new URL(page.url()).searchParams;
  query.delete('backend');
  return `?${query}`;
}

/** The fields of a link that are not as on a page just opened; any head for one that has to be found. */
function fieldsOf(link: string): URLSearchParams {
  return new URLSearchParams(encodeView(decodeView(link.replaceAll(/\{[^{}]+\}/g, 'L0H0'))));
}

/** One page of a lesson: what it says, and that it is so. */
async function check(page: Page, id: string, at: number, lesson: Lesson): Promise<string> {
  const name = `${id}.${at + 1}`;
  const { title, claims } = lesson.pages[at]!;
  await expect(rail(page).getByRole('heading', { name: title, exact: true }), name).toBeVisible();
  const words = rail(page).locator('[data-words]');
  const guess = rail(page).getByRole('group', { name: 'Your guess' });
  await expect(guess, name).toHaveCount(lesson.pages[at]!.guess == null ? 0 : 1);
  // What would tell the answer is set once it has been guessed; on the way back the guess is still there.
  if ((await guess.count()) > 0 && (await guess.getByText('You said').count()) === 0)
    await guess.getByRole('button').last().click();
  if ((await guess.count()) > 0) {
    // The truth: one, or one for each column that was drawn.
    await expect(guess.locator('dd, [role=img]').last(), name).not.toHaveText(/^[…–]/);
    await expect(guess.locator('[role=img][aria-label$="…"]'), name).toHaveCount(0, { timeout: 45_000 });
  }
  // Nothing is still on its way, nothing cannot be had, and what the lesson relies on is so.
  await expect(words, name).toHaveAttribute('data-claims', (claims ?? []).length === 0 ? 'none' : 'hold', {
    timeout: 45_000,
  });
  await expect(words.locator('[data-fact][data-coming]'), name).toHaveCount(0);
  const told = await words.locator('[data-fact]').allTextContents();
  expect(
    told.filter((text) => text === '–' || text === ''),
    name,
  ).toEqual([]);
  expect((await words.locator('p').allInnerTexts()).join(' ').split(/\s+/).length, name).toBeLessThanOrEqual(MAX_WORDS);
  await expect(page.locator('[data-lesson-lit]'), name).toHaveCount(1);
  await expect(page.locator('[data-lesson-lit]'), name).toBeVisible();
  // What a link of the page sets, a head that had to be found among it, is set.
  const wanted = fieldsOf(lesson.pages[at]!.view ?? '');
  const after = new URLSearchParams(lesson.pages[at]!.guess?.shows ?? '');
  await expect
    .poll(
      () => [...wanted.keys()].filter((field) => !after.has(field) && !new URL(page.url()).searchParams.has(field)),
      { message: name },
    )
    .toEqual([]);
  expect(await findings(page), name).toEqual([]);
  return viewOf(page);
}

for (const id of IDS) {
  test(`the lesson ${id}: every page is reached, and what it says is so`, async ({ app, page }) => {
    test.setTimeout(180_000);
    const lesson: Lesson = JSON.parse(fileOf(id));
    await app.open({ lesson: id });
    const views: string[] = [];
    for (let at = 0; at < lesson.pages.length; at++) {
      if (at > 0) await rail(page).getByRole('button', { name: 'Next' }).click();
      await app.settle();
      views.push(await check(page, id, at, lesson));
    }
    expect(new Set(views).size).toBe(views.length);
    // One page back, and the link alone, bring the same view as the way there.
    const last = views.length - 1;
    await rail(page).getByRole('button', { name: 'Back' }).click();
    await app.settle();
    expect(await check(page, id, last - 1, lesson)).toBe(views[last - 1]);
    await app.open({ lesson: `${id}.${last + 1}` });
    expect(await check(page, id, last, lesson)).toBe(views[last]);
    await expect(app.alert).toHaveCount(0);
  });
}
