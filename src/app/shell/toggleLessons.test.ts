import { afterEach, expect, test, vi } from 'vitest';

// The store reads the address as it is made.
vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { toggleLessons } = await import('./toggleLessons.ts');

const lesson = (): string | null => store.getState().view.lesson;
afterEach(() => dispatch({ type: 'viewChanged', change: { lesson: null } }));

test('lessons are opened and closed also while their part of the page is not there', () => {
  vi.stubGlobal('document', { querySelector: () => null });
  toggleLessons();
  expect(lesson()).toBe('list');
  toggleLessons();
  expect(lesson()).toBeNull();
});

test('a lesson is left by its own button, which gives the view back', () => {
  const click = vi.fn<() => void>();
  dispatch({ type: 'viewChanged', change: { lesson: 'six-steps' } });
  vi.stubGlobal('document', { querySelector: () => ({ click }) });
  toggleLessons();
  expect(lesson()).toBe('six-steps');
  expect(click).toHaveBeenCalledOnce();
});
