import { describe, expect, test } from 'vitest';
import { interactionOf, interactionVariants, isOfPair } from './interaction.ts';
import { makeAnswers, makeSummary } from './testing/studies.ts';

describe('two heads', () => {
  const [a, b] = [
    { layer: 0, head: 3 },
    { layer: 2, head: 1 },
  ];
  const variants = interactionVariants('zero', 'cross', a, b);
  const study = (...losses: readonly number[]) =>
    makeAnswers(
      variants,
      losses.map((loss) => [makeSummary({ lossAfter: 2 + loss, meanKl: 0.5 })]),
    );

  test('are switched off alone and together', () => {
    expect(variants.map(({ heads }) => heads.map(({ kind, layer, head }) => `${kind} ${layer} ${head}`))).toEqual([
      ['cross 0 3'],
      ['cross 2 1'],
      ['cross 0 3', 'cross 2 1'],
    ]);
    expect(isOfPair(study(0, 0, 0), 'cross', b, a)).toBe(true);
    expect(isOfPair(study(0, 0, 0), null, a, b)).toBe(false);
  });

  test('are judged by the loss of both beyond that of each, over all texts and text by text', () => {
    const loss = (change: number, nScored: number) => makeSummary({ lossAfter: 2 + change, nScored });
    const two = makeAnswers(variants, [
      [loss(0.1, 1), loss(0.5, 3)],
      [loss(0.2, 1), loss(0, 3)],
      [loss(0.9, 1), loss(0.3, 3)],
    ]);
    const found = interactionOf(two);
    // Weighted by scored tokens: 0.4, 0.05 and 0.45; text by text 0.6 and -0.2.
    expect(found?.effects.map((one) => Number(one.toFixed(9)))).toEqual([0.4, 0.05, 0.45]);
    expect(found?.value).toBeCloseTo(0, 12);
    expect(found?.judged?.low).toBeCloseTo(-0.2, 12);
    expect(found?.judged?.high).toBeCloseTo(0.6, 12);
    expect([found?.noise, found?.nTexts, found?.judged?.verdict]).toEqual([0.001, 2, 'additive']);
  });

  test('are not judged where there is no loss: what KL and turns add up to says nothing', () => {
    const unscored = { lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0, meanKl: 0.5 };
    const found = interactionOf(
      makeAnswers(
        variants,
        [0, 1, 2].map(() => [makeSummary(unscored)]),
      ),
    );
    expect([found?.measure, found?.value, found?.judged]).toEqual(['kl', -0.5, null]);
  });

  test('are nothing to each other before all three are measured', () => {
    expect(interactionOf({ ...study(0.1, 0.2, 0.9), status: 'running' })).toBeNull();
  });
});
