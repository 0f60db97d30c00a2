import { describe, expect, test } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { createBatchScorer, partOf } from './batchScorer.ts';
import { buildFeeds } from './feeds.ts';
import type { FeedValues } from './feeds.ts';
import { stackFeeds } from './batchFeeds.ts';
import { rolesOf } from '../inputs/modalities.ts';
import type { FedInput } from '../inputs/roles.ts';
import type { GraphInput } from '../surgery/graphInput.ts';
import { nodeRuntime } from '../testing/runtimes.ts';

const sequence = (...ids: number[]): FeedValues => ({ tokens: { ids, typeIds: ids.map(() => 0) } });
const score = (value: number) => ({ nTokens: 1, nVocab: 2, data: Float32Array.of(value, 20) });

/** A graph that answers with the first id, and in a batch with `shift` more. */
function pretend(shift: number | 'fails' | 'refuses', canBatch = true) {
  const log: string[] = [];
  const valueOf = (values: FeedValues) => values.tokens!.ids[0]!;
  const scorer = createBatchScorer({
    canBatch,
    async scoreOne(values, interventions) {
      log.push(`one ${valueOf(values)} ${interventions?.[0]?.scale.join() ?? ''}`.trim());
      return score(valueOf(values));
    },
    async scoreAll(sequences) {
      log.push(`all ${sequences.length}`);
      if (shift === 'fails') throw new AppError('run-failed', 'no such batch');
      return shift === 'refuses' ? null : sequences.map((values) => score(valueOf(values) + shift));
    },
  });
  return { scorer, log };
}

describe('sequences go through a graph', () => {
  test('together, once that was seen to give what each gives alone', async () => {
    const { scorer, log } = pretend(1e-5);
    await scorer.score([sequence(4)], null);
    expect(scorer.isBatched()).toBeNull();
    const first = await scorer.score([sequence(4), sequence(5)], null);
    expect(first.map(({ data }) => data[0])).toEqual([4, 5]);
    expect(scorer.isBatched()).toBe(true);
    await scorer.score([sequence(6), sequence(7), sequence(8)], null);
    expect(log).toEqual(['one 4', 'one 4', 'one 5', 'all 2', 'all 3']);
  });

  test.each([0.01, 'fails', 'refuses', Number.NaN] as const)('one by one where a batch is off: %s', async (shift) => {
    const { scorer, log } = pretend(shift);
    for (let call = 0; call < 2; call++) {
      const scores = await scorer.score([sequence(4), sequence(5)], null);
      expect(scores.map(({ data }) => data[0])).toEqual([4, 5]);
    }
    expect(scorer.isBatched()).toBe(false);
    expect(log).toEqual(['one 4', 'one 5', 'all 2', 'one 4', 'one 5']);
  });

  test('one by one where the graph is known to take one only, each with its own interventions', async () => {
    const { scorer, log } = pretend(0, false);
    const site = { scale: Float32Array.of(1, 0, 0.5, 1), pattern: null, context: null };
    await scorer.score([sequence(4), sequence(5)], [site]);
    expect(scorer.isBatched()).toBe(false);
    expect(log).toEqual(['one 4 1,0', 'one 5 0.5,1']);
  });
});

test('the interventions of one sequence of a batch', () => {
  const site = { scale: Float32Array.of(1, 2, 3), pattern: null, nKeys: 9, context: Float32Array.of(1, 1, 2, 2, 3, 3) };
  const [part, none] = partOf([site, null], 1, 3)!;
  expect([[...part!.scale], part!.pattern, [...part!.context!], none]).toEqual([[2], null, [2, 2], null]);
  expect(part!.nKeys).toBe(9);
  expect(partOf(null, 0, 2)).toBeNull();
});

describe('feeds of several sequences', () => {
  const input = (name: string, elementType: GraphInput['elementType'], dims: GraphInput['dims']): FedInput => {
    const [found] = rolesOf([
      { name, elementType, dims, uses: { table: null, isWeighted: false, isTurned: false, isJoined: false } },
    ]);
    return found!;
  };
  const stack = (inputs: readonly FedInput[]) => {
    const all = [sequence(4, 5, 6), sequence(7, 8, 9)].map((values) => buildFeeds(nodeRuntime, inputs, values));
    return stackFeeds(nodeRuntime, inputs, all);
  };

  test('are joined along the first axis; positions for all stay one row; caches stay empty', () => {
    const stacked = stack([
      input('input_ids', 'int64', ['b', 'n']),
      input('attention_mask', 'int32', ['b', 'n']),
      input('cache_position', 'int64', ['n']),
      input('past_key_values.0.key', 'float32', ['b', 2, 'past', 16]),
      input('past_1', 'float16', [2, 'b', 3, 'past', 8]),
    ])!;
    const shown = Object.entries(stacked).map(([name, { dims, data }]) => [name, dims, Array.from(data, Number)]);
    expect(shown).toEqual([
      ['input_ids', [2, 3], [4, 5, 6, 7, 8, 9]],
      ['attention_mask', [2, 3], [1, 1, 1, 1, 1, 1]],
      ['cache_position', [3], [0, 1, 2]],
      ['past_key_values.0.key', [2, 2, 0, 16], []],
      ['past_1', [2, 2, 3, 0, 8], []],
    ]);
  });

  test('are not joined where the graph takes one sequence, or the axis is another', () => {
    expect(stack([input('input_ids', 'int64', [1, 'n'])])).toBeNull();
    expect(stack([input('input_ids', 'int64', ['b', 'n']), input('position_ids', 'int64', [3, 'b', 'n'])])).toBeNull();
  });

  test('are not joined where sequences differ in length', () => {
    const inputs = [input('input_ids', 'int64', ['b', 'n'])];
    const all = [sequence(4, 5), sequence(7, 8, 9)].map((values) => buildFeeds(nodeRuntime, inputs, values));
    expect(stackFeeds(nodeRuntime, inputs, all)).toBeNull();
  });
});
