import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTrainedHeads, trainedRows, verdictOf } from './trainedHeads.ts';

const MODELS = resolve(import.meta.dirname, '../../../models');
const read = (path: string): unknown => JSON.parse(readFileSync(resolve(MODELS, path), 'utf8'));

/** The comparisons that ship: kind, folder, tokens of an input, layers, parameters. */
const SHIPPED = [
  ['image', 'fashion-vit', 50, 4, 139_018],
  ['text', 'bookworm-tiny-h4', 64, 2, 169_728],
] as const;

describe.each(SHIPPED)('the comparison of %s models that ships', (kind, folder, nTokens, nLayers, parameters) => {
  const { kind: found, models, runs } = readTrainedHeads(read(`${folder}/heads.json`));
  const rows = trainedRows(runs);

  test('has every number of heads, of one size but for the maps', () => {
    expect(found).toBe(kind);
    expect(rows.map(({ heads }) => heads)).toEqual([1, 2, 4, 8, 16]);
    for (const { heads, of } of rows) {
      expect(of.parameters).toMatchObject({ mean: parameters, least: parameters, most: parameters });
      const maps = nLayers * heads * nTokens ** 2;
      expect(of.weightsOfAttention).toMatchObject({ mean: maps, least: maps, most: maps });
      expect(of.milliseconds.least).toBe(of.milliseconds.most);
    }
  });

  test('has every seed of each, and takes longer the more heads there are', () => {
    expect(rows.map(({ nSeeds }) => nSeeds)).toEqual([3, 3, 3, 3, 3]);
    expect(runs.map(({ heads, seed }) => `${heads}.${seed}`)).toEqual(
      rows.flatMap(({ heads }) => [1, 2, 3].map((seed) => `${heads}.${seed}`)),
    );
    const times = rows.map(({ of }) => of.milliseconds.mean);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('stands on the card with the same numbers', () => {
    const card = readFileSync(resolve(MODELS, folder, 'README.md'), 'utf8');
    const qualityOf = (one: number): string => (kind === 'image' ? `${(100 * one).toFixed(2)} %` : one.toFixed(3));
    for (const { heads, of } of rows) {
      const cells = [heads, of.quality.values.map(qualityOf).join(', '), of.loss.mean.toFixed(3)];
      expect(card).toContain(`| ${[...cells, of.weightsOfAttention.mean.toLocaleString('en')].join(' | ')} | `);
    }
  });

  test('names models that come with the page, which are those of its first seed', () => {
    expect([...models.keys()]).toEqual([1, 2, 4, 8, 16]);
    for (const [heads, id] of models) {
      expect(existsSync(resolve(MODELS, id, 'onnx/model.onnx'))).toBe(true);
      const measured = read(`${id}/held-out.json`);
      const run = runs.find((one) => one.heads === heads && one.seed === 1);
      // The folder's figures are those of the weights as they are stored, in float16.
      expect(measured).toHaveProperty('loss', expect.closeTo(run?.loss ?? 0, 3));
    }
  });
});

const RUN = { parameters: 5, weightsOfAttention: 7, trainingCpuSeconds: 3 };
const PICTURE = { ...RUN, pictures: 10, millisecondsPerPicture: 2 };
const TEXT = { ...RUN, texts: 20, millisecondsPerText: 4 };
const picture = (heads: number, seed: number, accuracy: number) => ({ ...PICTURE, heads, seed, accuracy, loss: 1 });
const text = (heads: number, seed: number, bitsPerCharacter: number) => ({
  ...TEXT,
  heads,
  seed,
  bitsPerCharacter,
  loss: 1,
});
const reading = (...runs: readonly object[]) => readTrainedHeads({ models: { 2: 'two', 4: 'four' }, runs });
const verdict = (...runs: readonly object[]) => {
  const found = reading(...runs);
  return verdictOf(trainedRows(found.runs), found.isMoreBetter);
};

test('runs that differ in their seed alone make one row: their mean, the least and the largest, in order of seeds', () => {
  const { runs, models } = reading(picture(4, 2, 0.75), picture(4, 1, 0.5), picture(2, 1, 0.25));
  const [two, four] = trainedRows(runs);
  expect([two?.heads, two?.nSeeds, two?.of.quality]).toEqual([
    2,
    1,
    { mean: 0.25, least: 0.25, most: 0.25, values: [0.25] },
  ]);
  expect([four?.nSeeds, four?.of.quality]).toEqual([2, { mean: 0.625, least: 0.5, most: 0.75, values: [0.5, 0.75] }]);
  expect(models.get(4)).toBe('four');
});

test('a comparison of texts is known by its bits per character, of which fewer are better', () => {
  const found = reading(text(2, 1, 2), text(4, 1, 1.5));
  expect([found.kind, found.isMoreBetter, found.runs[1]?.quality, found.runs[1]?.milliseconds]).toEqual([
    'text',
    false,
    1.5,
    4,
  ]);
  const said = verdict(text(2, 1, 2), text(4, 1, 1.5));
  expect([said?.best.heads, said?.worst.heads, said?.apart, said?.gain, said?.bySeed, said?.repeated]).toEqual([
    4,
    2,
    0.5,
    0.5,
    0,
    [],
  ]);
});

test('of pictures the larger share is better; where the fewest heads are, the gain is below 0', () => {
  const said = verdict(picture(2, 1, 0.75), picture(2, 2, 0.5), picture(4, 1, 0.5), picture(8, 1, 0.25));
  expect([said?.best.heads, said?.worst.heads, said?.apart, said?.gain, said?.bySeed]).toEqual([
    2, 8, 0.375, -0.375, 0.25,
  ]);
  expect(said?.repeated).toEqual([2]);
  expect(verdictOf([], true)).toBeNull();
});

test.each([
  [{}],
  [{ models: 'a', runs: [{}] }],
  [{ models: {}, runs: [] }],
  [{ models: {}, runs: [{ heads: 1 }] }],
  [{ models: { 1: 2 }, runs: [picture(1, 1, 0.5)] }],
  [{ models: {}, runs: [picture(1, 1, 0.5), text(2, 1, 2)] }],
])('%j is refused', (json) => {
  expect(() => readTrainedHeads(json)).toThrow(TypeError);
});
