import { describe, expect, test } from 'vitest';
import { holds, MAX_WORDS } from './lesson.ts';
import { readLesson } from './readLesson.ts';
import type { Vocabulary } from './readLesson.ts';
import { countWords, factsIn, wordParts } from './wordParts.ts';

const VOCABULARY: Vocabulary = {
  fact: (name) => (['loss', 'head previous'].includes(name) ? null : `no fact ${name}`),
  part: (id) => (id === 'grid' ? null : `no part ${id}`),
  measure: (id) => (id === 'importance' ? null : `no measure ${id}`),
  term: (id) => (id === 'query' ? null : `no term ${id}`),
  link: (query) => (query.includes('head=L0H0') || query === '' ? null : `broken: ${query}`),
};

const PAGE = { title: 'One', words: 'A [query](query) with {loss}.', does: 'Look.', lit: 'grid' };
const LESSON = { title: 'T', about: 'A.', pages: [PAGE] };

/** What is wrong with a lesson whose one page is otherwise. */
const wrongWith = (page: object): readonly string[] => {
  return readLesson({ ...LESSON, pages: [{ ...PAGE, ...page }] }, VOCABULARY).wrong;
};

describe('the words of a lesson', () => {
  test('fall into text, facts, terms and what is quoted', () => {
    expect(wordParts('Of *boy*, {weight L0H6 2 1} [keys](key).')).toEqual([
      { kind: 'text', text: 'Of ' },
      { kind: 'quoted', text: 'boy' },
      { kind: 'text', text: ', ' },
      { kind: 'fact', fact: 'weight L0H6 2 1' },
      { kind: 'text', text: ' ' },
      { kind: 'term', text: 'keys', term: 'key' },
      { kind: 'text', text: '.' },
    ]);
    expect(factsIn('{loss} and {lossOff}')).toEqual(['loss', 'lossOff']);
  });

  test('are text where marks mark nothing', () => {
    expect(wordParts('2 * 3 [1] {')).toEqual([{ kind: 'text', text: '2 * 3 [1] {' }]);
  });

  test('are counted as they are read: a fact is one word, a dash none', () => {
    expect(countWords('The [weights of it](weight) – {weight L0H6 2 1} – of *boy* don’t.')).toBe(8);
    expect(countWords('')).toBe(0);
  });
});

describe('the file of a lesson', () => {
  test('is read with what it leaves out', () => {
    const { lesson, wrong } = readLesson(LESSON, VOCABULARY);
    expect(wrong).toEqual([]);
    expect(lesson).toEqual({
      title: 'T',
      about: 'A.',
      from: null,
      pages: [{ ...PAGE, view: '', measures: [], guess: null, claims: [] }],
    });
  });

  test('is read with a guess and with claims', () => {
    const guess = { kind: 'number', asks: 'How much?', truth: 'loss', range: [1, 5], shows: '?head={head previous}' };
    const page = { ...PAGE, guess, claims: [{ fact: 'loss', atMost: 6 }], view: '?head={head previous}' };
    const { lesson, wrong } = readLesson({ ...LESSON, pages: [page] }, VOCABULARY);
    expect(wrong).toEqual([]);
    expect(lesson.pages[0]?.guess).toEqual({ ...guess, between: [], columns: [], lit: '' });
    expect(lesson.pages[0]?.claims).toEqual([{ fact: 'loss', atLeast: null, atMost: 6, is: null }]);
  });

  test.each<[string, object]>([
    ['pages[0].words: no fact los', { words: 'It is {los}.' }],
    ['pages[0].does: no term quary', { does: 'Find the [query](quary).' }],
    ['pages[0].lit: no part gird', { lit: 'gird' }],
    ['pages[0].measures: no measure all', { measures: ['all'] }],
    ['pages[0].view: broken: ?had=L0H6', { view: '?had=L0H6' }],
    ['pages[0].view: no fact head next', { view: '?head={head next}' }],
    ['pages[0].claims[0].fact: needs “atLeast”, “atMost” or “is”', { claims: [{ fact: 'loss' }] }],
    ['pages[0].claims[0].atLeast: not a number', { claims: [{ fact: 'loss', atLeast: '1', atMost: 2 }] }],
    [
      'pages[0].guess.kind: none of word, head, number, direction, row, curve',
      { guess: { kind: 'x', asks: 'a', truth: 'loss' } },
    ],
    ['pages[0].guess.between: two heads to choose from', { guess: { kind: 'head', asks: 'a', truth: 'loss' } }],
    [
      'pages[0].guess.columns: two whole numbers or more that rise',
      { guess: { kind: 'curve', asks: 'a', truth: 'loss', columns: [0, 8, 8] } },
    ],
    ['pages[0].word: no such field', { word: 'x' }],
    ['pages[0].title: missing', { title: undefined }],
    ['pages[0].title: not a text', { title: 1 }],
  ])('tells what is wrong, and where: %s', (says, page) => {
    expect(wrongWith(page).join('\n')).toContain(says);
  });

  test('holds a page to its number of words, what is to be done included', () => {
    const words = (n: number): string => 'word '.repeat(n);
    expect(wrongWith({ words: words(MAX_WORDS - 1) })).toEqual([]);
    expect(wrongWith({ words: words(MAX_WORDS) })).toEqual([
      `pages[0].words: ${MAX_WORDS + 1} words with “does”, at most ${MAX_WORDS}`,
    ]);
  });

  test.each([[null], ['text'], [[]], [{}], [{ ...LESSON, pages: 'none' }], [{ ...LESSON, pages: [7] }]])(
    'that is none is refused without an error: %j',
    (json) => {
      expect(readLesson(json, VOCABULARY).wrong.length).toBeGreaterThan(0);
    },
  );
});

test('a claim holds within its bounds, and is open while the fact is on its way and where it cannot be had', () => {
  const claim = { fact: 'loss', atLeast: 1, atMost: 2, is: null };
  expect([0.99, 1, 2, 2.01, null, undefined, '1'].map((found) => holds(claim, found))).toEqual([
    false,
    true,
    true,
    false,
    null,
    null,
    false,
  ]);
  const named = { fact: 'head previous', atLeast: null, atMost: null, is: 'L0H6' };
  expect([holds(named, 'L0H6'), holds(named, 'L0H7')]).toEqual([true, false]);
});
