import { describe, expect, test } from 'vitest';
import { readTrainedHeads, trainedRows } from '../../core/study/trainedHeads.ts';
import { rowWords, spreadWords, trainedSeries, trainedWords } from './trainedWords.ts';

type Run = readonly [heads: number, seed: number, quality: number];

const RUN = { loss: 1, parameters: 5000, trainingCpuSeconds: 3 };
const pictures = (...runs: readonly Run[]) =>
  readTrainedHeads({
    models: {},
    runs: runs.map(([heads, seed, accuracy]) => {
      const cost = { weightsOfAttention: 100 * heads, millisecondsPerPicture: (4 + heads) / 10 };
      return { ...RUN, ...cost, pictures: 10_000, heads, seed, accuracy };
    }),
  });
const texts = (...runs: readonly Run[]) =>
  readTrainedHeads({
    models: {},
    runs: runs.map(([heads, seed, bitsPerCharacter]) => {
      const cost = { weightsOfAttention: 8 * heads, millisecondsPerText: heads };
      return { ...RUN, ...cost, texts: 2000, heads, seed, bitsPerCharacter };
    }),
  });
const said = (trained: ReturnType<typeof pictures>) => trainedWords(trained, trainedRows(trained.runs));

describe('the words on trained models follow their numbers', () => {
  test('trained once, a difference may be chance', () => {
    const [, verdict] = said(pictures([1, 1, 0.85], [4, 1, 0.88], [16, 1, 0.87]));
    expect(verdict).toBe(
      '4 did best and 1 worst, 3.00 points apart; 16 heads instead of 1 came out 2.00 points better. ' +
        'Each was trained once, so nobody can tell whether that is chance.',
    );
  });

  test('within what seeds differ by, no number of heads is called better', () => {
    const [opening, verdict] = said(pictures([1, 1, 0.85], [1, 2, 0.89], [4, 1, 0.88], [4, 2, 0.89]));
    expect(opening).toContain(
      'The picture model with 1 and 4 heads a layer, each trained 2 times from other beginnings (seeds)',
    );
    expect(opening).toContain('10,000 held-out pictures, more named rightly being better');
    expect(verdict).toBe(
      'By the means 4 did best and 1 worst, 1.50 points apart: no more than what one and the same number of heads differs by ' +
        'from seed to seed, up to 4.00 points. So these models do not show that any number of heads is better. ' +
        '4 heads instead of 1 came out 1.50 points better.',
    );
  });

  test('beyond it they are, and of texts fewer bits are better', () => {
    const [opening, verdict, cost] = said(
      texts([1, 1, 2], [1, 2, 2.1], [2, 1, 1.5], [2, 2, 1.5], [4, 1, 2.2], [4, 2, 2.2], [4, 3, 2.2]),
    );
    expect(opening).toContain('with 1, 2 and 4 heads a layer, each trained 2 to 3 times');
    expect(opening).toContain('fewer bits per character being better');
    expect(verdict).toMatch(/^By the means 2 did best and 4 worst, 0\.700 bits per character apart: more than/);
    expect(verdict).toMatch(/4 heads instead of 1 came out 0\.150 bits per character worse, also more than that\.$/);
    expect(cost).toBe(
      'With 4 heads instead of 1 there are the same number of parameters and 4 times the weights of attention, and a text takes 4 times the time.',
    );
  });

  test('where only some were trained again, it is said that this is too few', () => {
    const [, verdict] = said(pictures([1, 1, 0.85], [4, 1, 0.88], [4, 2, 0.89], [16, 1, 0.87]));
    expect(verdict).toBe(
      'By the means 4 did best and 1 worst, 3.50 points apart; 16 heads instead of 1 came out 2.00 points better. ' +
        'Only with 4 was more than one trained, and they differ by up to 1.00 points by their seed alone: too few to tell what is chance.',
    );
  });

  test('and the most heads against the fewest may differ by less than seeds do', () => {
    const [, verdict] = said(
      pictures([1, 1, 0.85], [1, 2, 0.86], [4, 1, 0.9], [4, 2, 0.9], [16, 1, 0.858], [16, 2, 0.858]),
    );
    expect(verdict).toMatch(/16 heads instead of 1 came out 0\.30 points better, less than that\.$/);
    expect(said({ ...pictures([1, 1, 0.5]), runs: [] })).toEqual([]);
  });
});

test('a row in one line, seeds by name, and what hangs on the number of heads alone said once', () => {
  const { runs, kind } = pictures([1, 1, 0.85], [4, 1, 0.88], [4, 2, 0.885]);
  const rows = trainedRows(runs);
  expect(rowWords(rows[1], kind)).toBe(
    '4 heads: 88.25 ± 0.25 % named rightly (seeds 88.00, 88.50); 5,000 parameters, 400 weights of attention, 0.80 ms a picture.',
  );
  expect(rowWords(rows[0], kind)).toMatch(/^1 head: 85\.00 % named rightly; /);
  expect(rowWords(undefined, kind)).toBe('');
  expect(spreadWords(rows[0]!.of.quality, { times: 1, decimals: 1 })).toBe('0.8');
});

test('the chart shows quality closely, in its unit, and amounts from nothing', () => {
  const { runs, kind } = pictures([1, 1, 0.85], [4, 1, 0.75], [4, 2, 0.875]);
  const [quality, parameters, weights, time] = trainedSeries(trainedRows(runs), kind);
  expect([quality, parameters, weights, time].map((one) => one?.isFromZero)).toEqual([false, true, true, true]);
  expect(quality?.points).toEqual([
    { nHeads: 1, mean: 85, values: [85] },
    { nHeads: 4, mean: 81.25, values: [75, 87.5] },
  ]);
  expect(weights?.points[1]).toEqual({ nHeads: 4, mean: 400, values: [400] });
  expect(time?.name).toBe('ms a picture');
});
