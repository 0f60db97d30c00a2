import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findDifferences, measureFiles, readManifest } from './modelManifest.ts';

const modelsDir = resolve(import.meta.dirname, '../models');
const manifest = readManifest(modelsDir);
const scratch = mkdtempSync(join(tmpdir(), 'headlight-manifest-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('bytes and sha256 in the manifest equal those of the files', () => {
  expect(findDifferences(modelsDir, manifest)).toEqual([]);
});

test('the sha256 is that of FIPS 180-2 for "abc"', () => {
  writeFileSync(join(scratch, 'abc.txt'), 'abc');
  expect(measureFiles(scratch, [])).toEqual([
    {
      path: 'abc.txt',
      bytes: 3,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      served: false,
    },
  ]);
});

/** Where config.json of each family says how many layers and heads there are, and how wide they are. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  gpt2: ['n_layer', 'n_head', 'n_embd'],
  'roberta-prelayernorm': ['num_hidden_layers', 'num_attention_heads', 'hidden_size'],
  vit: ['num_hidden_layers', 'num_attention_heads', 'hidden_size'],
  'audio-spectrogram-transformer': ['num_hidden_layers', 'num_attention_heads', 'hidden_size'],
  mbart: ['num_hidden_layers', 'encoder_attention_heads', 'd_model'],
};

const TEXT = ['config.json', 'head_means.safetensors', 'onnx/model.onnx', 'tokenizer.json', 'tokenizer_config.json'];
const SERVED: Readonly<Record<string, readonly string[]>> = {
  gpt2: TEXT,
  'roberta-prelayernorm': TEXT,
  vit: ['config.json', 'head_means.safetensors', 'onnx/model.onnx', 'preprocessor_config.json'],
  'audio-spectrogram-transformer': [
    'config.json',
    'head_means.safetensors',
    'onnx/model.onnx',
    'preprocessor_config.json',
  ],
  mbart: [
    'config.json',
    'generation_config.json',
    'onnx/decoder_model.onnx',
    'onnx/encoder_model.onnx',
    'tokenizer.json',
    'tokenizer_config.json',
  ],
};

/** What lies beside one model and serves all of its kind. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'fashion-vit': ['heads.json', 'held-out-pictures.json', 'samples.json'],
  'bookworm-tiny-h4': ['heads.json'],
  'dates-step-1000': ['moments.json'],
  'spoken-digits': [
    'samples.json',
    ...'zero one two three four five six seven eight nine'.split(' ').map((digit) => `samples/${digit}.wav`),
  ],
};

describe.each(manifest.models)('$id', (model) => {
  const read = (name: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(modelsDir, model.id, name), 'utf8'));

  test('has the dimensions that its config files state', () => {
    const config = read('config.json');
    const { nLayers, nHeads, dModel, dHead, nVocab, maxTokens } = model.dims;
    expect([nLayers, nHeads, dModel]).toEqual(NAMES[model.type]?.map((name) => config[name]));
    const ofPicture = () => [
      Object.keys(Object(config.id2label)).length,
      1 + (Number(config.image_size) / Number(config.patch_size)) ** 2,
    ];
    const ofSound = () => {
      const along = (length: string, stride: string) =>
        Math.floor((Number(config[length]) - Number(config.patch_size)) / Number(config[stride])) + 1;
      const nPatches = along('max_length', 'time_stride') * along('num_mel_bins', 'frequency_stride');
      return [Object.keys(Object(config.id2label)).length, 2 + nPatches];
    };
    const ofText = () => [config.vocab_size, read('tokenizer_config.json').model_max_length];
    const lengths = { vit: ofPicture, 'audio-spectrogram-transformer': ofSound }[model.type] ?? ofText;
    expect([nVocab, maxTokens]).toEqual(lengths());
    expect(dHead).toBe(dModel / nHeads);
    expect(model.type).toBe(config.model_type);
  });

  test('serves what a page needs and no check data', () => {
    const served = model.files.filter((file) => file.served).map((file) => file.path);
    const beside = BESIDE[model.id] ?? [];
    expect(served).toEqual([...(SERVED[model.type] ?? []), ...beside].toSorted());
  });
});

describe('a difference is found', () => {
  const copy = join(scratch, 'models');
  const [first] = manifest.models;
  if (!first) throw new Error('the manifest lists no model');
  const small = { ...manifest, models: [{ ...first, files: first.files.filter((f) => f.path.endsWith('json')) }] };
  const target = join(copy, first.id);

  test.each([
    ['one changed byte', () => writeFileSync(join(target, 'config.json'), changeOneByte), /config\.json: sha256/],
    ['a longer file', () => writeFileSync(join(target, 'config.json'), `${config()} `), /config\.json: \d+ bytes/],
    ['a missing file', () => rmSync(join(target, 'config.json')), /config\.json: listed but missing/],
    ['an unlisted file', () => writeFileSync(join(target, 'extra.bin'), ''), /extra\.bin: not listed/],
  ])('%s', (_name, spoil, expected) => {
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(modelsDir, first.id), target, {
      recursive: true,
      filter: (path) => !/\.(onnx|npz|safetensors)$/.test(path),
    });
    expect(findDifferences(copy, small)).toEqual([]);
    spoil();
    expect(findDifferences(copy, small)).toEqual([expect.stringMatching(expected)]);
  });

  const config = (): string => readFileSync(join(modelsDir, first.id, 'config.json'), 'utf8');
  const changeOneByte = config().replace('2', '3');
});
