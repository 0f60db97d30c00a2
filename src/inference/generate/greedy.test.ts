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
    expect(await writeGreedily(countUp, 0, { ...CONFIG, first: [[8]] }, 1, signal)).toEqual([0]);
  });

  test('a language that is forced comes first, and what must never be written is passed over', async () => {
    expect(await writeGreedily(countUp, 0, { ...CONFIG, first: [[8]] }, 48, signal)).toEqual([0, 8, 6, 7]);
    expect(await writeGreedily(countUp, 0, { ...CONFIG, never: [6] }, 3, signal)).toEqual([0, 5, 0]);
  });

  test('where several may come first the likeliest of them does, though another id is likelier or it ends targets', async () => {
    const next = async (target: readonly number[]) => Float32Array.of(0, 5, 3, 4, target.length < 4 ? 9 : 0);
    const config = { ...CONFIG, first: [[2, 1, 3], [2]] };
    expect(await writeGreedily(next, 0, config, 48, signal)).toEqual([0, 1, 2, 4]);
    // What is never written freely may be what it must begin with.
    expect(await writeGreedily(next, 0, { ...config, never: [1] }, 4, signal)).toEqual([0, 1, 2, 4]);
  });

  test('what must not be written first is written later, and an end that must not come first does not', async () => {
    const next = async () => Float32Array.of(0, 5, 3, 9);
    expect(await writeGreedily(next, 0, { ...CONFIG, neverFirst: [3, 1], first: [[0]] }, 4, signal)).toEqual([
      0, 0, 2, 3,
    ]);
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
    expect(readGenerationConfig(generation, config)).toEqual({
      start: 7,
      ends: [1, 2],
      first: [[4]],
      never: [],
      neverFirst: [],
    });
  });

  test('what config.json forces by place counts only where generation_config.json is not there', () => {
    const config = { decoder_start_token_id: 5, forced_decoder_ids: [[1, 3]] };
    expect(readGenerationConfig(null, config).first).toEqual([[3]]);
    expect(readGenerationConfig({ forced_decoder_ids: null }, config)).toMatchObject({ start: 5, first: [] });
    expect(readGenerationConfig({ lang_to_id: { '<|en|>': 21, '<|de|>': 22 } }, config).first).toEqual([[21, 22]]);
  });

  test('only forbidden words of one token are forbidden', () => {
    const config = { bad_words_ids: [[58], [3, 4]], suppress_tokens: [9, -1], bos_token_id: 6 };
    expect(readGenerationConfig(null, config)).toEqual({
      start: 6,
      ends: [],
      first: [],
      never: [58, 9],
      neverFirst: [],
    });
  });

  const SPOKEN = {
    lang_to_id: { '<|en|>': 21, '<|de|>': 22 },
    task_to_id: { transcribe: 31, translate: 32 },
    no_timestamps_token_id: 41,
  };

  test.each<[what: string, json: object, first: readonly (readonly number[])[]]>([
    ['a language that the model hears, to be written down, without times', SPOKEN, [[21, 22], [31], [41]]],
    ['a language by its code', { ...SPOKEN, language: 'de' }, [[22], [31], [41]]],
    ['a language by its token, and its task', { ...SPOKEN, language: '<|de|>', task: 'translate' }, [[22], [32], [41]]],
    ['a language that has no token', { ...SPOKEN, language: 'german' }, [[21, 22], [31], [41]]],
    [
      'what is forced',
      {
        ...SPOKEN,
        forced_decoder_ids: [
          [2, 32],
          [1, 21],
        ],
      },
      [[21], [32], [41]],
    ],
    [
      'a place that is left to the model',
      {
        ...SPOKEN,
        forced_decoder_ids: [
          [1, null],
          [2, 31],
        ],
      },
      [[21, 22], [31], [41]],
    ],
    ['no times, forced already', { no_timestamps_token_id: 41, forced_decoder_ids: [[1, 41]] }, [[41]]],
    [
      'places behind a gap',
      {
        forced_decoder_ids: [
          [1, 7],
          [3, 8],
        ],
      },
      [[7]],
    ],
    [
      'a language named before one forced',
      { ...SPOKEN, language: 'de', forced_decoder_ids: [[1, 21]] },
      [[22], [31], [41]],
    ],
    ['a language where there is none to choose', { language: 'de', forced_bos_token_id: 5 }, [[5]]],
    ['what is no list', { forced_decoder_ids: 'x', lang_to_id: 3, begin_suppress_tokens: [1, 'x'] }, []],
  ])('%s comes first', (_, json, first) => {
    expect(readGenerationConfig(json, null).first).toEqual(first);
  });

  test('what must not come first', () => {
    expect(readGenerationConfig({ begin_suppress_tokens: [220, 50_257] }, null).neverFirst).toEqual([220, 50_257]);
  });

  test.each([[null], ['x'], [[1]], [{ eos_token_id: 'a' }]])('%j says nothing', (json) => {
    expect(readGenerationConfig(json, null)).toEqual({ start: null, ends: [], first: [], never: [], neverFirst: [] });
  });
});
