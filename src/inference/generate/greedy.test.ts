import { describe, expect, test } from 'vitest';
import { readGenerationConfig } from './generationConfig.ts';
import { writeGreedily } from './greedy.ts';

const CONFIG = readGenerationConfig(null, { decoder_start_token_id: 0, eos_token_id: 1 });
const signal = new AbortController().signal;

/** Counts up from 4: after n tokens the likeliest is 4 + n, then 1, the end. */
async function countUp(target: readonly number[]): Promise<Float32Array> {
  const scores = new Float32Array(10);
  scores[target.length < 4 ? 4 + target.length : 1] = 2;
  return scores;
}

describe('writeGreedily', () => {
  test('the likeliest token each time, until the end token, which is left out', async () => {
    expect(await writeGreedily(countUp, 0, CONFIG, 48, signal)).toEqual([0, 5, 6, 7]);
  });

  test('no more tokens than asked for, the first included', async () => {
    expect(await writeGreedily(countUp, 0, CONFIG, 2, signal)).toEqual([0, 5]);
    expect(await writeGreedily(countUp, 0, { ...CONFIG, forcedFirst: 8 }, 1, signal)).toEqual([0]);
  });

  test('a language that is forced comes first, and what must never be written is passed over', async () => {
    expect(await writeGreedily(countUp, 0, { ...CONFIG, forcedFirst: 8 }, 48, signal)).toEqual([0, 8, 6, 7]);
    expect(await writeGreedily(countUp, 0, { ...CONFIG, never: [6] }, 3, signal)).toEqual([0, 5, 0]);
  });

  test('of equal scores the lower id wins; scores that are no number end the target', async () => {
    expect(await writeGreedily(async () => Float32Array.of(0, 0, 3, 3), 9, CONFIG, 2, signal)).toEqual([9, 2]);
    expect(await writeGreedily(async () => new Float32Array(3).fill(NaN), 9, CONFIG, 5, signal)).toEqual([9]);
  });

  test('stops with the reason of the signal', async () => {
    const controller = new AbortController();
    const next = async (target: readonly number[]) => {
      if (target.length === 2) controller.abort(new Error('newer'));
      return countUp(target);
    };
    await expect(writeGreedily(next, 0, CONFIG, 48, controller.signal)).rejects.toThrow('newer');
  });
});

describe('readGenerationConfig', () => {
  test('generation_config.json goes before config.json', () => {
    const generation = { decoder_start_token_id: 7, eos_token_id: [1, 2], forced_bos_token_id: null };
    const config = { decoder_start_token_id: 5, forced_bos_token_id: 4 };
    expect(readGenerationConfig(generation, config)).toEqual({ start: 7, ends: [1, 2], forcedFirst: 4, never: [] });
  });

  test('only forbidden words of one token are forbidden', () => {
    const config = { bad_words_ids: [[58], [3, 4]], suppress_tokens: [9, -1], bos_token_id: 6 };
    expect(readGenerationConfig(null, config)).toEqual({ start: 6, ends: [], forcedFirst: null, never: [58, 9] });
  });

  test.each([[null], ['x'], [[1]], [{ eos_token_id: 'a' }]])('%j says nothing', (json) => {
    expect(readGenerationConfig(json, null)).toEqual({ start: null, ends: [], forcedFirst: null, never: [] });
  });
});
