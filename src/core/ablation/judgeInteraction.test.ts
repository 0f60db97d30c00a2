import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeInteraction } from './judgeInteraction.ts';
import type { PairChanges } from './judgeInteraction.ts';

fc.configureGlobal({ seed: 20_261_121 });

const verdict = (changes: PairChanges, noise = 0) => judgeInteraction(changes, [changes], noise).verdict;

describe('two heads that are switched off alone and together', () => {
  test.each<[PairChanges, string]>([
    [[0.99, 0.27, 2.19], 'more'],
    [[0.5, 0.5, 0.6], 'less'],
    [[0.5, 0.25, 0.75], 'additive'],
    // An interaction of a twentieth of the largest change.
    [[0.5, 0.5, 1.05], 'additive'],
    // Each alone helps, both help less than added up: nothing is missed, so nothing is backed up.
    [[-0.5, -0.5, -0.25], 'spared'],
    [[-0.5, 0.1, -0.9], 'less'],
  ])('that change the loss by %j are %s', (changes, found) => {
    expect(verdict(changes)).toBe(found);
  });

  test('are too small to tell where the loss hardly changes, or by no more than a hundredth beyond the sum', () => {
    expect(verdict([0.0007, 0.0002, 0.0099])).toBe('too-small');
    expect(verdict([0.0007, 0.023, 0.032])).toBe('too-small');
    expect(verdict([0.0007, 0.023, 0.034])).toBe('more');
    expect(verdict([0, 0, 0])).toBe('too-small');
    expect(verdict([Number.NaN, 0, 1])).toBe('too-small');
  });

  test('are too small to tell within ten times the noise, also where the sum seems to hold', () => {
    expect([verdict([0.1, 0.2, 0.9], 0.05), verdict([0.1, 0.2, 0.9], 0.07)]).toEqual(['more', 'too-small']);
    // A tenth of the largest change, 0.1, could hide in a noise of 0.01.
    expect([verdict([0.5, 0.5, 1], 0.009), verdict([0.5, 0.5, 1], 0.011)]).toEqual(['additive', 'too-small']);
  });
});

describe('over several texts', () => {
  const text = (interaction: number): PairChanges => [0.5, 0.5, 1 + interaction];
  const over = (interactions: readonly number[], noise = 0) =>
    judgeInteraction([0.5, 0.5, 1.5], interactions.map(text), noise);

  test('five must agree on the sign, and one that does not makes it mixed', () => {
    expect(over([0.1, 0.2, 0.3, 0.4, 1.5]).verdict).toBe('more');
    expect(over([-0.1, 0.2, 0.3, 0.4, 1.5])).toMatchObject({ verdict: 'mixed', nAgree: 4, nSigned: 5 });
  });

  test('seven of eight are enough, six of seven are not', () => {
    expect(over([-1, 1, 1, 1, 1, 1, 1, 1]).verdict).toBe('more');
    expect(over([-1, 1, 1, 1, 1, 1, 1]).verdict).toBe('mixed');
  });

  test('fewer than five are not held against each other', () => {
    expect(over([-0.1, 0.2, 0.3, 1.5])).toMatchObject({ verdict: 'more', nAgree: 3, nSigned: 4 });
  });

  test('those within the noise, or not measured, have no sign', () => {
    const found = over([0.01, -0.01, 0.3, 0.4, 1.5, Number.NaN], 0.002);
    expect(found).toMatchObject({ nAgree: 3, nSigned: 3, verdict: 'mixed' });
    expect(found.low).toBeCloseTo(-0.01, 12);
    expect(found.high).toBeCloseTo(1.5, 12);
  });

  test('a sum that holds claims no sign, so none has to agree', () => {
    expect(judgeInteraction([0.5, 0.5, 1.01], [-1, 1, -1, 1, 1].map(text), 0).verdict).toBe('additive');
  });
});
