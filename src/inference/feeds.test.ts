import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { buildFeeds } from './feeds.ts';
import type { GraphInput } from './surgery/types.ts';

const TOKENS = { ids: [7, 8, 9], typeIds: [0, 0, 1] };
const FREE = ['batch', 'sequence'];

function feed(input: GraphInput) {
  const tensor = buildFeeds(ort, [input], TOKENS)[input.name];
  return { type: tensor?.type, dims: tensor?.dims, data: [...(tensor?.data ?? [])].map(Number) };
}

describe('buildFeeds', () => {
  test.each<[string, number[]]>([
    ['input_ids', [7, 8, 9]],
    ['attention_mask', [1, 1, 1]],
    ['token_type_ids', [0, 0, 1]],
    ['position_ids', [0, 1, 2]],
  ])('%s', (name, data) => {
    expect(feed({ name, elementType: 'int64', dims: FREE })).toEqual({ type: 'int64', dims: [1, 3], data });
  });

  test.each(['int32', 'float32', 'bool'] as const)('a mask may be %s', (elementType) => {
    expect(feed({ name: 'attention_mask', elementType, dims: FREE })).toEqual({
      type: elementType,
      dims: [1, 3],
      data: [1, 1, 1],
    });
  });

  test('an input without a batch axis gets none', () => {
    expect(feed({ name: 'input_ids', elementType: 'int64', dims: ['sequence'] }).dims).toEqual([3]);
  });

  test('a cache of past keys is empty, and the merged graph is told not to use it', () => {
    const past: GraphInput = { name: 'past_key_values.0.key', elementType: 'float32', dims: ['batch', 3, 'past', 16] };
    expect(feed(past)).toEqual({ type: 'float32', dims: [1, 3, 0, 16], data: [] });
    expect(feed({ ...past, elementType: 'float16' }).type).toBe('float16');
    expect(feed({ name: 'use_cache_branch', elementType: 'bool', dims: [1] })).toEqual({
      type: 'bool',
      dims: [1],
      data: [0],
    });
  });

  test('only what the graph asks for is fed', () => {
    const feeds = buildFeeds(ort, [{ name: 'input_ids', elementType: 'int64', dims: FREE }], TOKENS);
    expect(Object.keys(feeds)).toEqual(['input_ids']);
  });

  test.each<[string, GraphInput, string]>([
    ['an image', { name: 'pixel_values', elementType: 'float32', dims: ['b', 3, 32, 32] }, '"pixel_values"'],
    ['an odd type', { name: 'input_ids', elementType: 'uint4', dims: FREE }, 'type uint4'],
    [
      'a cache of fixed length',
      { name: 'past_key_values.0.key', elementType: 'float32', dims: [1, 3, 5, 16] },
      '[1, 3, 5, 16]',
    ],
  ])('%s is refused by name', (_, input, words) => {
    expect(() => buildFeeds(ort, [input], TOKENS)).toThrow(words);
    expect(() => buildFeeds(ort, [input], TOKENS)).toThrow('unsupported-graph');
  });
});
