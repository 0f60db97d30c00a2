import { describe, expect, test } from 'vitest';
import type { BackendWish, WeightsWish } from '../protocol.ts';
import { chooseGraphs, dataOf, listOf } from './chooseGraphs.ts';
import type { FileList } from './chooseGraphs.ts';
import type { ListedFile } from './offeredGraphs.ts';
import { precisionIn } from './precisions.ts';

const MB = 1e6;

type Sizes = Readonly<Record<string, number | null>>;

function listed(sizes: Sizes): FileList {
  return listOf(Object.entries(sizes).map(([path, bytes]): ListedFile => ({ path, bytes })));
}

/** A host that cannot list. */
function mirror(sizes: Sizes): FileList {
  return { ...listed(sizes), all: null };
}

async function chosen(files: FileList, wish: WeightsWish = 'auto', backend: BackendWish = 'wasm'): Promise<string> {
  const choice = await chooseGraphs(files, wish, backend);
  return choice
    ? `${choice.precision}: ${choice.graphs.map(({ role, path }) => `${role} ${path}`).join(', ')}`
    : 'none';
}

/** A model in all precisions, of so many bytes in fp32. */
function inAll(bytes: number): Sizes {
  return {
    'onnx/model.onnx': bytes,
    'onnx/model_fp16.onnx': bytes / 2,
    'onnx/model_quantized.onnx': bytes / 4,
    'onnx/model_int8.onnx': bytes / 4,
    'onnx/model_q4.onnx': bytes / 6,
    'onnx/model_q4f16.onnx': bytes / 7,
    'onnx/model_bnb4.onnx': bytes / 7,
  };
}

describe('the precision', () => {
  test.each<[number, WeightsWish, BackendWish, string]>([
    [300 * MB, 'auto', 'wasm', 'fp32: whole onnx/model.onnx'],
    [301 * MB, 'auto', 'wasm', 'q8: whole onnx/model_quantized.onnx'],
    [301 * MB, 'auto', 'auto', 'q8: whole onnx/model_quantized.onnx'],
    [301 * MB, 'auto', 'webgpu', 'fp32: whole onnx/model.onnx'],
    [1001 * MB, 'auto', 'webgpu', 'q4: whole onnx/model_q4.onnx'],
    [5000 * MB, 'fp32', 'wasm', 'fp32: whole onnx/model.onnx'],
    [5 * MB, 'fp16', 'wasm', 'fp16: whole onnx/model_fp16.onnx'],
    [5 * MB, 'q8', 'webgpu', 'q8: whole onnx/model_quantized.onnx'],
    [5 * MB, 'q4f16', 'wasm', 'q4f16: whole onnx/model_q4f16.onnx'],
  ])('of %d bytes, wished %s on %s, is %s', async (bytes, wish, backend, want) => {
    expect(await chosen(listed(inAll(bytes)), wish, backend)).toBe(want);
    expect(await chosen(mirror(inAll(bytes)), wish, backend)).toBe(want);
  });

  test.each<[string, Sizes, WeightsWish, string]>([
    ['q4 that is not there: the exact weights', { 'onnx/model.onnx': 1, 'onnx/model_fp16.onnx': 1 }, 'q4', 'fp32'],
    ['q8 under the name int8', { 'onnx/model_int8.onnx': 1, 'onnx/model_q4.onnx': 1 }, 'q8', 'q8'],
    ['q8 under the name uint8', { 'onnx/model_uint8.onnx': 1, 'onnx/model_fp16.onnx': 1 }, 'auto', 'q8'],
    ['the only one there is', { 'onnx/model_bnb4.onnx': 1 }, 'auto', 'bnb4'],
    ['not the exact one of unknown size', { 'onnx/model.onnx': null, 'onnx/model_quantized.onnx': null }, 'auto', 'q8'],
  ])('%s', async (_, sizes, wish, want) => {
    expect((await chooseGraphs(listed(sizes), wish, 'wasm'))?.precision).toBe(want);
    expect((await chooseGraphs(mirror(sizes), wish, 'wasm'))?.precision).toBe(want);
  });

  test('is judged by the size of a model with its external data', async () => {
    for (const data of ['onnx/model.onnx_data', 'onnx/model.onnx.data']) {
      const sizes = { ...inAll(1 * MB), [data]: 2000 * MB };
      expect(await chosen(listed(sizes))).toContain('q8');
      expect(await chosen(mirror(sizes))).toContain('q8');
    }
    expect(await chosen(listed({ ...inAll(1 * MB), 'onnx/model.onnx_data_1': 2000 * MB }))).toContain('q8');
    expect(await chosen(listed({ ...inAll(1 * MB), 'onnx/model_fp16.onnx_data': 2000 * MB }))).toContain('fp32');
  });

  test.each([
    ['m/model.onnx', null],
    ['model_q4.onnx', 'q4'],
    ['model_q4f16.onnx', 'q4f16'],
    ['decoder_model_quantized.ONNX', 'q8'],
    ['bert_fp16.onnx', 'fp16'],
    ['fp16/model.onnx', null],
  ])('in the name %s is %s', (path, want) => {
    expect(precisionIn(path)).toBe(want);
  });
});

describe('the layout', () => {
  const E = 'onnx/encoder_model';
  const D = 'onnx/decoder_model';
  test.each<[string, string[], string]>([
    ['a model in the root', ['model.onnx'], 'fp32: whole model.onnx'],
    ['the folder onnx before the root', ['model.onnx', 'onnx/model_q4.onnx'], 'q4: whole onnx/model_q4.onnx'],
    [
      'encoder and decoder, not the merged one nor the one with past',
      [`${D}_merged.onnx`, 'onnx/decoder_with_past_model.onnx', `${D}.onnx`, `${E}.onnx`],
      `fp32: encoder ${E}.onnx, decoder ${D}.onnx`,
    ],
    [
      'a pair with a merged decoder only',
      [`${D}_merged.onnx`, `${E}.onnx`],
      `fp32: encoder ${E}.onnx, decoder ${D}_merged.onnx`,
    ],
    [
      'a pair in the precision that both have',
      [`${E}.onnx`, `${E}_quantized.onnx`, `${D}_quantized.onnx`],
      `q8: encoder ${E}_quantized.onnx, decoder ${D}_quantized.onnx`,
    ],
    [
      'a decoder of its own',
      [`${D}_merged.onnx`, `${D}.onnx`, 'onnx/decoder_with_past_model.onnx'],
      `fp32: whole ${D}.onnx`,
    ],
    [
      'a decoder with the file that makes vectors of tokens before it, and the one that sees pictures',
      [`${D}_merged.onnx`, 'onnx/embed_tokens.onnx', 'onnx/vision_encoder.onnx'],
      `fp32: embedding onnx/embed_tokens.onnx, whole ${D}_merged.onnx, picture onnx/vision_encoder.onnx`,
    ],
    [
      'the file of vectors in the precision of the decoder, where it has it',
      [`${D}_merged_q4.onnx`, 'onnx/embed_tokens.onnx', 'onnx/embed_tokens_q4.onnx'],
      `q4: embedding onnx/embed_tokens_q4.onnx, whole ${D}_merged_q4.onnx`,
    ],
    [
      'the file of vectors in another precision',
      [`${D}_merged_q4.onnx`, 'onnx/embed_tokens_fp16.onnx'],
      `q4: embedding onnx/embed_tokens_fp16.onnx, whole ${D}_merged_q4.onnx`,
    ],
    [
      'the file of vectors in full precision beside a smaller decoder',
      [`${D}_quantized.onnx`, 'onnx/embed_tokens.onnx'],
      `q8: embedding onnx/embed_tokens.onnx, whole ${D}_quantized.onnx`,
    ],
    ['a merged decoder of its own', [`${D}_merged_quantized.onnx`], `q8: whole ${D}_merged_quantized.onnx`],
    ['one whole file before its parts', [`${E}.onnx`, `${D}.onnx`, 'onnx/model.onnx'], 'fp32: whole onnx/model.onnx'],
    [
      'the text tower of a pair',
      ['onnx/vision_model.onnx', 'onnx/text_model.onnx'],
      'fp32: whole onnx/text_model.onnx',
    ],
  ])('%s', async (_, paths, want) => {
    const sizes = Object.fromEntries(paths.map((path) => [path, 1000]));
    expect(await chosen(listed(sizes))).toBe(want);
    expect(await chosen(mirror(sizes))).toBe(want);
  });

  test.each<[string, readonly string[], string, string]>([
    ['goes before what names say', ['model', 'vision_model_fp16'], 'vision_model_fp16', 'whole vision_model_fp16'],
    [
      'a decoder comes with the file of vectors beside it, in whatever precision',
      ['decoder_model_merged_q4', 'embed_tokens_fp16', 'model'],
      'decoder_model_merged_q4',
      'embedding embed_tokens_fp16, whole decoder_model_merged_q4',
    ],
    [
      'a decoder comes with the encoder that it reads from',
      ['encoder_model', 'encoder_model_quantized', 'decoder_model_quantized', 'decoder_model'],
      'decoder_model_quantized',
      'encoder encoder_model_quantized, decoder decoder_model_quantized',
    ],
    ['an encoder needs no decoder', ['encoder_model', 'decoder_model'], 'encoder_model', 'whole encoder_model'],
    ['vectors are taken alone', ['embed_tokens', 'decoder_model'], 'embed_tokens', 'whole embed_tokens'],
    ['another name stands alone', ['m_decoder_model', 'encoder_model'], 'm_decoder_model', 'whole m_decoder_model'],
  ])('a graph that a person chose %s', async (_, names, graph, want) => {
    const sizes = Object.fromEntries(names.map((name, at) => [`onnx/${name}.onnx`, 9 - at]));
    for (const files of [listed(sizes), mirror(sizes)]) {
      const choice = await chooseGraphs(files, 'auto', 'wasm', `onnx/${graph}.onnx`);
      const said = choice?.graphs.map(({ role, path }) => `${role} ${path.slice(5, -5)}`);
      expect(said?.join(', ')).toBe(want);
    }
  });

  test('a graph of a link that is not there is said to be missing, with those that are there', async () => {
    const sizes = { 'onnx/model.onnx': 9, 'onnx/vision_model_fp16.onnx': 4 };
    const failed = async (files: FileList) =>
      chooseGraphs(files, 'auto', 'wasm', 'onnx/none.onnx').catch((error: unknown) => error);
    const detail = 'the graph "onnx/none.onnx" is not among the files: choose another.';
    expect(await failed(listed(sizes))).toMatchObject({ code: 'file-missing', detail, graphs: Object.keys(sizes) });
    expect(await failed(mirror(sizes))).toMatchObject({ code: 'file-missing', graphs: [] });
    expect(await failed(listed({}))).toMatchObject({ code: 'file-missing', graphs: [] });
  });

  test.each<[string, readonly string[], WeightsWish, readonly string[]]>([
    [
      'in the precision that was taken where they have it',
      ['model', 'model_quantized', 'text_model', 'text_model_quantized', 'vision_model_q4', 'decoder_with_past_model'],
      'q8',
      ['model_quantized', 'text_model_quantized', 'vision_model_q4'],
    ],
    [
      'as it was taken where several names mean its precision',
      ['model', 'model_uint8', 'model_quantized', 'model_int8'],
      'q8',
      ['model_quantized'],
    ],
    [
      'exact as what was taken',
      ['model', 'model_fp16', 'text_model_q4', 'text_model'],
      'fp32',
      ['model', 'text_model'],
    ],
    [
      'a decoder in one of its forms, and no file that only makes vectors',
      ['embed_tokens', 'decoder_model', 'decoder_model_merged', 'vision_encoder'],
      'auto',
      ['decoder_model', 'vision_encoder'],
    ],
    ['a merged decoder alone', ['embed_tokens_q4', 'decoder_model_merged_q4'], 'q4', ['decoder_model_merged_q4']],
  ])('offered are the graphs beside it, each once: %s', async (_, names, wish, want) => {
    const paths = [...names.map((name) => `onnx/${name}.onnx`), 'a/model.onnx'];
    const files = listed(Object.fromEntries(paths.map((path) => [path, 5])));
    expect((await chooseGraphs(files, wish, 'wasm'))?.offered).toEqual(want.map((name) => `onnx/${name}.onnx`));
  });

  test('a host that cannot list offers nothing', async () => {
    expect((await chooseGraphs(mirror({ 'onnx/model.onnx': 5 }), 'auto', 'wasm'))?.offered).toEqual([]);
  });

  test.each<[string, Sizes, string]>([
    ['a folder of another name', { 'cpu/fp32/model.onnx': 1, 'README.md': 1 }, 'fp32: whole cpu/fp32/model.onnx'],
    ['the outermost folder', { 'a/b/model.onnx': 1, 'z/model.onnx': 1 }, 'fp32: whole z/model.onnx'],
    [
      'of other names the largest with its data',
      { 'a.onnx': 9, 'b_fp16.onnx': 2, 'b_fp16.onnx_data': 8 },
      'fp16: whole b_fp16.onnx',
    ],
    ['none', { 'model.safetensors': 9, 'config.json': 1 }, 'none'],
  ])('of a list: %s', async (_, sizes, want) => {
    expect(await chosen(listed(sizes))).toBe(want);
  });
});

describe('among 200,000 files', () => {
  const MANY = Array.from({ length: 200_000 }, (_, i) => i);

  /** Counts how often a path is looked at. */
  function counted(paths: readonly string[]) {
    let nReads = 0;
    const all = paths.map((path) => ({
      get path() {
        nReads += 1;
        return path;
      },
      bytes: 1,
    }));
    return { list: listOf(all), all, reads: () => nReads };
  }

  test.each<[string, (i: number) => string, string]>([
    ['ONNX files of strange names', (i) => `part${i}.onnx`, 'null: whole part0.onnx'],
    ['each with its data', (i) => (i % 2 ? `p${i - 1}.onnx_data` : `p${i}.onnx`), 'null: whole p0.onnx'],
    [
      'models in folders of their own',
      (i) => `${String(i).padStart(6, '0')}/onnx/model.onnx`,
      'fp32: whole 000000/onnx/model.onnx',
    ],
    ['folders with one file that is none of a layout', (i) => `${i}/x.onnx`, 'null: whole 0/x.onnx'],
    ['what is no model', (i) => `photos/${i}.jpg`, 'none'],
  ])('%s: each path is looked at a few times', async (_, pathOf, want) => {
    const { list, reads } = counted(MANY.map(pathOf));
    expect(await chosen(list)).toBe(want);
    expect(reads()).toBeLessThan(8 * MANY.length);
  });

  test('data is found by its name, and belongs to the graph that the name begins with', async () => {
    const names = [
      'm.onnx',
      'm.onnx_data',
      'm.onnx_data_1',
      'm.onnx.data',
      'm.data',
      'm_fp16.onnx_data',
      'm.onnx.datas',
      'M.ONNX',
      'M.ONNX_data',
    ];
    const list = listOf(names.map((path) => ({ path, bytes: 1 })));
    const paths = async (path: string) => (await dataOf(list, path)).map((file) => file.path);
    expect(await paths('m.onnx')).toEqual(['m.onnx_data', 'm.onnx_data_1', 'm.onnx.data', 'm.data']);
    expect(await paths('M.ONNX')).toEqual(['M.ONNX_data']);
  });
});
