import { describe, expect, test } from 'vitest';
import { maxTokensOf, readConfig } from './modelConfig.ts';

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
      expect(readConfig(json)).toEqual({
        type: 'unknown',
        nLayers: null,
        nHeads: null,
        dModel: null,
        nVocab: null,
        maxPositions: null,
      });
    },
  );
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

  test('512 where no file names a limit', () => {
    expect(maxTokensOf(readConfig({}), { model_max_length: 1e30 }, 4, 8)).toBe(512);
  });

  test('one run never holds more than 2^28 weights', () => {
    const long = readConfig({ max_position_embeddings: 131_072 });
    expect(maxTokensOf(long, {}, 32, 32)).toBe(512);
    expect(maxTokensOf(long, {}, 12, 12)).toBe(1365);
  });
});
