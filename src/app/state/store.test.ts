import { expect, test, vi } from 'vitest';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, hear, store } = await import('./store.ts');

test('an action is heard by its type, once the state has changed, by the oldest first', () => {
  const heard: string[] = [];
  const loadId = (): number => store.getState().loadId;
  const undo = hear({ loadStarted: (action) => heard.push(`first ${action.loadId} ${loadId()}`) });
  const undoLast = hear({
    loadStarted: () => heard.push(`last ${loadId()}`),
    stopAsked: () => heard.push('stop'),
  });
  const unsubscribe = store.subscribe((state) => heard.push(`state ${state.loadId}`));
  dispatch({ type: 'loadStarted', loadId: 7 });
  expect(heard.splice(0)).toEqual(['state 7', 'first 7 7', 'last 7']);
  undo();
  dispatch({ type: 'loadStarted', loadId: 8 });
  expect(heard.splice(0)).toEqual(['state 8', 'last 8']);
  dispatch({ type: 'stopAsked' });
  // A wish leaves the state as it is, and nobody who follows the state is told.
  expect(heard.splice(0)).toEqual(['stop']);
  unsubscribe();
  undoLast();
  dispatch({ type: 'stopAsked' });
  expect(heard).toEqual([]);
});
