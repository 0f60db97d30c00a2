import { describe, expect, test } from 'vitest';
import { fidelityOf, fidelityRows, fidelityVariants, labelOfStudy } from './fidelity.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

describe('whether a label is enough', () => {
  const head = { kind: null, layer: 0, head: 6, keep: 0 };
  const variants = fidelityVariants(head, 'previous');
  const study = (klMean: number, klIdeal: number) =>
    makeAnswers(variants, [[makeSummary({ meanKl: klMean })], [makeSummary({ meanKl: klIdeal })]]);

  test('is tried with the head off and with the head as that label has it', () => {
    expect(variants.map(({ mode }) => mode)).toEqual(['mean', 'ideal']);
    expect(variants[1]?.labels).toEqual({ L0H6: 'previous' });
    expect(labelOfStudy(study(1, 0), head, null)).toBe('previous');
    expect(labelOfStudy(study(1, 0), { layer: 0, head: 5 }, null)).toBeNull();
    expect(labelOfStudy(study(1, 0), head, 'cross')).toBeNull();
  });

  test.each([
    [0.5, 0.05, 0.9],
    [0.5, 0.75, -0.5],
    [0.5, 9, -1],
    // Less than ten times the noise of 0.0001.
    [0.0009, 0, null],
    // Far above it where repeating gives the same bits, and still next to nothing.
    [0.0009, 0, null, 0],
    [0.001, 0.0005, 0.5, 0],
  ])('KL %d without the head and %d with the label give %d', (klMean, klIdeal, value, meanKl = 1e-4) => {
    const found = fidelityOf({ ...study(klMean, klIdeal), floor: { meanKl, loss: 0, turn: 0 } });
    const rounded = found?.value ?? null;
    expect(rounded === null ? null : Number(rounded.toFixed(9))).toBe(value);
  });

  test('is a row of what was tried, and none where the label has no pattern', () => {
    const tried = [study(0.5, 0.125), makeAnswers(variants, [[makeSummary({ meanKl: 1 })], [null]])];
    expect(fidelityRows(tried, (one) => `head ${one.head}`)).toEqual([
      {
        name: 'head 6',
        label: 'previous',
        measure: 'kl',
        mean: 0.5,
        ideal: 0.125,
        size: 'enough',
        value: 0.75,
        floor: 1e-4,
        text: 'text 0',
      },
    ]);
  });

  test.each([
    [0.25, 0.0625, 'enough', 0.75],
    [0.0005, 0.000125, 'enough', 0.75],
    // An angle of 0.9 degrees.
    [0.00012, 0, 'little', null],
  ])('is told by the turn %d of the outputs where there is no language head', (mean, ideal, size, value) => {
    const turned = (meanTurn: number) => makeSummary({ nPositions: 0, nScored: 0, meanKl: Number.NaN, meanTurn });
    const found = fidelityOf({
      ...makeAnswers(variants, [[turned(mean)], [turned(ideal)]]),
      floor: { meanKl: 0, loss: 0, turn: 0 },
    });
    expect(found).toMatchObject({ measure: 'turn', size, value });
  });
});
