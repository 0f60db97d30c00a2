import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createModelCache } from '../../src/inference/cache/modelCache.ts';
import { encodeKept, indexUrl } from '../../src/inference/cache/keptModel.ts';
import { memoryCaches } from '../../src/inference/cache/testing/memoryCaches.ts';
import { readGenerationConfig } from '../../src/inference/generate/generationConfig.ts';
import { lastStepOf } from '../../src/inference/inside/lastStep.ts';
import { readHeadMeans } from '../../src/inference/means/headMeans.ts';
import { maxTokensOf, readConfig } from '../../src/inference/sources/modelConfig.ts';
import { prepareModel } from '../../src/inference/run/prepare.ts';
import { decodeConstant } from '../../src/inference/surgery/decodeConstant.ts';
import { parseJson } from '../../src/inference/sources/parseJson.ts';
import { createModelStore } from '../../src/inference/sources/store.ts';
import { createTokenizer } from '../../src/inference/tokenizer/tokenizer.ts';
import { makeUnigram } from '../../src/inference/tokenizer/testing/unigram.ts';
import { preparePicture } from '../../src/inference/vision/toPixels.ts';
import { readPreprocessor } from '../../src/inference/vision/preprocessor.ts';
import type { GoodFile, Reader } from './reader.ts';

const ROOT = join(import.meta.dirname, '../..');
const ZOO = 'src/inference/surgery/fixtures/zoo';
const GRAPHS = [
  'ms-attention',
  'onnx-attention-23',
  'distractor',
  'bert-eager',
  't5-decoder',
  'gpt2-merged-if',
  'fp16',
  'gpt2',
  'ms-gqa',
];
const TEXT = 'The cat\u00a0sat, on <mask> 1 é 😀 </s>\u200b!';

const store = createModelStore({ fetch: () => Promise.reject(new Error('nothing is fetched')) });
const never = new AbortController().signal;

function file(path: string): GoodFile {
  const kind = path.endsWith('.json') ? 'json' : path.endsWith('.onnx') ? 'protobuf' : 'bytes';
  return { name: path, kind, bytes: readFileSync(join(ROOT, path)) };
}

function json(name: string, value: unknown): GoodFile {
  return { name, kind: 'json', bytes: new TextEncoder().encode(JSON.stringify(value)) };
}

function parsed(bytes: Uint8Array): unknown {
  return parseJson('the file', bytes, 'bad-input');
}

/** Opens files as a person does, up to where the runtime would take over. */
async function open(files: Readonly<Record<string, Uint8Array>>): Promise<ReturnType<typeof prepareModel>['model']> {
  const blobs = Object.entries(files).map(([path, bytes]) => ({ path, blob: new Blob([new Uint8Array(bytes)]) }));
  const source = { from: 'files', id: 'opened', name: 'opened', files: blobs } as const;
  return prepareModel(source, await store.read(source, 'wasm', never, () => {})).model;
}

/** Numbers that something is made as large as. */
function expectCounts(values: Readonly<Record<string, number | null>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && !(Number.isSafeInteger(value) && value >= 0)) throw new Error(`${name} is ${value}`);
  }
}

const TINY = readFileSync(join(ROOT, ZOO, 'ms-attention/model.onnx'));

const graphs: Reader = {
  name: 'onnx',
  good: () => GRAPHS.map((name) => file(`${ZOO}/${name}/model.onnx`)),
  read: async (bytes) => {
    const model = await open({ 'model.onnx': bytes });
    for (const { ending, sites } of model.graphs) {
      if (ending !== null && !('whyNot' in ending)) lastStepOf({ prepared: model }, ending);
      for (const { inside } of sites) {
        const { outputWeights, outputBias, valueBias, query } = inside ?? {};
        const kept = outputWeights && outputWeights !== 'too-large' && 'made' in outputWeights ? outputWeights : null;
        const constants = [kept, outputBias, valueBias, query?.added, query?.turned?.cos];
        for (const constant of constants) if (constant) decodeConstant(constant);
      }
    }
    return model;
  },
};

const externalData: Reader = {
  name: 'external data',
  good: () => [file(`${ZOO}/external-data/model.onnx`)],
  read: (bytes) =>
    open({ 'model.onnx': bytes, 'model.onnx_data': readFileSync(join(ROOT, ZOO, 'external-data/model.onnx_data')) }),
};

const config: Reader = {
  name: 'config.json',
  good: () => [
    file('models/bookworm-gpt/config.json'),
    json('vit', {
      model_type: 'vit',
      num_hidden_layers: 2,
      num_attention_heads: 3,
      hidden_size: 48,
      image_size: 30,
      patch_size: 10,
      vision_config: { image_size: 30 },
      pad_token_id: 1,
      max_position_embeddings: 514,
      eos_token_id: [1, 2],
    }),
    json('marian', {
      model_type: 'marian',
      is_encoder_decoder: true,
      encoder_layers: 2,
      decoder_layers: 3,
      decoder_attention_heads: 4,
      encoder_attention_heads: 2,
      d_model: 8,
      vocab_size: 100,
      decoder_start_token_id: 5,
      bad_words_ids: [[5]],
      architectures: ['MarianMTModel'],
    }),
  ],
  async read(bytes) {
    const { config: read } = await open({ 'model.onnx': TINY, 'config.json': bytes });
    const { decoder, ofPicture, type, architecture, classNames, ...counts } = read;
    expectCounts({ ...counts, nDecoderLayers: decoder?.nLayers ?? null, nDecoderHeads: decoder?.nHeads ?? null });
    expectCounts({ nLayers: ofPicture?.nLayers ?? null, nHeads: ofPicture?.nHeads ?? null });
    const maxTokens = maxTokensOf(read, {}, 2, 2);
    expectCounts({ maxTokens });
    if (maxTokens < 1) throw new Error(`maxTokens is ${maxTokens}`);
    return [type, architecture, ...classNames];
  },
};

const tokenizer: Reader = {
  name: 'tokenizer.json',
  good: () => [
    file('models/bookworm-gpt/tokenizer.json'),
    file('models/bookworm-bert/tokenizer.json'),
    json('unigram', makeUnigram()),
  ],
  read: (bytes) => encode(parsed(bytes), null),
};

/** Words of "aab": the smallest byte-level tokenizer of two files. */
const PARTS = { 'vocab.json': { a: 0, b: 1, Ġ: 2, Ġa: 3, ab: 4, '<s>': 5 }, 'merges.txt': 'Ġ a\na b\n' };

const tokenizerOfParts: Reader = {
  name: 'vocab.json',
  good: () => [json('vocab', PARTS['vocab.json'])],
  read: (bytes) =>
    open({ 'model.onnx': TINY, 'vocab.json': bytes, 'merges.txt': new TextEncoder().encode(PARTS['merges.txt']) }),
};

const merges: Reader = {
  name: 'merges.txt',
  good: () => [{ name: 'merges', kind: 'bytes', bytes: new TextEncoder().encode(PARTS['merges.txt']) }],
  read: (bytes) => open({ 'model.onnx': TINY, 'merges.txt': bytes, 'vocab.json': json('', PARTS['vocab.json']).bytes }),
};

const specialTokens: Reader = {
  name: 'special_tokens_map.json',
  good: () => [
    json('map', {
      bos_token: '<s>',
      mask_token: { content: '<mask>', lstrip: true },
      additional_special_tokens: ['<x>', { content: '<y>' }],
    }),
  ],
  read: (bytes) =>
    open({
      'model.onnx': TINY,
      'merges.txt': new TextEncoder().encode(PARTS['merges.txt']),
      'vocab.json': json('', PARTS['vocab.json']).bytes,
      'special_tokens_map.json': bytes,
      'added_tokens.json': bytes,
    }),
};

const tokenizerConfig: Reader = {
  name: 'tokenizer_config.json',
  good: () => [file('models/bookworm-bert/tokenizer_config.json')],
  read: (bytes) => encode(makeUnigram(), parsed(bytes)),
};

function encode(tokenizerJson: unknown, tokenizerConfigJson: unknown): void {
  const made = createTokenizer(tokenizerJson, tokenizerConfigJson);
  const { tokens } = made.encode(TEXT, made.takesPair ? 'a pair' : null, 64);
  for (const { start, end, id } of tokens) {
    if (!(start >= 0 && end >= start && end <= TEXT.length)) throw new Error(`a token stands at ${start} to ${end}`);
    expectCounts({ id });
  }
  for (const id of [0, 1, 4096, 2 ** 32]) made.pieceText(id);
}

const picture = { width: 4, height: 3, pixels: new Uint8ClampedArray(48).fill(99) };

const preprocessor: Reader = {
  name: 'preprocessor_config.json',
  good: () => [
    json('vit', {
      image_processor_type: 'ViTImageProcessor',
      size: { height: 30, width: 30 },
      resample: 2,
      do_rescale: true,
      rescale_factor: 0.004,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    }),
    json('clip', {
      feature_extractor_type: 'CLIPFeatureExtractor',
      size: 30,
      crop_size: { height: 24, width: 24 },
      do_center_crop: true,
      resample: 3,
    }),
  ],
  read(bytes) {
    const read = readPreprocessor(parsed(bytes), readConfig({}), undefined);
    const { pixels } = preparePicture(picture, read);
    expectCounts({ height: pixels.dims[1], width: pixels.dims[2] });
  },
};

const generation: Reader = {
  name: 'generation_config.json',
  good: () => [
    json('marian', {
      decoder_start_token_id: 5,
      eos_token_id: [0, 1],
      forced_bos_token_id: 3,
      bad_words_ids: [[5], [1, 2]],
      suppress_tokens: [7],
    }),
  ],
  read(bytes) {
    const { start, first, ends, never: words, neverFirst } = readGenerationConfig(parsed(bytes), {});
    for (const id of [start, ...first.flat(), ...ends, ...words, ...neverFirst]) expectCounts({ id });
  },
};

const headMeans: Reader = {
  name: 'head_means.safetensors',
  good: () => [file('models/bookworm-gpt/head_means.safetensors')],
  read: (bytes) =>
    readHeadMeans(bytes, {
      places: Array.from({ length: 4 }, (_, layer) => ({ kind: 'decoder', layer })),
      notShown: [],
    }),
};

const hubList: Reader = {
  name: 'list of a hub',
  good: () => [
    json('list', {
      id: 'owner/name',
      sha: 'abc123',
      siblings: [
        'config.json',
        'onnx/model.onnx',
        'onnx/model_fp16.onnx',
        'onnx/model.onnx_data',
        'tokenizer.json',
      ].map((rfilename) => ({ rfilename, size: rfilename.includes('onnx') ? TINY.length : 2 })),
    }),
  ],
  async read(bytes) {
    const source = {
      from: 'hub',
      id: 'owner/name',
      revision: 'main',
      host: 'https://hub.invalid',
      weights: 'auto',
    } as const;
    const fetch = async (url: string) => {
      if (url.includes('/api/')) return new Response(new Uint8Array(bytes));
      return new Response(url.includes('.onnx') ? new Uint8Array(TINY) : '{}');
    };
    const hub = createModelStore({ fetch, caches: memoryCaches().caches, pause: async () => {} });
    await hub.read(source, 'wasm', never, () => {});
  },
};

const kept = {
  id: 'owner/name',
  host: 'https://hub.invalid',
  revision: 'abc',
  weights: 'fp32',
  asked: ['main auto wasm'],
  files: [{ path: 'onnx/model.onnx', bytes: 3 }],
  plan: { graphs: [{ role: 'whole', path: 'onnx/model.onnx' }], precision: 'fp32', jsons: [] },
} as const;

const index: Reader = {
  name: 'index of kept models',
  good: () => [{ name: 'entry', kind: 'json', bytes: new TextEncoder().encode(encodeKept(kept)) }],
  async read(bytes) {
    const { caches } = memoryCaches();
    await (await caches.open('headlight-models-v1')).put(indexUrl(kept), new Response(new Uint8Array(bytes)));
    const cache = createModelCache(caches);
    for (const model of await cache.list()) await cache.remove(model);
    const left = await cache.list();
    if (left.length > 0) throw new Error(`${left.length} models cannot be removed`);
  },
};

/** What a model is made of. */
export const MODEL_READERS: readonly Reader[] = [
  graphs,
  externalData,
  config,
  tokenizer,
  tokenizerOfParts,
  merges,
  specialTokens,
  tokenizerConfig,
  preprocessor,
  generation,
  headMeans,
  hubList,
  index,
];
