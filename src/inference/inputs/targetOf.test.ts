import { expect, test } from 'vitest';
import { readGenerationConfig } from '../generate/generationConfig.ts';
import { prepareZoo } from '../testing/zooModels.ts';
import { targetOf } from './targetOf.ts';

/** A model that counts on from the last token, and ends with 9. */
function counting(maxTokens: number) {
  return {
    prepared: {
      ...prepareZoo('t5').model,
      tokenizer: null,
      generation: readGenerationConfig({ decoder_start_token_id: 4, eos_token_id: 9 }, null),
    },
    info: { maxTokens },
    score: async (_: unknown, target: readonly number[]) => {
      if (target.length > maxTokens) throw new RangeError(`${target.length} tokens are more than the model takes`);
      const data = new Float32Array(target.length * 10);
      data[10 * (target.length - 1) + target.at(-1)! + 1] = 1;
      return { nTokens: target.length, nVocab: 10, data };
    },
    signal: new AbortController().signal,
  };
}

test.each<[what: string, maxTokens: number, maxWritten: number, text: string, nWanted: number | null]>([
  ['ends by itself', 20, 10, '5 6 7 8', null],
  ['ends by itself where it may have no more', 20, 5, '5 6 7 8', null],
  ['ends by itself at the length of the model', 5, 10, '5 6 7 8', null],
  ['is stopped', 20, 4, '5 6 7', 5],
  ['is stopped by the length of the model', 3, 10, '5 6', 4],
])('a target that %s says whether it goes on', async (_, maxTokens, maxWritten, text, nWanted) => {
  const target = await targetOf(counting(maxTokens), {}, { typed: null }, maxWritten);
  expect(target.text).toBe(text);
  expect(target.cut).toEqual(nWanted === null ? null : { nTokensWanted: nWanted, segment: 1, offset: text.length });
});

test('a target that was typed is held to the length of the model alone', async () => {
  expect(await targetOf(counting(9), {}, { typed: '5 6 7' }, 2)).toMatchObject({ text: '5 6 7', cut: null });
});

test('a target that is written on has what is typed, then what was written, by its ids; nothing is written of itself', async () => {
  const target = await targetOf(counting(9), {}, { typed: '5 6', written: [7, 3] }, 2);
  expect(target).toMatchObject({ text: '5 6 7 3', cut: null });
  expect(
    target.tokens.map(({ id, isWritten = false, segment, start, end }) => [id, isWritten, segment, start, end]),
  ).toEqual([
    [4, false, 1, 0, 0],
    [5, false, 1, 0, 1],
    [6, false, 1, 2, 3],
    [7, true, 1, 3, 5],
    [3, true, 1, 5, 7],
  ]);
  const none = await targetOf(counting(9), {}, { typed: null, written: [] }, 2);
  expect([none.tokens.map(({ id }) => id), none.text]).toEqual([[4], '']);
  const full = await targetOf(counting(3), {}, { typed: '5', written: [6, 7] }, 2);
  expect(full.tokens.map(({ id }) => id)).toEqual([4, 5, 6]);
  expect(full.cut).toEqual({ nTokensWanted: 4, segment: 1, offset: 3 });
});

test('where nothing is typed it begins with what it must begin with, which is no part of its text', async () => {
  const ground = counting(9);
  const generation = { ...ground.prepared.generation, first: [[8], [6, 7]] };
  const target = await targetOf(
    { ...ground, prepared: { ...ground.prepared, generation } },
    {},
    { typed: '', written: [5] },
    2,
  );
  expect(target.tokens.map(({ id }) => id)).toEqual([4, 8, 6, 5]);
  expect(target.text).toBe('5');
  expect(target.tokens.map(({ isWritten = false }) => isWritten)).toEqual([false, false, false, true]);
});
