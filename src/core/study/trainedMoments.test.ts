import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTrained } from './readTrained.ts';
import { halfAt, readTrainedMoments } from './trainedMoments.ts';

const row = (step: number, exact: number, found: number) => ({ step, loss: 1, exact, found });
const JSON_OF = { steps: 100, dates: 7, models: { 0: 'a', 100: 'b' }, rows: [row(100, 0.9, 0.6), row(0, 0, 0.1)] };

describe('moments of a training', () => {
  test('are told fewest steps first, with the models that can be opened', () => {
    const { nSteps, nDates, models, rows } = readTrainedMoments(JSON_OF);
    expect([nSteps, nDates, [...models]]).toEqual([
      100,
      7,
      [
        [0, 'a'],
        [100, 'b'],
      ],
    ]);
    expect(rows.map(({ step }) => step)).toEqual([0, 100]);
  });

  test('a half is reached at the first step with more than it', () => {
    const rows = [row(0, 0, 0.5), row(10, 0.2, 0.51), row(20, 0.5, 0.4), row(30, 0.6, 0.9)];
    expect([halfAt(rows, 'found'), halfAt(rows, 'exact'), halfAt(rows.slice(0, 1), 'found')]).toEqual([10, 30, null]);
  });

  test.each([{}, { ...JSON_OF, rows: [] }, { ...JSON_OF, models: { 0: 1 } }, { ...JSON_OF, rows: [{ step: 1 }] }])(
    '%j are none',
    (json) => {
      expect(() => readTrainedMoments(json)).toThrow(TypeError);
    },
  );
});

test('those of the dates come with the page: at first no date is right and no figure found, at the end nearly all', () => {
  const path = new URL('../../../models/dates-step-1000/moments.json', import.meta.url);
  const trained = readTrained(JSON.parse(readFileSync(path, 'utf8')));
  if (trained.kind !== 'moments') throw new Error('they are no moments');
  const [first, last] = [trained.rows[0]!, trained.rows.at(-1)!];
  expect([first.step, first.exact, last.step]).toEqual([0, 0, trained.nSteps]);
  expect(first.found).toBeLessThan(0.2);
  expect(Math.min(last.exact, last.found)).toBeGreaterThan(0.85);
  expect(trained.models.get(trained.nSteps)).toBe('dates-step-1000');
});
