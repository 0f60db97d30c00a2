import { describe, expect, test } from 'vitest';
import { assembleWindows } from './windows.ts';

/** Two windows of two positions, one head: weights [window, head, query, key] that tell where they stood. */
const WEIGHTS = Float32Array.of(11, 12, 13, 14, 21, 22, 23, 24);

describe('windows', () => {
  test('are put together where their positions stand; what lies outside of a window is 0', () => {
    const whole = assembleWindows([2, 1, 2, 2], WEIGHTS, Float32Array.of(4, 1, 2, 3));
    expect(whole).toEqual({
      dims: [1, 4, 4],
      // Rows of the positions 1 to 4: the first window holds 4 and 1, in this order.
      data: Float32Array.of(14, 0, 0, 13, 0, 21, 22, 0, 0, 23, 24, 0, 12, 0, 0, 11),
      hasPadding: false,
    });
  });

  test('lose their padding, and it is told', () => {
    const whole = assembleWindows([2, 1, 2, 2], WEIGHTS, Float32Array.of(1, 2, 3, 0));
    expect(whole).toEqual({
      dims: [1, 3, 3],
      data: Float32Array.of(11, 12, 0, 13, 14, 0, 0, 0, 21),
      hasPadding: true,
    });
  });

  test.each<[string, readonly number[], readonly number[], RegExp]>([
    ['that overlap', [2, 1, 2, 2], [1, 2, 2, 3], /overlap/],
    ['that leave a position out', [2, 1, 2, 2], [1, 2, 4, 5], /leave positions out/],
    ['of other weights', [2, 1, 2, 4], [1, 2, 3, 4], /no windows/],
    ['whose whole is too large', [2, 1, 2, 2], [1, 2, 3, 4097], /2 windows make 1 heads of 4097 x 4097 weights, more/],
  ])('%s are refused with the reason', (_, dims, places, words) => {
    expect(assembleWindows(dims, WEIGHTS, Float32Array.from(places))).toMatch(words);
  });
});
