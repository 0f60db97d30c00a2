import { expect, test } from 'vitest';
import { circles } from './circles.ts';

const edges = (...lines: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(lines.map((line) => [line.slice(0, 1), line.slice(1).split('')]));

test('a tree and a diamond have no circle', () => {
  expect(circles(edges('abc', 'bd', 'cd', 'd'))).toEqual([]);
});

test('two files that import each other are one', () => {
  expect(circles(edges('ab', 'ba'))).toEqual([['a', 'b']]);
});

test('a file that imports itself is none', () => {
  expect(circles(edges('aa'))).toEqual([]);
});

test('a long one is found from any of its files, without what only leads in or out', () => {
  expect(circles(edges('xb', 'bc', 'cd', 'dbz', 'z'))).toEqual([['b', 'c', 'd']]);
});

test('two that share a file are one, two that do not are two', () => {
  expect(circles(edges('ab', 'bac', 'cb'))).toEqual([['a', 'b', 'c']]);
  expect(circles(edges('cd', 'dca', 'ab', 'ba'))).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
});

test('a link between two paths that meet again is no circle', () => {
  // From a to d over b and over c, and from c to b: d is left before c is met.
  expect(circles(edges('abc', 'bd', 'cbd', 'd'))).toEqual([]);
});
