/** What config.json says of a model, in one form for all families; null where it says nothing. */
export type ModelConfig = {
  readonly type: string;
  readonly nLayers: number | null;
  readonly nHeads: number | null;
  readonly dModel: number | null;
  readonly nVocab: number | null;
  /** Longest sequence the position embeddings allow, special tokens included. */
  readonly maxPositions: number | null;
};

/** Families that number positions from `pad_token_id + 1` on, so that many of their positions are never used. */
const OFFSET_POSITIONS = /^(xlm-|xmod|camembert|longformer|mpnet|data2vec-text|ibert|luke|esm)|roberta/;

/** Tokenizers without a limit write a number like 1e30. */
const NO_LIMIT = 1e6;

/**
 * Reads config.json under the names that the families use.
 * Source: Hugging Face configuration classes: n_head / num_attention_heads / num_heads / n_heads, and so on.
 */
export function readConfig(json: unknown): ModelConfig {
  const outer = record(json);
  // A model of several modalities keeps its language half one level down.
  const config = { ...outer, ...record(outer['text_config']) };
  const type = outer['model_type'];
  return {
    type: typeof type === 'string' ? type : 'unknown',
    nLayers: count(config, ['num_hidden_layers', 'n_layer', 'num_layers', 'n_layers', 'encoder_layers']),
    nHeads: count(config, ['num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'encoder_attention_heads']),
    dModel: count(config, ['hidden_size', 'n_embd', 'd_model', 'dim']),
    nVocab: count(config, ['vocab_size']),
    maxPositions: maxPositions(config, typeof type === 'string' ? type : ''),
  };
}

function maxPositions(config: Fields, type: string): number | null {
  const positions = count(config, ['max_position_embeddings', 'n_positions', 'max_sequence_length', 'n_ctx']);
  if (positions === null || !OFFSET_POSITIONS.test(type)) return positions;
  const padding = config['pad_token_id'];
  return positions - (typeof padding === 'number' ? padding : 1) - 1;
}

/** More than this many weights in one run would not fit beside the model: 1 GiB of float32. */
const MAX_WEIGHTS = 2 ** 28;

/**
 * Longest sequence to run, in tokens, special tokens included: the least of what the position embeddings, the
 * tokenizer's `model_max_length` and memory (layers x heads x tokens squared) allow; 512 where neither file names a limit.
 */
export function maxTokensOf(config: ModelConfig, tokenizerConfig: unknown, nLayers: number, nHeads: number): number {
  const tokenizerLimit = count(record(tokenizerConfig), ['model_max_length']);
  const limits = [config.maxPositions, tokenizerLimit].filter((limit) => limit !== null && limit < NO_LIMIT);
  const model = limits.reduce<number>((least, limit) => Math.min(least, limit ?? least), Infinity);
  const memory = Math.floor(Math.sqrt(MAX_WEIGHTS / (nLayers * nHeads)));
  return Math.min(model === Infinity ? 512 : model, memory);
}

type Fields = { readonly [name: string]: unknown };

function record(json: unknown): Fields {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

function count(fields: Fields, names: readonly string[]): number | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'number' && value > 0) return Math.floor(value);
  }
  return null;
}
