import { describe, expect, test } from 'vitest';
import { finish } from '../slices.ts';
import { saidChangeInSlices } from './saidChange.ts';

const said = (...rows: readonly (readonly number[])[]) => ({
  nTokens: rows.length,
  nVocab: rows[0]?.length ?? 0,
  data: Float32Array.from(rows.flat()),
});
const change = (...args: Parameters<typeof saidChangeInSlices>) => finish(saidChangeInSlices(...args));

describe('what a change did to predictions', () => {
  test('worked by hand: 1/2 1/4 1/4 becomes 1/4 1/4 1/2', () => {
    // KL = 1/2 ln 2 + 0 + 1/4 ln (1/2) = 1/4 ln 2.
    const before = said([Math.log(2), 0, 0], [0, 0, 0]);
    const after = said([3, 3, 3 + Math.log(2)], [5, 5, 5]);
    const { klNats, top, loss } = change(before, after, [0, null]);
    expect(klNats[0]).toBeCloseTo(Math.log(2) / 4, 6);
    expect(klNats[1]).toBe(0);
    expect(top[0]).toMatchObject({ before: 0, after: 2 });
    expect(top[0]!.pBefore).toBeCloseTo(0.5, 6);
    expect(top[0]!.pOfItAfter).toBeCloseTo(0.25, 6);
    expect(loss!.before).toBeCloseTo(Math.log(2), 6);
    expect(loss!.after).toBeCloseTo(2 * Math.log(2), 6);
    expect(loss!.nPositions).toBe(1);
  });

  test('nothing is scored without targets', () => {
    expect(change(said([1, 2]), said([2, 1]), []).loss).toBeNull();
  });

  test('tables of two shapes are refused', () => {
    expect(() => change(said([1, 2]), said([1, 2], [3, 4]), [])).toThrow('invalid logits: 2 x 2 (before: 1 x 2)');
  });
});
