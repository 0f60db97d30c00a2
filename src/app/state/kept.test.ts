import { expect, test } from 'vitest';
import { forget, keep, readKept } from './kept.ts';
import type { KeptIn, KeptOnceIn } from './kept.ts';

const holding = (text: string | null): KeptOnceIn => {
  let kept = text;
  return () => ({
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value;
    },
    removeItem: () => {
      kept = null;
    },
  });
};
const blocked = (): never => {
  throw new DOMException('denied', 'SecurityError');
};
const full: KeptIn = () => ({
  getItem: () => null,
  setItem: () => {
    throw new DOMException('full', 'QuotaExceededError');
  },
});

test.each([
  ['a list', holding('[1,2]'), [1, 2]],
  ['nothing', holding(null), null],
  ['text that is no JSON', holding('{'), null],
  ['what is blocked', blocked, null],
] as const)('of storage that holds %s comes what it means, or null', (_, storage, found) => {
  expect(readKept('a', storage)).toEqual(found);
});

test.each([
  ['lets it', holding(null), true, { a: 1 }],
  ['is full', full, false, null],
  ['is blocked', blocked, false, null],
] as const)('what is kept comes back where storage %s', (_, storage, isKept, found) => {
  expect([keep('a', { a: 1 }, storage), readKept('a', storage)]).toEqual([isKept, found]);
});

test('what is forgotten is not there any more; storage that is blocked holds nothing', () => {
  const storage = holding('[1,2]');
  forget('a', storage);
  expect(readKept('a', storage)).toBeNull();
  expect(() => forget('a', blocked)).not.toThrow();
});
