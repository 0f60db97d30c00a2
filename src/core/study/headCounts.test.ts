import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { headCountRows, readHeadCounts } from './headCounts.ts';

const SHIPPED: unknown = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../../models/fashion-vit/heads.json'), 'utf8'),
);

test('the comparison that ships has every number of heads, of one size but for the maps', () => {
  const { models, runs } = readHeadCounts(SHIPPED);
  const rows = headCountRows(runs);
  expect(models).toBe('fashion-vit-h');
  expect(rows.map(({ heads }) => heads)).toEqual([1, 2, 4, 8, 16]);
  for (const { heads, of } of rows) {
    expect(of.parameters).toEqual({ mean: 139_018, spread: 0 });
    expect(of.weightsOfAttention.mean).toBe(4 * heads * 50 * 50);
  }
});

test('runs that differ in their seed alone make one row: their mean, and how far apart they are', () => {
  const run = { pictures: 10, parameters: 5, weightsOfAttention: 7, trainingCpuSeconds: 3, millisecondsPerPicture: 2 };
  const runs = [
    { ...run, heads: 4, seed: 1, accuracy: 0.5, loss: 1 },
    { ...run, heads: 2, seed: 1, accuracy: 0.25, loss: 2 },
    { ...run, heads: 4, seed: 2, accuracy: 0.75, loss: 1.5 },
  ];
  const [two, four] = headCountRows(runs);
  expect([two?.heads, two?.nSeeds, two?.of.accuracy]).toEqual([2, 1, { mean: 0.25, spread: 0 }]);
  expect([four?.nSeeds, four?.of.accuracy, four?.of.loss]).toEqual([
    2,
    { mean: 0.625, spread: 0.25 },
    { mean: 1.25, spread: 0.5 },
  ]);
});

test.each([[{}], [{ models: 'a', runs: [] }], [{ models: 'a', runs: [{ heads: 1 }] }]])('%j is refused', (json) => {
  expect(() => readHeadCounts(json)).toThrow(TypeError);
});
