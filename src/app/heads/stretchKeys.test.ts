import { expect, test, vi } from 'vitest';
import { PRESENT_KEYS } from '../shell/presentKeys.ts';
import { STRETCH_KEYS, stretchKeyOf } from './stretchKeys.ts';

// The store reads the address as it is made.
vi.stubGlobal('window', {
  location: { search: '', hash: '' },
  localStorage: { getItem: () => null },
  matchMedia: () => new EventTarget(),
});
const { SHORTCUTS } = await import('../shell/shortcuts.ts');

test.each([
  ['+', false, 'zoom 1.5'],
  ['+', true, 'zoom 1.5'],
  ['=', false, 'zoom 1.5'],
  ['-', false, `zoom ${1 / 1.5}`],
  ['0', false, 'all'],
  ['f', false, 'find'],
  ['ArrowDown', true, 'pan 0.5 0'],
  ['ArrowUp', true, 'pan -0.5 0'],
  ['ArrowRight', true, 'pan 0 0.5'],
  ['ArrowLeft', true, 'pan 0 -0.5'],
  ['ArrowDown', false, ''],
  ['g', false, ''],
] as const)('%s, with Shift: %s, does: %s', (key, isShifted, does) => {
  const done: string[] = [];
  stretchKeyOf(key, isShifted)?.does(
    {
      onZoom: (factor) => done.push(`zoom ${factor}`),
      onAll: () => done.push('all'),
      onFind: () => done.push('find'),
      onPan: ({ query, key: across }) => done.push(`pan ${query} ${across}`),
    },
    key,
  );
  expect(done.join()).toBe(does);
});

test('no key of them means something else on the page, or while presenting', () => {
  const keys = STRETCH_KEYS.flatMap((row) => row.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => Object.values(SHORTCUTS).some((row) => row.key.test(key)))).toEqual([]);
  expect(keys.filter((key) => PRESENT_KEYS.some((row) => row.keys.includes(key)))).toEqual([]);
});
