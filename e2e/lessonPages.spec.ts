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
/** What the person had on screen before: on the sentence that the lessons speak of. */
const OWN = { view: 'off', ablate: 'L2H5', head: 'L2H3', sort: 'entropy' };
const { lessons: IDS }: { lessons: readonly string[] } = JSON.parse(fileOf('index'));

const rail = (page: Page) => page.getByRole('region', { name: 'Lesson' });

/** The view as the address has it, without the backend, which is the person's own, and the page of the lesson. */
function viewOf(page: Page): Readonly<Record<string, string>> {
  const { backend: _, lesson: __, ...view } = Object.fromEntries(new URL(page.url()).searchParams);
  return view;
}

/** The view that a page sets, as `viewOf` gives it: what its links say and nothing else; any value where a fact has to be found. */
function viewSet(lesson: Lesson, at: number): Readonly<Record<string, unknown>> {
  const { view, guess } = lesson.pages[at]!;
  const link = new URLSearchParams();
  for (const part of [lesson.from, view, guess?.shows])
    for (const [name, value] of new URLSearchParams(part ?? '')) link.set(name, value);
  const isFound = (name: string): boolean => link.get(name)?.includes('{') === true;
  const written = encodeView(decodeView(`?${link}`.replaceAll(/%7B.*?%7D/g, 'L0H0')));
  return Object.fromEntries(
    [...new URLSearchParams(written)].map(([name, value]) => [name, isFound(name) ? expect.any(String) : value]),
  );
}

/** One page of a lesson: what it says, and that it is so. */
async function check(page: Page, id: string, at: number, lesson: Lesson): Promise<void> {
  const name = `${id}.${at + 1}`;
  const { title, claims } = lesson.pages[at]!;
  await expect(rail(page).getByRole('heading', { name: title, exact: true }), name).toBeVisible();
  const words = rail(page).locator('[data-words]');
  const guess = rail(page).getByRole('group', { name: 'Your guess' });
  await expect(guess, name).toHaveCount(lesson.pages[at]!.guess == null ? 0 : 1);
  // What the lesson relies on is so before the guess as well, as far as it can be known then.
  await expect(words, name).toHaveAttribute('data-claims', /^(none|open|hold)$/);
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
  await expect.poll(() => viewOf(page), { message: name }).toEqual(viewSet(lesson, at));
}

for (const id of IDS) {
  test(`the lesson ${id}: every page is reached, and what it says is so`, async ({ app, page }) => {
    test.setTimeout(180_000);
    const lesson: Lesson = JSON.parse(fileOf(id));
    const last = lesson.pages.length - 1;
    // A link alone to a page that nobody has walked to.
    await app.open({ lesson: `${id}.${last + 1}` });
    await check(page, id, last, lesson);
    const alone = viewOf(page);
    await app.restore({ ...OWN, lesson: 'list' });
    await rail(page).locator('button', { hasText: lesson.title }).click();
    const views: Readonly<Record<string, string>>[] = [];
    for (let at = 0; at <= last; at++) {
      if (at > 0) await rail(page).getByRole('button', { name: 'Next' }).click();
      await app.settle();
      await check(page, id, at, lesson);
      expect(await findings(page), `${id}.${at + 1}`).toEqual([]);
      views.push(viewOf(page));
    }
    // The same by the link as by the way there, and one page back.
    expect(views[last]).toEqual(alone);
    await rail(page).getByRole('button', { name: 'Back' }).click();
    await app.settle();
    await check(page, id, last - 1, lesson);
    expect(viewOf(page)).toEqual(views[last - 1]);
    await rail(page).getByRole('button', { name: 'Leave' }).click();
    await app.settle();
    await expect.poll(() => viewOf(page)).toEqual(OWN);
    await expect(app.alert).toHaveCount(0);
  });
}
