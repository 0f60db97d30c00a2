import { expect, test, vi } from 'vitest';
import { createHoverStore } from './hover.ts';

const HEAD = { layer: 1, head: 2 };

test('nothing is hovered at first', () => {
  expect(createHoverStore().get()).toEqual({ head: null, query: null, key: null, source: null, isAsked: false });
});

test('a change keeps what it does not name', () => {
  const store = createHoverStore();
  store.set({ head: HEAD });
  store.set({ query: 3, key: 0 });
  store.set({ query: 4 });
  expect(store.get()).toEqual({ head: HEAD, query: 4, key: 0, source: null, isAsked: false });
});

test('listeners hear once of every change, after it has been made', () => {
  const store = createHoverStore();
  const seen: (number | null)[] = [];
  store.subscribe(() => seen.push(store.get().query));
  store.set({ query: 0 });
  store.set({ query: 1 });
  store.set({ query: null });
  expect(seen).toEqual([0, 1, null]);
});

test('listeners do not hear of a pointer that moves within the same cell', () => {
  const store = createHoverStore();
  const listener = vi.fn<() => void>();
  store.set({ query: 2, key: 1, source: HEAD });
  const before = store.get();
  store.subscribe(listener);
  store.set({ query: 2, key: 1, source: HEAD });
  store.set({});
  expect(listener).not.toHaveBeenCalled();
  expect(store.get()).toBe(before);
});

test.each([{ head: HEAD }, { query: 0 }, { key: 0 }, { source: HEAD }])('a change of %o alone is heard', (change) => {
  const store = createHoverStore();
  const listener = vi.fn<() => void>();
  store.subscribe(listener);
  store.set(change);
  expect(listener).toHaveBeenCalledTimes(1);
});

test('who has left hears nothing, and the others still do', () => {
  const store = createHoverStore();
  const [left, stayed] = [vi.fn<() => void>(), vi.fn<() => void>()];
  const leave = store.subscribe(left);
  store.subscribe(stayed);
  leave();
  store.set({ key: 1 });
  expect(left).not.toHaveBeenCalled();
  expect(stayed).toHaveBeenCalledTimes(1);
});

test('the asked word is lit while no row or column is pointed at, whatever head is', () => {
  const store = createHoverStore();
  const seen: (readonly [query: number | null, key: number | null, isAsked: boolean])[] = [];
  store.subscribe(() => {
    const { query, key, isAsked } = store.get();
    seen.push([query, key, isAsked]);
  });
  store.ask({ query: 9, key: null });
  store.set({ query: 4, key: 2 });
  store.set({ query: null, key: null });
  store.set({ head: HEAD });
  store.ask({ query: null, key: 3 });
  store.ask({ query: null, key: null });
  expect(seen).toEqual([
    [9, null, true],
    [4, 2, false],
    [9, null, true],
    [9, null, true],
    [null, 3, true],
    [null, null, false],
  ]);
});
