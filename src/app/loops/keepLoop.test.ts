import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { initialState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';

vi.stubGlobal('window', { location: { search: '', hash: '' }, localStorage: { getItem: () => null } });
const { dispatch, store } = await import('../state/store.ts');
const { startKeepLoop } = await import('./keepLoop.ts');

const NOTE = { layer: 0, head: 1, stack: 'decoder', name: 'links', kind: null, text: '' } as const;
const SET = { name: 'pair', modelId: 'm', heads: 'L0H1', mode: 'zero' } as const;

let undo: () => void;
let kept: Map<string, string>;
let isBlocked: boolean;

beforeEach(() => {
  [kept, isBlocked] = [new Map(), false];
  store.setState(initialState(decodeView('')), true);
  const place = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  undo = startKeepLoop(() => {
    if (isBlocked) throw new DOMException('blocked', 'SecurityError');
    return place;
  });
});
afterEach(() => undo());

test('notes, sets and hubs that were agreed to are kept as they change', () => {
  dispatch({ type: 'notesChanged', notes: { m: [NOTE] } });
  dispatch({ type: 'setsChanged', sets: [SET] });
  dispatch({ type: 'hostAgreed', host: 'https://mirror.example/models' });
  expect([...kept.values()].map((text) => JSON.parse(text))).toEqual([
    { m: [NOTE] },
    [SET],
    ['https://mirror.example'],
  ]);
  const { keepsNotes, keepsSets, agreedHosts } = store.getState();
  expect([keepsNotes, keepsSets, agreedHosts]).toEqual([true, true, ['https://mirror.example']]);
});

test('where the browser keeps nothing they hold for this visit, and the page knows', () => {
  isBlocked = true;
  dispatch({ type: 'notesChanged', notes: { m: [NOTE] } });
  dispatch({ type: 'setsChanged', sets: [SET] });
  dispatch({ type: 'hostAgreed', host: 'https://mirror.example' });
  const { notes, savedSets, keepsNotes, keepsSets, agreedHosts } = store.getState();
  expect([notes, savedSets, agreedHosts]).toEqual([{ m: [NOTE] }, [SET], ['https://mirror.example']]);
  expect([keepsNotes, keepsSets]).toEqual([false, false]);
  isBlocked = false;
  dispatch({ type: 'setsChanged', sets: [] });
  expect([store.getState().keepsNotes, store.getState().keepsSets]).toEqual([false, true]);
});
