import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Lesson } from '../../core/lessons/lesson.ts';

const kept = new Map<string, string>();
const sessionStorage = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null }, sessionStorage });
// Node opens no page.
vi.stubGlobal('PerformanceNavigationTiming', Object);
const { decodeView } = await import('../state/url.ts');
const { dispatch, store } = await import('../state/store.ts');
const { backToPage, leaveFor, openBeside, openPage, pageBefore, setBesides, takeBack } = await import('./turnPages.ts');

const LESSON: Lesson = {
  title: 'One',
  about: 'A.',
  from: '?text=The+end.',
  pages: ['?view=off', '?view=cost'].map((view) => ({
    title: 'A',
    words: '',
    does: '',
    view,
    lit: 'page',
    measures: [],
    guess: null,
    claims: [],
  })),
};
const open = (at: number): void => openPage(LESSON, { id: 'one', at });
const seen = () => {
  const { text, panel, lesson } = store.getState().view;
  return { text, panel, lesson };
};

describe('the glossary beside lessons', () => {
  beforeEach(() => {
    leaveFor(null);
    dispatch({ type: 'viewRestored', view: decodeView('?text=My+own.&lesson=list') });
  });

  test('leaves on screen what is there, and leads back to the page', () => {
    open(1);
    openBeside('glossary');
    expect(seen()).toEqual({ text: 'The end.', panel: 'cost', lesson: 'glossary' });
    expect(pageBefore()).toBe('one.2');
    backToPage('one.2');
    expect(seen()).toEqual({ text: 'The end.', panel: 'cost', lesson: 'one.2' });
  });

  test('keeps the own view of before the lesson, also over a page that it leads to', () => {
    open(1);
    openBeside('glossary');
    open(0);
    expect(seen()).toEqual({ text: 'The end.', panel: 'off', lesson: 'one' });
    leaveFor(null);
    expect(seen()).toEqual({ text: 'My own.', panel: 'heads', lesson: null });
  });

  test('has the own view back where it is left itself, and where it was opened from the list', () => {
    open(0);
    openBeside('glossary');
    leaveFor('list');
    expect(seen()).toEqual({ text: 'My own.', panel: 'heads', lesson: 'list' });
    openBeside('glossary');
    expect(pageBefore()).toBeNull();
    open(0);
    leaveFor(null);
    expect(seen()).toEqual({ text: 'My own.', panel: 'heads', lesson: null });
  });

  test('does not bring back what a lesson had kept that was ended by the browser’s own button', () => {
    open(0);
    dispatch({ type: 'viewRestored', view: decodeView('?text=Another.&lesson=list') });
    openBeside('reading');
    leaveFor(null);
    expect(seen()).toEqual({ text: 'Another.', panel: 'heads', lesson: null });
  });
});

describe('what a page sets besides', () => {
  const [page] = LESSON.pages;
  beforeEach(() => {
    dispatch({ type: 'viewRestored', view: decodeView('?text=My+own.&lesson=list') });
    open(0);
  });

  test('is taken back to what the link of the page has, on whatever sentence, and all else stays', () => {
    expect(setBesides('?view=importance&ask=3')).toBe(true);
    dispatch({ type: 'viewChanged', change: { text: 'Mine now.', groups: 0.5 } });
    takeBack('?view=importance&ask=3', LESSON, page!);
    expect(store.getState().view).toMatchObject({
      text: 'Mine now.',
      lesson: 'one',
      panel: 'off',
      asked: 'auto',
      groups: 0.5,
    });
  });

  test('waits for a fact that is on its way', () => {
    expect(setBesides('?view=alike&head={head previous}')).toBe(false);
    expect(setBesides(`?view=alike&head=${encodeURIComponent('{head previous}')}`)).toBe(false);
    expect(store.getState().view.panel).toBe('off');
  });
});
