import { describe, expect, test } from 'vitest';
import type { Ablation } from '../../core/ablation/ablation.ts';
import { makeStudy, makeSummary } from '../testing/studies.ts';
import { fidelityOf, fidelityRows, fidelityVariants, fidelityWords, labelOfStudy } from '../study/fidelity.ts';
import { importanceFacts, importanceOf, noiseOf } from './importance.ts';
import { interactionOf, interactionVariants, interactionWords, isOfPair, spreadWords } from '../study/interaction.ts';

const without = (...heads: readonly number[]): Ablation => ({
  mode: 'mean',
  heads: heads.map((head) => ({ kind: null, layer: 1, head, keep: 0 })),
});

describe('the importance of a head', () => {
  const study = makeStudy(
    [without(0), without(1), without(2), without(3)],
    [
      // Weighted by the tokens scored: (4 x 3 + 12 x 5) / 16 - 2 = 2.5.
      [makeSummary({ lossAfter: 3, meanKl: 0.5 }), makeSummary({ lossAfter: 5, nScored: 12, meanKl: 0.5 })],
      [makeSummary({ lossAfter: 1.5, meanKl: 0.25 }), makeSummary({ lossAfter: 1.5, meanKl: 0.25 })],
      // Ten times the noise of 1e-4 is not reached, whatever the loss.
      [makeSummary({ lossAfter: 9, meanKl: 0.0009 }), makeSummary({ lossAfter: 9, meanKl: 0.0009 })],
      [null, null],
    ],
  );
  const importance = importanceOf(study, 'next-token');

  test('is the change of the loss over all texts, each token counting alike', () => {
    expect(importance.measure).toBe('loss');
    expect(importance.heads[0]?.effect).toBeCloseTo(2.5, 12);
    expect(importance.heads[1]?.effect).toBeCloseTo(-0.5, 12);
  });

  test('is not known before it is measured', () => {
    expect(importance.heads[3]).toMatchObject({ summary: null, effect: Number.NaN, isFaint: false });
    expect(importanceFacts(importance, null).get('L1H3')).toMatchObject({ value: null, text: '' });
  });

  test('is grey within ten times the noise, and then does not stretch the colours', () => {
    expect(importance.heads.map(({ isFaint }) => isFaint)).toEqual([false, false, true, false]);
    expect(importance.max).toBeCloseTo(2.5, 12);
  });

  test('is drawn with its sign, in words of the unit, for the stack that it is of', () => {
    const facts = importanceFacts(importance, null);
    expect(facts.get('L1H0')).toMatchObject({
      text: '+2.50',
      tone: 'loss',
      words: 'loss +2.50 nats per token; over 2 sentences +1.00 to +3.00, standard deviation 1.41, always rank 2',
    });
    expect(facts.get('L1H1')).toMatchObject({ text: '−0.50', tone: 'gain' });
    expect(importanceFacts(importance, 'cross').size).toBe(0);
  });

  test('is how far predictions move where no token is scored, and how far outputs turn where there are none', () => {
    const nothing = { lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0 };
    const kl = importanceOf(makeStudy([without(0)], [[makeSummary({ ...nothing, meanKl: 0.75 })]]), 'next-token');
    expect([kl.measure, kl.heads[0]?.effect]).toEqual(['kl', 0.75]);
    const turned = makeSummary({
      ...nothing,
      meanKl: Number.NaN,
      maxKl: Number.NaN,
      worst: -1,
      nPositions: 0,
      meanTurn: 0.125,
    });
    const turn = importanceOf(makeStudy([without(0)], [[turned]]), 'output');
    expect([turn.measure, turn.heads[0]?.effect, turn.heads[0]?.isFaint]).toEqual(['turn', 0.125, false]);
    const floor = { meanKl: 1e-4, loss: 1e-3, turn: 1e-5 };
    expect(noiseOf(floor, turned)).toEqual({ noise: 1e-5, of: 'turn' });
    expect(noiseOf(floor, makeSummary())).toEqual({ noise: 1e-4, of: 'kl' });
  });

  test.each([
    ['next-token', 'loss'],
    ['masked-token', 'loss'],
    ['output', 'turn'],
    [null, 'loss'],
  ] as const)('is, before the first answer, what a model of objective %s will be told by: %s', (objective, measure) => {
    expect(importanceOf(makeStudy([without(0)], [[null]]), objective).measure).toBe(measure);
  });
});

test('the importance of a head is worked out once for a study and what its model is asked for', () => {
  const study = makeStudy([without(0)], [[null]]);
  const first = importanceOf(study, 'next-token');
  expect(importanceOf(study, 'next-token')).toBe(first);
  expect(importanceOf(study, 'output').measure).toBe('turn');
  expect(importanceOf({ ...study, results: [{ input: 0, variant: 0, effect: makeSummary() }] }, 'next-token')).not.toBe(
    first,
  );
});

describe('two heads', () => {
  const [a, b] = [
    { layer: 0, head: 3 },
    { layer: 2, head: 1 },
  ];
  const variants = interactionVariants('zero', 'cross', a, b);
  const study = (...losses: readonly number[]) =>
    makeStudy(
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
    const two = makeStudy(variants, [
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
    expect(found === null ? '' : spreadWords(found)).toMatch(/of 2 sentences have its sign; 5 or more/);
  });

  test.each([
    [[0.1, 0.2, 0.9], /^Without both more is lost in this sentence/],
    [[0.5, 0.5, 0.6], /^Without both less is lost in this sentence/],
    [[0.5, 0.25, 0.75], /^Without both about as much is lost in this sentence/],
    [[-0.5, -0.5, -0.25], /^Without both the text is foretold no worse in this sentence/],
    [[0.001, 0.002, 0.003], /^Too small to tell in this sentence/],
  ] as const)('that cost %j get no more words than were measured', (losses, words) => {
    const found = interactionOf(study(...losses));
    expect(found === null ? '' : interactionWords(found)).toMatch(words);
    expect(found === null ? '?' : spreadWords(found)).toBe('');
  });

  test('are not judged where there is no loss: what KL and turns add up to says nothing', () => {
    const unscored = { lossBefore: Number.NaN, lossAfter: Number.NaN, nScored: 0, meanKl: 0.5 };
    const found = interactionOf(
      makeStudy(
        variants,
        [0, 1, 2].map(() => [makeSummary(unscored)]),
      ),
    );
    expect([found?.measure, found?.value, found?.judged]).toEqual(['kl', -0.5, null]);
    expect(found === null ? '' : interactionWords(found)).toMatch(/^No loss can be taken here/);
  });

  test('are nothing to each other before all three are measured', () => {
    expect(interactionOf({ ...study(0.1, 0.2, 0.9), status: 'running' })).toBeNull();
  });
});

describe('whether a label is enough', () => {
  const head = { kind: null, layer: 0, head: 6, keep: 0 };
  const variants = fidelityVariants(head, 'previous');
  const study = (klMean: number, klIdeal: number) =>
    makeStudy(variants, [[makeSummary({ meanKl: klMean })], [makeSummary({ meanKl: klIdeal })]]);

  test('is tried with the head off and with the head as that label has it', () => {
    expect(variants.map(({ mode }) => mode)).toEqual(['mean', 'ideal']);
    expect(variants[1]?.labels).toEqual({ L0H6: 'previous' });
    expect(labelOfStudy(study(1, 0), head, null)).toBe('previous');
    expect(labelOfStudy(study(1, 0), { layer: 0, head: 5 }, null)).toBeNull();
    expect(labelOfStudy(study(1, 0), head, 'cross')).toBeNull();
  });

  test.each([
    [0.5, 0.05, 0.9, /^Yes/],
    [0.5, 0.2, 0.6, /^For the most part/],
    [0.5, 0.4, 0.2, /^Hardly/],
    [0.5, 0.75, -0.5, /^No/],
    [0.5, 9, -1, /^No/],
    // Less than ten times the noise of 0.0001.
    [0.0009, 0, null, /^Too small to tell/],
    // Far above it where repeating gives the same bits, and still next to nothing.
    [0.0009, 0, null, /^Little to explain.*below 0.001 nats/, 0],
    [0.001, 0.0005, 0.5, /^For the most part/, 0],
  ])('KL %d without the head and %d with the label give %d', (klMean, klIdeal, value, words, meanKl = 1e-4) => {
    const found = fidelityOf({ ...study(klMean, klIdeal), floor: { meanKl, loss: 0, turn: 0 } });
    const rounded = found?.value ?? null;
    expect(rounded === null ? null : Number(rounded.toFixed(9))).toBe(value);
    expect(found === null ? '' : fidelityWords(found, 'previous token')).toMatch(words);
  });

  test('is a row of what was tried, and none where the label has no pattern', () => {
    const tried = [study(0.5, 0.125), makeStudy(variants, [[makeSummary({ meanKl: 1 })], [null]])];
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
      ...makeStudy(variants, [[turned(mean)], [turned(ideal)]]),
      floor: { meanKl: 0, loss: 0, turn: 0 },
    });
    expect(found).toMatchObject({ measure: 'turn', size, value });
  });
});
