/** What config.json says of a model, in one form for all families; null where it says nothing. */
export type ModelConfig = {
  readonly type: string;
  /** Class name, for example "BertForMaskedLM". */
  readonly architecture: string | null;
  /** Of the encoder, where there is also a decoder. */
  readonly nLayers: number | null;
  readonly nHeads: number | null;
  /** Of the decoder in an encoder-decoder model; null for every other. */
  readonly decoder: { readonly nLayers: number | null; readonly nHeads: number | null } | null;
  /** Of the half that reads a picture, where a model has a half for text too; null for every other. */
  readonly ofPicture: { readonly nLayers: number | null; readonly nHeads: number | null } | null;
  readonly dModel: number | null;
  readonly dHead: number | null;
  readonly nVocab: number | null;
  /** Longest sequence the position embeddings allow, special tokens included. */
  readonly maxPositions: number | null;
  /** The number of the first position: families that number from padding on begin behind it. */
  readonly firstPosition: number;
  /** Side of a patch and of the picture of a vision model, in pixels. */
  readonly patchSize: number | null;
  readonly imageSize: number | null;
  /** Of a model of films: how many pictures one has. */
  readonly nFrames: number | null;
  /** Side of the windows that patches are read in, in pixels, where pictures are cut into as many patches as they have. */
  readonly windowSize: number | null;
  /** Of a model of sound: samples from one token to the next, or frames and bins of its spectrogram from one patch to the next. */
  readonly samplesPerToken: number | null;
  readonly frameStride: number | null;
  readonly binStride: number | null;
  /** The id that stands for no token, where a sequence must be filled up. */
  readonly padId: number | null;
  /** The id that stands for a picture in a text. */
  readonly imageTokenId: number | null;
  /** Tokens between [CLS] and the first patch. */
  readonly nRegisters: number;
  /** What a model that sorts its inputs calls its classes, in the order of their scores; empty where they are not all named. */
  readonly classNames: readonly string[];
};

/** Families that number positions from `pad_token_id + 1` on, so that many of their positions are never used. */
const OFFSET_POSITIONS = /^(xlm-|xmod|camembert|longformer|mpnet|data2vec-text|ibert|luke|esm)|roberta/;

const LAYERS = ['encoder_layers', 'num_hidden_layers', 'n_layer', 'num_layers', 'n_layers'];
const HEADS = ['encoder_attention_heads', 'num_attention_heads', 'n_head', 'num_heads', 'n_heads'];

/** Tokenizers without a limit write a number like 1e30. */
const NO_LIMIT = 1e6;

/** More than any model has: what says more is a slip, or means to harm, and counts as not said. */
const MOST = { layers: 1e4, heads: 1e4, channels: 1e7, pieces: 1e8, positions: 1e9 } as const;

/** The longest side of a picture that is made for a model, in pixels: four times that of the largest in use. */
export const MAX_SIDE = 4096;

/**
 * Reads config.json under the names that the families use.
 * Source: Hugging Face configuration classes: n_head / num_attention_heads / num_heads / n_heads, and so on.
 */
export function readConfig(json: unknown): ModelConfig {
  const outer = record(json);
  // A model of several modalities keeps each half one level down; a vision model alone may have only the vision half.
  const config = { ...record(outer['vision_config']), ...outer, ...record(outer['text_config']) };
  const type = outer['model_type'];
  const [architecture] = Array.isArray(outer['architectures']) ? outer['architectures'] : [];
  const nHeads = count(config, HEADS, MOST.heads);
  return {
    type: typeof type === 'string' ? type : 'unknown',
    architecture: typeof architecture === 'string' ? architecture : null,
    nLayers: count(config, LAYERS, MOST.layers),
    nHeads,
    decoder: decoderOf(config, nHeads),
    ofPicture: pictureHalf(outer),
    dModel: count(config, ['hidden_size', 'n_embd', 'd_model', 'dim'], MOST.channels),
    dHead: count(config, ['head_dim', 'd_kv', 'attention_head_dim'], MOST.channels),
    nVocab: count(config, ['vocab_size'], MOST.pieces),
    maxPositions: maxPositions(config, typeof type === 'string' ? type : ''),
    firstPosition: firstPosition(config, typeof type === 'string' ? type : ''),
    patchSize: count({ tubelet: last(config['tubelet_size']), ...config }, ['patch_size', 'tubelet'], MAX_SIDE),
    imageSize: count(config, ['image_size'], MAX_SIDE),
    nFrames: count(config, ['num_frames', 'frames_per_clip'], MAX_SIDE),
    windowSize: windowSize(outer),
    samplesPerToken: samplesPerToken(config),
    frameStride: count(config, ['time_stride'], MAX_SIDE),
    binStride: count(config, ['frequency_stride'], MAX_SIDE),
    padId: idIn(config, 'pad_token_id'),
    imageTokenId: idIn(outer, 'image_token_index') ?? idIn(outer, 'image_token_id'),
    nRegisters: count(config, ['num_register_tokens'], MAX_SIDE) ?? 0,
    classNames: classNamesOf(outer['id2label']),
  };
}

/** Pictures, rows and columns that a patch of a film goes through: its side; a number alone counts pictures. */
function last(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : null;
}

/** A window that the vision half has; in other halves and families it counts tokens. */
function windowSize(outer: Fields): number | null {
  const half = outer['vision_config'] === undefined ? outer : record(outer['vision_config']);
  return half['spatial_merge_size'] === undefined ? null : count(half, ['window_size'], MAX_SIDE);
}

/** Source: conv_stride of Wav2Vec2Config, one for each convolution that the samples go through. */
function samplesPerToken(config: Fields): number | null {
  const strides: readonly unknown[] = Array.isArray(config['conv_stride']) ? config['conv_stride'] : [];
  const product = strides.reduce<number>((all, stride) => (typeof stride === 'number' ? all * stride : NaN), 1);
  return count({ product: strides.length > 0 ? product : null }, ['product'], MOST.positions);
}

/** The names under "0", "1", "2" and so on, none left out. */
function classNamesOf(json: unknown): readonly string[] {
  const byId = record(json);
  const names = Object.keys(byId).map((_, id) => byId[String(id)]);
  return names.length <= MOST.channels && names.every((name) => typeof name === 'string') ? names : [];
}

function pictureHalf(outer: Fields): ModelConfig['ofPicture'] {
  if (outer['vision_config'] === undefined || outer['text_config'] === undefined) return null;
  const half = record(outer['vision_config']);
  return { nLayers: count(half, LAYERS, MOST.layers), nHeads: count(half, HEADS, MOST.heads) };
}

function decoderOf(config: Fields, nHeads: number | null): ModelConfig['decoder'] {
  if (config['is_encoder_decoder'] !== true) return null;
  return {
    nLayers: count(config, ['decoder_layers', 'num_decoder_layers', 'num_layers', 'num_hidden_layers'], MOST.layers),
    nHeads: count(config, ['decoder_attention_heads'], MOST.heads) ?? nHeads,
  };
}

function maxPositions(config: Fields, type: string): number | null {
  const names = ['max_position_embeddings', 'n_positions', 'max_sequence_length', 'n_ctx', 'max_target_positions'];
  const positions = count(config, names, MOST.positions);
  if (positions === null || !OFFSET_POSITIONS.test(type)) return positions;
  const first = firstPosition(config, type);
  // None left: the file contradicts itself.
  return positions > first ? positions - first : null;
}

function firstPosition(config: Fields, type: string): number {
  return OFFSET_POSITIONS.test(type) ? (idIn(config, 'pad_token_id') ?? 1) + 1 : 0;
}

/** An id of the vocabulary, 0 included. */
function idIn(fields: Fields, name: string): number | null {
  const value = fields[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** More than this many weights in one run would not fit beside the model: 1 GiB of float32. */
const MAX_WEIGHTS = 2 ** 28;

/**
 * Longest sequence to run, in tokens, special tokens included: the least of what the position embeddings, the
 * tokenizer's `model_max_length` and memory (layers x heads x tokens squared) allow, at least 1; 512 where neither file
 * names a limit.
 */
export function maxTokensOf(config: ModelConfig, tokenizerConfig: unknown, nLayers: number, nHeads: number): number {
  const tokenizerLimit = count(record(tokenizerConfig), ['model_max_length'], NO_LIMIT);
  const limits = [config.maxPositions, tokenizerLimit].filter((limit) => limit !== null && limit < NO_LIMIT);
  const model = limits.reduce<number>((least, limit) => Math.min(least, limit ?? least), Infinity);
  const memory = Math.floor(Math.sqrt(MAX_WEIGHTS / (nLayers * nHeads)));
  return Math.max(1, Math.min(model === Infinity ? 512 : model, memory));
}

/** An object of unknown content. */
export type Fields = { readonly [name: string]: unknown };

/** The fields of a parsed JSON object; of anything else, none. */
export function record(json: unknown): Fields {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

/** The first of the named fields that is a number from 1 to `most`, as a whole number; else null. */
export function count(fields: Fields, names: readonly string[], most: number): number | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'number' && value >= 1 && value <= most) return Math.floor(value);
  }
  return null;
}
