import { expect, test, vi } from 'vitest';
import { PRESENT_KEYS, presentKeyOf } from './presentKeys.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', {
  location: { search: '', hash: '' },
  localStorage: { getItem: () => null },
  matchMedia: () => new EventTarget(),
});
const { SHORTCUTS } = await import('./shortcuts.ts');

test.each([
  ['b', 'black'],
  ['.', 'black'],
  ['PageDown', 'next'],
  ['PageUp', 'back'],
  ['Escape', 'leave'],
])('while presenting, %s does: %s', (key, does) => {
  const done: string[] = [];
  const row = presentKeyOf(key);
  row?.does({ onBlack: () => done.push('black'), onTurn: (way) => done.push(way), onLeave: () => done.push('leave') });
  expect(done).toEqual([does]);
});

const own = Object.values(SHORTCUTS);

test('no key of the page but Esc means something else while presenting', () => {
  const keys = PRESENT_KEYS.flatMap((row) => row.keys);
  expect(keys.filter((key) => own.some((row) => row.key.test(key)))).toEqual(['Escape']);
  expect(new Set(keys).size).toBe(keys.length);
  // “p” begins it and ends it.
  expect(presentKeyOf('p')).toBeUndefined();
  expect(own.filter(({ key }) => key.test('p'))).toHaveLength(1);
});
