import * as ort from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { buildFeeds } from './feeds.ts';
import type { FeedValues } from './feeds.ts';
import { toFloat32 } from './floats.ts';
import { imageFeed } from '../vision/imageFeed.ts';
import { rolesOf } from '../inputs/modalities.ts';
import { vectorFeed } from '../inputs/vectorFeed.ts';
import type { GraphInput } from '../surgery/graphInput.ts';

const TOKENS = { ids: [7, 8, 9], typeIds: [0, 0, 1] };
const FREE = ['batch', 'sequence'];

/** Inputs of a graph that shows no uses of them. */
function known(inputs: readonly GraphInput[], opensWith?: 0 | 1) {
  const uses = { table: null, isWeighted: false, isTurned: false, isJoined: false, opensWith };
  return rolesOf(inputs.map((input) => ({ ...input, uses })));
}

function feed(input: GraphInput, values: FeedValues = { tokens: TOKENS }) {
  const tensor = buildFeeds(ort, known([input]), values)[input.name];
  return { type: tensor?.type, dims: tensor?.dims, data: [...(tensor?.data ?? [])].map(Number) };
}

describe('buildFeeds', () => {
  test.each<[string, number[]]>([
    ['input_ids', [7, 8, 9]],
    ['attention_mask', [1, 1, 1]],
    ['token_type_ids', [0, 0, 1]],
    ['position_ids', [0, 1, 2]],
    ['segment_ids:0', [0, 0, 1]],
    ['input_mask:0', [1, 1, 1]],
    ['labels', [-100, -100, -100]],
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

  test.each([
    ['attention_mask', 'bool', FREE, 0, [0, 0, 0]],
    ['attention_mask', 'int64', FREE, 1, [1, 1, 1]],
    ['seen', 'bool', ['b', 1, 'n', 'n'], undefined, Array(9).fill(1)],
    ['seen', 'int64', ['b', 1, 1, 'n'], 1, [1, 1, 1]],
    ['hidden', 'bool', ['b', 1, 1, 'n'], 0, [0, 0, 0]],
    ['style', 'float32', [1, 5], undefined, Array(5).fill(0)],
  ] as const)('%s of %s %j, which opens with %s, hides nothing', (name, elementType, dims, opensWith, data) => {
    const inputs = known(
      [
        { name: 'input_ids', elementType: 'int64', dims: FREE },
        { name, elementType, dims },
      ],
      opensWith,
    );
    expect([...buildFeeds(ort, inputs, { tokens: TOKENS })[name]!.data].map(Number)).toEqual(data);
  });

  test('positions of a family that counts from padding on begin behind it; those of a text that is written on at its past', () => {
    const positions = { ...known([{ name: 'position_ids', elementType: 'int64', dims: FREE }])[0]!, firstPosition: 2 };
    const fed = (values: FeedValues) => [...buildFeeds(ort, [positions], values)['position_ids']!.data].map(Number);
    expect(fed({ tokens: TOKENS })).toEqual([2, 3, 4]);
    expect(fed({ tokens: TOKENS, past: { nTokens: 2, tensors: new Map() } })).toEqual([4]);
  });

  test('a graph that counts on is told how many keys there are', () => {
    const input = {
      name: 'n',
      elementType: 'int64',
      dims: [1],
      role: 'past-length',
      isRead: false,
      nRows: null,
    } as const;
    const fed = (values: FeedValues) => [...buildFeeds(ort, [input], values)['n']!.data].map(Number);
    expect(fed({ tokens: TOKENS })).toEqual([0]);
    expect(fed({ tokens: TOKENS, past: { nTokens: 2, tensors: new Map() } })).toEqual([2]);
  });

  test('tokens of a model of documents stand in one line over the page, or over the table that it is looked up in', () => {
    const input = { name: 'bbox', elementType: 'int64', dims: [...FREE, 4] } as const;
    const line = (most: number) => {
      const [first, second] = [Math.floor(most / 3), Math.floor((2 * most) / 3)];
      const bottom = Math.min(20, most);
      return [0, 0, first, bottom, first, 0, second, bottom, second, 0, most, bottom];
    };
    expect(feed(input)).toEqual({ type: 'int64', dims: [1, 3, 4], data: line(1000) });
    const [small] = known([input]);
    const tensor = buildFeeds(ort, [{ ...small!, nRows: 16 }], { tokens: TOKENS })['bbox']!;
    expect([...tensor.data].map(Number)).toEqual(line(15));
  });

  test('lengths are how many tokens are not padding', () => {
    const inputs = [
      { name: 'n', elementType: 'int64', dims: ['b'], role: 'lengths', isRead: false, nRows: null },
    ] as const;
    const { n } = buildFeeds(ort, inputs, { tokens: { ...TOKENS, nPadding: 1 } });
    expect([n!.dims, [...n!.data].map(Number)]).toEqual([[1], [2]]);
  });

  test('padding is what a mask hides by', () => {
    const mask = { name: 'attention_mask', elementType: 'bool', dims: FREE } as const;
    const tokens = { ...TOKENS, nPadding: 1 };
    const said = (opensWith: 0 | 1) => [...buildFeeds(ort, known([mask], opensWith), { tokens })[mask.name]!.data];
    expect([said(1), said(0)].map((data) => data.map(Number))).toEqual([
      [1, 1, 0],
      [0, 0, 1],
    ]);
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

  test.each<[string, GraphInput['dims'], number[]]>([
    ['keys and values of all heads side by side', ['batch', 'past', 16], [1, 0, 16]],
    ['heads in the batch axis, keys lying across', ['batch_x_heads', 8, 'past'], [1, 8, 0]],
    ['heads in the batch axis', ['batch_x_heads', 'past', 8], [1, 0, 8]],
    ['so many heads in the batch axis', [4, 'past', 8], [4, 0, 8]],
    ['what a convolution saw last is of a fixed size, and zeros', ['batch', 2, 3], [1, 2, 3]],
  ])('a past of three axes: %s', (_, dims, want) => {
    const size = want.reduce((product, dim) => product * dim, 1);
    expect(feed({ name: 'past_key_values.0.key_value', elementType: 'float32', dims })).toEqual({
      type: 'float32',
      dims: want,
      data: Array(size).fill(0),
    });
  });

  test('a cache of keys and values in one tensor has its batch on the second axis', () => {
    expect(feed({ name: 'past_0', elementType: 'float32', dims: [2, 'batch', 3, 'past', 16] }).dims).toEqual([
      2, 1, 3, 0, 16,
    ]);
  });

  test('the scores of all tokens are asked for, as a number or as a list of one', () => {
    expect(feed({ name: 'num_logits_to_keep', elementType: 'int64', dims: [] })).toEqual({
      type: 'int64',
      dims: [],
      data: [0],
    });
    expect(feed({ name: 'logits_to_keep', elementType: 'int64', dims: [1] }).dims).toEqual([1]);
    expect(feed({ name: 'cache_position', elementType: 'int64', dims: ['sequence'] })).toEqual({
      type: 'int64',
      dims: [3],
      data: [0, 1, 2],
    });
  });

  test('positions of three kinds are three times the same', () => {
    const positions = feed({ name: 'position_ids', elementType: 'int64', dims: [3, 'batch', 'sequence'] });
    expect(positions).toEqual({ type: 'int64', dims: [3, 1, 3], data: [0, 1, 2, 0, 1, 2, 0, 1, 2] });
  });

  test('a decoder has ids and a mask of its own, beside those of the source', () => {
    const values = { tokens: TOKENS, decoderIds: [4, 5] };
    const dims = ['batch', 'target'];
    expect(feed({ name: 'decoder_input_ids', elementType: 'int64', dims }, values).data).toEqual([4, 5]);
    expect(feed({ name: 'decoder_attention_mask', elementType: 'int64', dims }, values).data).toEqual([1, 1]);
    expect(feed({ name: 'input_ids', elementType: 'int64', dims: FREE }, values).data).toEqual([7, 8, 9]);
  });

  test('a decoder in a file of its own reads the states of the encoder and a mask as long as the source', () => {
    const states = new ort.Tensor('float32', new Float32Array(8), [1, 4, 2]);
    const values = { tokens: TOKENS, encoded: { states, nTokens: 4 } };
    const input = { name: 'encoder_hidden_states', elementType: 'float32', dims: ['b', 's', 2] } as const;
    expect(buildFeeds(ort, known([input]), values)['encoder_hidden_states']).toBe(states);
    const mask = feed({ name: 'encoder_attention_mask', elementType: 'int64', dims: ['b', 's'] }, values);
    expect([mask.dims, mask.data]).toEqual([
      [1, 4],
      [1, 1, 1, 1],
    ]);
  });

  test('a picture is fed as it is, in half precision where the graph wants that', () => {
    const pixels = { dims: [3, 1, 2], data: Float32Array.of(0, 1, 2, -1, 0.5, 0.25) } as const;
    const input = { name: 'pixel_values', elementType: 'float32', dims: ['b', 3, 'h', 'w'] } as const;
    expect(feed(input, imageFeed(pixels))).toEqual({
      type: 'float32',
      dims: [1, 3, 1, 2],
      data: [0, 1, 2, -1, 0.5, 0.25],
    });
    const half = buildFeeds(ort, known([{ ...input, elementType: 'float16' }]), imageFeed(pixels))['pixel_values']!;
    expect(half.type).toBe('float16');
    expect([...toFloat32({ type: half.type, data: half.data })]).toEqual([0, 1, 2, -1, 0.5, 0.25]);
    expect(() => feed({ ...input, dims: ['b', 3, 4, 4] }, imageFeed(pixels))).toThrow('[b, 3, 4, 4], not [1, 3, 1, 2]');
    expect(() => feed({ name: 'input_ids', elementType: 'int64', dims: FREE }, imageFeed(pixels))).toThrow(
      'the model asks for the input "input_ids", which an image does not give',
    );
  });

  test('beside vectors a guess is zeros that fit any length', () => {
    const inputs = known([
      { name: 'x', elementType: 'float32', dims: ['b', 'n', 2] },
      { name: 'relative', elementType: 'int64', dims: ['b', 3, 'n', 'n'] },
    ]);
    const { relative } = buildFeeds(ort, inputs, vectorFeed(1));
    expect([relative!.dims, [...relative!.data].map(Number)]).toEqual([
      [1, 3, 1, 1],
      [0, 0, 0],
    ]);
  });

  test('only what the graph asks for is fed', () => {
    const feeds = buildFeeds(ort, known([{ name: 'input_ids', elementType: 'int64', dims: FREE }]), { tokens: TOKENS });
    expect(Object.keys(feeds)).toEqual(['input_ids']);
  });

  test.each<[string, GraphInput, string]>([
    ['an image', { name: 'pixel_values', elementType: 'float32', dims: ['b', 3, 32, 32] }, '"pixel_values"'],
    ['what nobody knows', { name: 'mel_spectrogram', elementType: 'float32', dims: FREE }, '"mel_spectrogram"'],
    ['an odd type', { name: 'input_ids', elementType: 'uint4', dims: FREE }, 'type uint4'],
  ])('%s is refused by name', (_, input, words) => {
    expect(() => buildFeeds(ort, known([input]), { tokens: TOKENS })).toThrow(words);
    expect(() => buildFeeds(ort, known([input]), { tokens: TOKENS })).toThrow('unsupported-graph');
  });
});
