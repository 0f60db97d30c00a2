import { describe, expect, test } from 'vitest';
import { maxTokensOf, readConfig } from './modelConfig.ts';
import type { ModelConfig } from './modelConfig.ts';

const NOTHING: ModelConfig = {
  type: 'unknown',
  architecture: null,
  nLayers: null,
  nHeads: null,
  decoder: null,
  ofPicture: null,
  dModel: null,
  dHead: null,
  nVocab: null,
  maxPositions: null,
  firstPosition: 0,
  patchSize: null,
  imageSize: null,
  nFrames: null,
  windowSize: null,
  samplesPerToken: null,
  frameStride: null,
  binStride: null,
  padId: null,
  imageTokenId: null,
  nRegisters: 0,
  classNames: [],
};

describe('readConfig', () => {
  test('reads the names of GPT-2', () => {
    const json = {
      model_type: 'gpt2',
      n_layer: 4,
      n_head: 8,
      n_embd: 128,
      vocab_size: 4096,
      n_positions: 256,
      n_ctx: 99,
    };
    expect(readConfig(json)).toEqual({
      ...NOTHING,
      type: 'gpt2',
      nLayers: 4,
      nHeads: 8,
      dModel: 128,
      nVocab: 4096,
      maxPositions: 256,
    });
  });

  test('reads the names of DistilBERT', () => {
    const json = {
      model_type: 'distilbert',
      n_layers: 6,
      n_heads: 12,
      dim: 768,
      vocab_size: 30522,
      max_position_embeddings: 512,
    };
    expect(readConfig(json)).toEqual({
      ...NOTHING,
      type: 'distilbert',
      nLayers: 6,
      nHeads: 12,
      dModel: 768,
      nVocab: 30522,
      maxPositions: 512,
    });
  });

  test.each([
    ['roberta', 514, 1, 512],
    ['roberta-prelayernorm', 257, 0, 256],
    ['xlm-roberta', 514, 1, 512],
    ['camembert', 514, 1, 512],
    ['mpnet', 514, 1, 512],
    ['esm', 1026, 1, 1024],
    ['bert', 512, 0, 512],
    ['deberta-v2', 512, 0, 512],
  ])('%s with %i positions and padding %i takes %i tokens', (type, positions, padding, tokens) => {
    const json = { model_type: type, max_position_embeddings: positions, pad_token_id: padding };
    expect(readConfig(json).maxPositions).toBe(tokens);
  });

  test.each([
    ['roberta', 1, 1],
    ['roberta', 514, 4_294_967_290],
    ['roberta', 2, 1],
  ])('%s with %i positions and padding %i has no limit that is known', (type, positions, padding) => {
    const json = { model_type: type, max_position_embeddings: positions, pad_token_id: padding };
    expect(readConfig(json).maxPositions).toBe(null);
  });

  test.each([[-1], [1.5], ['1'], [NaN]])(
    'padding %j of a file that numbers positions from there on is not believed',
    (padding) => {
      const json = { model_type: 'roberta', max_position_embeddings: 514, pad_token_id: padding };
      expect(readConfig(json).maxPositions).toBe(512);
    },
  );

  test.each<[string, object, readonly (number | null)[]]>([
    [
      'BART',
      {
        encoder_layers: 6,
        decoder_layers: 3,
        encoder_attention_heads: 8,
        decoder_attention_heads: 4,
        num_hidden_layers: 6,
      },
      [6, 8, 3, 4],
    ],
    ['T5', { num_layers: 2, num_decoder_layers: 5, num_heads: 7 }, [2, 7, 5, 7]],
    ['T5 of equal halves', { num_layers: 2, num_heads: 7 }, [2, 7, 2, 7]],
  ])('%s has an encoder and a decoder', (_, json, expected) => {
    const { nLayers, nHeads, decoder } = readConfig({ ...json, is_encoder_decoder: true });
    expect([nLayers, nHeads, decoder?.nLayers, decoder?.nHeads]).toEqual(expected);
    expect(readConfig(json).decoder).toBe(null);
  });

  test('a vision model names its patches, registers and class', () => {
    const json = {
      architectures: ['Dinov2WithRegistersModel'],
      vision_config: { hidden_size: 9 },
      patch_size: 14,
      image_size: 518,
      num_register_tokens: 4,
      head_dim: 5,
    };
    expect(readConfig(json)).toMatchObject({
      architecture: 'Dinov2WithRegistersModel',
      patchSize: 14,
      imageSize: 518,
      nRegisters: 4,
      dModel: 9,
      dHead: 5,
    });
  });

  test('a model of several modalities is read from its language half', () => {
    const config = readConfig({
      model_type: 'mixed',
      hidden_size: 1,
      text_config: { model_type: 'half', hidden_size: 64 },
    });
    expect([config.type, config.dModel]).toEqual(['mixed', 64]);
  });

  test.each([[null], ['text'], [[1, 2]], [{ n_layer: '4', n_head: -1, n_embd: null }]])(
    '%j says nothing and throws nothing',
    (json) => {
      expect(readConfig(json)).toEqual(NOTHING);
    },
  );
});

describe('a number that cannot be is not known', () => {
  const NAMES = [
    'num_hidden_layers',
    'num_attention_heads',
    'hidden_size',
    'head_dim',
    'vocab_size',
    'max_position_embeddings',
    'patch_size',
    'image_size',
    'num_register_tokens',
  ];
  test.each([[0], [-1], [0.5], [1e20], [1e308], [Infinity], [NaN], ['3'], [null], [[3]], [{}]])('%j', (value) => {
    expect(readConfig(Object.fromEntries(NAMES.map((name) => [name, value])))).toEqual(NOTHING);
    const pair = { is_encoder_decoder: true, decoder_layers: value, decoder_attention_heads: value };
    expect(readConfig(pair).decoder).toEqual({ nLayers: null, nHeads: null });
  });

  test('and a name beside it that can be is taken', () => {
    expect(readConfig({ n_positions: -1, n_ctx: 64 }).maxPositions).toBe(64);
  });
});

describe('maxTokensOf', () => {
  const config = readConfig({ max_position_embeddings: 512 });
  test.each([
    [{ model_max_length: 256 }, 256],
    [{ model_max_length: 1000 }, 512],
    [{ model_max_length: 1e30 }, 512],
    [{}, 512],
  ])('position embeddings 512 and tokenizer %j: %i', (tokenizerConfig, tokens) => {
    expect(maxTokensOf(config, tokenizerConfig, 4, 8)).toBe(tokens);
  });

  test.each([[-1], [0], [0.5], ['7']])('a tokenizer that takes %j tokens has no limit', (limit) => {
    expect(maxTokensOf(readConfig({}), { model_max_length: limit }, 4, 8)).toBe(512);
  });

  test('at least 1, whatever there are of layers', () => {
    expect(maxTokensOf(readConfig({}), {}, 2 ** 20, 2 ** 10)).toBe(1);
  });

  test('512 where no file names a limit', () => {
    expect(maxTokensOf(readConfig({}), { model_max_length: 1e30 }, 4, 8)).toBe(512);
  });

  test('one run never holds more than 2^28 weights', () => {
    const long = readConfig({ max_position_embeddings: 131_072 });
    expect(maxTokensOf(long, {}, 32, 32)).toBe(512);
    expect(maxTokensOf(long, {}, 12, 12)).toBe(1365);
  });
});

test('classes are named in the order of their scores, all or none', () => {
  const named = (id2label: unknown) => readConfig({ id2label }).classNames;
  expect(named({ 1: 'dress', 0: 'coat', 2: 'bag' })).toEqual(['coat', 'dress', 'bag']);
  expect(named({ 0: 'coat', 2: 'bag' })).toEqual([]);
  expect(named({ 0: 'coat', 1: 7 })).toEqual([]);
  expect(named(['coat', 'bag'])).toEqual(['coat', 'bag']);
});
