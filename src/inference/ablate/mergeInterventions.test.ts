import { describe, expect, test } from 'vitest';
import type { SiteIntervention } from '../runtime/interventions.ts';
import { mergeInterventions } from './mergeInterventions.ts';

const site = (scale: number[], pattern: number[] | null = null, context: number[] | null = null): SiteIntervention => ({
  scale: Float32Array.from(scale),
  pattern: pattern && Float32Array.from(pattern),
  context: context && Float32Array.from(context),
});

describe('mergeInterventions', () => {
  test('stacks sequences in order; one that leaves a layer alone has ones and zeros there', () => {
    const merged = mergeInterventions(
      [[site([0, 1]), null, null], [site([1, 0.5], [1, 2, 3], [4, 5]), site([0, 1, 1]), null], []],
      [2, 3, 4],
    );
    expect(merged).toEqual([
      site([0, 1, 1, 0.5, 1, 1], [0, 0, 0, 1, 2, 3, 0, 0, 0], [0, 0, 4, 5, 0, 0]),
      site([1, 1, 1, 0, 1, 1, 1, 1, 1]),
      null,
    ]);
  });

  test('how many keys a row has is passed on where it was said', () => {
    const six = [1, 2, 3, 4, 5, 6];
    const [merged, other] = mergeInterventions([[site([0]), site([0])], [{ ...site([1], six), nKeys: 3 }]], [1, 1]);
    expect(merged).toEqual({ ...site([0, 1], [0, 0, 0, 0, 0, 0, ...six]), nKeys: 3 });
    expect(other).not.toHaveProperty('nKeys');
  });

  test('nothing done is nothing fed', () => {
    expect(mergeInterventions([[], []], [2, 3])).toEqual([null, null]);
  });

  test('refuses sequences of different lengths', () => {
    expect(() => mergeInterventions([[site([1], [1, 2])], [site([1], [1])]], [1])).toThrow(RangeError);
  });
});
