import { expect, test } from 'vitest';
import { randomStream } from '../random.ts';
import { flatRowEntropy } from './flatRowEntropy.ts';

test('two random weights have a mean entropy of 1/2 and the variance found by integration', () => {
  // E[H^2] = 2 x (2/27) + 2 x (37/108 - pi^2/36), from the integrals of p^2 ln^2 p and p (1-p) ln p ln(1-p).
  const { mean, variance } = flatRowEntropy(2);
  expect(mean).toBeCloseTo(0.5, 12);
  expect(variance).toBeCloseTo(4 / 27 + 37 / 54 - Math.PI ** 2 / 18 - 0.25, 12);
});

test('the entropy of ten random weights agrees with 20000 draws', () => {
  const random = randomStream(7);
  const draws = Array.from({ length: 20_000 }, () => {
    const weights = Array.from({ length: 10 }, () => -Math.log(1 - random()));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.reduce((entropy, weight) => entropy - (weight / sum) * Math.log(weight / sum), 0);
  });
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
  const expected = flatRowEntropy(10);
  expect(Math.abs(mean - expected.mean)).toBeLessThan(0.005);
  expect(Math.abs(variance / expected.variance - 1)).toBeLessThan(0.05);
});
