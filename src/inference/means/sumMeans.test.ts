import { describe, expect, test } from 'vitest';
import type { SiteContext } from '../runtime/interventions.ts';
import { createMeanSums } from './sumMeans.ts';

/** Two heads of three channels; the number tells head, query and channel. */
function context(nQueries: number, base: number): SiteContext {
  const data = Float32Array.from(
    { length: 2 * nQueries * 3 },
    (_, i) => base + 100 * Math.floor(i / (3 * nQueries)) + 10 * (Math.floor(i / 3) % nQueries) + (i % 3),
  );
  return { nHeads: 2, nQueries, nChannels: 3, data };
}

describe('createMeanSums', () => {
  test('the first position has a mean of its own, all later ones of all sequences share one', () => {
    const sums = createMeanSums();
    sums.add([context(2, 0), null]);
    sums.add([context(3, 1000), null]);
    expect(sums.nSequences()).toBe(2);
    const [site, other] = sums.means();
    expect(other).toBeNull();
    expect(site?.nChannels).toBe(3);
    // First: 0 and 1000. Rest: 10, 1010 and 1020.
    expect(site?.first).toEqual(Float32Array.of(500, 501, 502, 600, 601, 602));
    expect(site?.rest).toEqual(Float32Array.of(680, 681, 682, 780, 781, 782));
  });

  test('of sequences of one token the rest is as the first', () => {
    const sums = createMeanSums();
    sums.add([context(1, 7)]);
    const [site] = sums.means();
    expect(site?.rest).toEqual(site?.first);
  });
});
