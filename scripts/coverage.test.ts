import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIELDS } from '../src/app/state/fields.ts';
import { brokenFields } from '../src/app/state/url.ts';
import { isPage } from './lessonPlaces.ts';

/** Items of the subject. */
const N_ITEMS = 39;

const page = readFileSync(resolve(import.meta.dirname, '../docs/coverage.md'), 'utf8');
const ROWS = [...page.matchAll(/^\| *(\d+) *\| *(.+?) *\| *(.+?) *\|$/gm)].map(([, at, item = '', where = '']) => ({
  at: Number(at),
  item,
  where,
}));
const linksIn = (text: string): readonly string[] => [...text.matchAll(/`(\?[^`]+)`/g)].map(([, link = '']) => link);

const PARAMS: ReadonlySet<string> = new Set(Object.values(FIELDS).map(({ param }) => param));

/** Whether a link leads to something: every field is one that links have and can be read, and the lesson that it names is there. */
function isLink(link: string): boolean {
  const params = new URLSearchParams(link);
  const lesson = params.get('lesson');
  const isKnown = [...params.keys()].every((param) => PARAMS.has(param));
  return isKnown && brokenFields(link).length === 0 && (lesson === null || isPage(lesson));
}

describe('docs/coverage.md', () => {
  test('has every item, in order', () => {
    expect(ROWS.map(({ at }) => at)).toEqual(Array.from({ length: N_ITEMS }, (_, i) => i + 1));
    expect(new Set(ROWS.map(({ item }) => item)).size).toBe(N_ITEMS);
  });

  test.each(ROWS)('$at, $item: names a place, or says that there is none yet', ({ where }) => {
    expect(linksIn(where).length > 0 || /not yet/i.test(where)).toBe(true);
  });

  test('names only places that exist', () => {
    expect(linksIn(page).filter((link) => !isLink(link))).toEqual([]);
    const wrong = ['?lesson=none', '?lesson=six-steps.99', '?view=nowhere', '?lessons=six-steps'];
    expect(wrong.filter(isLink)).toEqual([]);
  });

  test('leaves no lesson out', () => {
    const index: { readonly lessons: readonly string[] } = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../public/lessons/index.json'), 'utf8'),
    );
    const named = linksIn(page).map((link) => new URLSearchParams(link).get('lesson')?.split('.')[0]);
    expect(index.lessons.filter((id) => !named.includes(id))).toEqual([]);
  });
});
