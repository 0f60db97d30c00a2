import { expect, test } from 'vitest';
import { classShares, likeliest } from './classes.ts';

test('classes share out the whole by the exponentials of their scores', () => {
  const shares = classShares(['bag', 'coat', 'dress'], Float32Array.of(Math.LN2 + 100, 100, 100));
  expect(shares.map(({ name }) => name)).toEqual(['bag', 'coat', 'dress']);
  [0.5, 0.25, 0.25].forEach((wanted, at) => expect(shares[at]?.probability).toBeCloseTo(wanted, 6));
});

test('a score without a name is refused', () => {
  expect(() => classShares(['bag'], Float32Array.of(1, 2))).toThrow('1 names for 2 classes');
});

test('the likeliest classes stand in the order of the classes, of equals the first', () => {
  const shares = [0.1, 0.4, 0.1, 0.35, 0.05].map((probability, at) => ({ name: `${at}`, probability }));
  expect(likeliest(shares, 3)).toEqual([0, 1, 3]);
  expect(likeliest(shares, 9)).toEqual([0, 1, 2, 3, 4]);
});
