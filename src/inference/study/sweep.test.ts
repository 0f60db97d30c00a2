import { describe, expect, test } from 'vitest';
import type { EffectSummary } from '../../core/effect/effect.ts';
import type { Logits } from '../../core/run.ts';
import type { Interventions } from '../runtime/interventions.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import { AS_IS, sweep } from './sweep.ts';

type SweepStep = Awaited<ReturnType<ReturnType<typeof sweep>['next']>>['value'] & object;

const feed = (id: number): FeedValues => ({ tokens: { ids: [id], typeIds: [0] } });

const SUMMARY: EffectSummary = {
  lossBefore: 0,
  lossAfter: 0,
  nScored: 1,
  meanKl: 0,
  maxKl: 0,
  worst: 0,
  nPositions: 1,
  nFlips: 0,
  meanTurn: NaN,
};

/** A model of one layer of two heads that says, of each sequence, its id and the factor of its second head. */
function setUp(nFeeds: number, size: number) {
  const batches: string[][] = [];
  const scoreBatch = async (feeds: readonly FeedValues[], interventions: Interventions | null): Promise<Logits[]> => {
    const said = feeds.map((each, index) => {
      const id = each.tokens?.ids[0] ?? NaN;
      return [id, interventions?.[0]?.scale[2 * index + 1] ?? 1] as const;
    });
    batches.push(said.map(([id, factor]) => `${id}@${factor}`));
    return said.map(([id, factor]) => ({ nTokens: 1, nVocab: 2, data: Float32Array.of(id, factor) }));
  };
  const bench = {
    gauge: {
      feeds: Array.from({ length: nFeeds }, (_, index) => feed(index)),
      pick: ({ data }: Logits, index: number) => Float32Array.of(...data, index),
      open: () => () => SUMMARY,
    },
    // Told by the parts: ids and numbers of the feeds in order, and the factor.
    compare: (parts: readonly Float32Array[]) => {
      expect(parts.map(([id]) => id)).toEqual(Array.from({ length: nFeeds }, (_, index) => index));
      expect(parts.map(([, , index]) => index)).toEqual(Array.from({ length: nFeeds }, (_, index) => index));
      const factors = new Set(parts.map(([, factor]) => factor));
      expect(factors.size).toBe(1);
      return { ...SUMMARY, meanKl: [...factors][0]! };
    },
    sizer: { size: () => size, took: () => {} },
    nHeads: [2],
  };
  const run = async (factors: readonly (number | null)[]): Promise<SweepStep[]> => {
    const planFor = (variant: number): Interventions | null => {
      const factor = factors[variant];
      return typeof factor === 'number' ? [{ scale: Float32Array.of(1, factor), pattern: null, context: null }] : null;
    };
    const steps: SweepStep[] = [];
    for await (const step of sweep({ session: { scoreBatch } }, bench, factors.length, planFor)) steps.push(step);
    return steps;
  };
  return { batches, run };
}

const found = (steps: readonly SweepStep[]) =>
  steps.flatMap(({ summaries }) => summaries.map(({ variant, effect }) => [variant, effect.meanKl]));

describe('sweep', () => {
  test('the model as it is goes first, with the variants in one batch', async () => {
    const { batches, run } = setUp(1, 3);
    const steps = await run([0.5, 0.25, 0]);
    expect(batches).toEqual([['0@1', '0@0.5', '0@0.25'], ['0@0']]);
    expect(found(steps)).toEqual([
      [AS_IS, 1],
      [0, 0.5],
      [1, 0.25],
      [2, 0],
    ]);
    expect(steps.map(({ nOver, batch }) => [nOver, batch])).toEqual([
      [2, 3],
      [1, 1],
    ]);
  });

  test('a variant of several sequences may be parted between batches', async () => {
    const { batches, run } = setUp(3, 4);
    const steps = await run([0.5, 0.25]);
    expect(batches).toEqual([['0@1', '1@1', '2@1', '0@0.5'], ['1@0.5', '2@0.5', '0@0.25', '1@0.25'], ['2@0.25']]);
    expect(found(steps)).toEqual([
      [AS_IS, 1],
      [0, 0.5],
      [1, 0.25],
    ]);
  });

  test('a variant that cannot be made is over without a result', async () => {
    const { run } = setUp(2, 8);
    const steps = await run([null, 0.25, null]);
    expect(found(steps)).toEqual([
      [AS_IS, 1],
      [1, 0.25],
    ]);
    expect(steps.reduce((sum, { nOver }) => sum + nOver, 0)).toBe(3);
  });

  test.each([1, 2, 3, 5])('in batches of %i every variant ends once, in order', async (size) => {
    const { run } = setUp(2, size);
    const steps = await run([0.1, 0.2, null, 0.4].map((factor) => factor && Math.fround(factor)));
    expect(found(steps).map(([variant]) => variant)).toEqual([AS_IS, 0, 1, 3]);
    expect(steps.reduce((sum, { nOver }) => sum + nOver, 0)).toBe(4);
  });
});
