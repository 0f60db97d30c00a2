import type { ModelFiles } from '../sources/modelFiles.ts';
import { floats, seeded } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import type { TinyNode } from '../surgery/testing/tinyModel.ts';
import { INT64, intTensor } from '../surgery/write.ts';

/** One layer of two heads of three pairs of channels, each pair turned by a kind of position of its own: time, row and column. */
export const VLM = { width: 12, nHeads: 2, nPairs: 3, nVocab: 50, imageTokenId: 49, patch: 4, merge: 2 } as const;
const { width, nHeads, nPairs, nVocab, patch, merge } = VLM;

/** How a pair of channels is turned by one step of its position. */
export const TURNS = [1, 0.5, 0.25] as const;
/** Numbers of two pictures in a row, all colours, of one patch. */
const FLAT = 3 * 2 * patch * patch;

export const vlmWeights = {
  table: seeded(5, nVocab * width),
  query: seeded(6, width * width),
  key: seeded(7, width * width),
  value: seeded(8, width * width),
  head: seeded(9, width * nVocab),
  see: seeded(10, 3 * patch * patch * width),
  seeFlat: seeded(11, FLAT * width),
  merge: seeded(12, merge * merge * width * width),
};

/** Vectors of tokens. */
const embedding = (): Uint8Array =>
  tinyModel({
    inputs: { input_ids: ['batch', 'seq'] },
    types: { input_ids: INT64 },
    outputs: ['inputs_embeds'],
    tensors: [floats('table', [nVocab, width], vlmWeights.table)],
    nodes: [{ op: 'Gather', in: ['table', 'input_ids'], out: ['inputs_embeds'] }],
  });

/** Vectors of a picture of any size: of its pixels as they lie, or of patches that are cut and put in the order of the blocks that are merged. */
const vision = (reads: 'pixels' | 'patches'): Uint8Array =>
  reads === 'pixels'
    ? tinyModel({
        inputs: { pixel_values: ['batch', 3, 'height', 'width'] },
        outputs: ['image_features'],
        tensors: [floats('see', [width, 3, patch, patch], vlmWeights.see), intTensor('flat', [0, width, -1])],
        nodes: [
          { op: 'Conv', in: ['pixel_values', 'see'], out: ['seen'], attributes: { strides: [patch, patch] } },
          { op: 'Reshape', in: ['seen', 'flat'], out: ['rows'] },
          { op: 'Transpose', in: ['rows'], out: ['image_features'], attributes: { perm: [0, 2, 1] } },
        ],
      })
    : tinyModel({
        inputs: { pixel_values: ['patches', FLAT], image_grid_thw: ['pictures', 3] },
        types: { image_grid_thw: INT64 },
        outputs: ['image_features'],
        tensors: [
          floats('seeFlat', [FLAT, width], vlmWeights.seeFlat),
          floats('merge', [merge * merge * width, width], vlmWeights.merge),
          intTensor('blocks', [-1, merge * merge * width]),
          intTensor('all', -1),
          intTensor('one', [1]),
        ],
        nodes: [
          { op: 'MatMul', in: ['pixel_values', 'seeFlat'], out: ['seen'] },
          { op: 'Reshape', in: ['seen', 'blocks'], out: ['inBlocks'] },
          { op: 'MatMul', in: ['inBlocks', 'merge'], out: ['image_features'] },
        ],
      });

/** Sines and cosines of positions, [1 or 3, batch, token], as queries and keys are turned by them. */
const turned = (name: string): readonly TinyNode[] => [
  { op: 'Slice', in: [name, 'zero', 'half', 'last'], out: [`${name}.first`] },
  { op: 'Slice', in: [name, 'half', 'end', 'last'], out: [`${name}.second`] },
  { op: 'Neg', in: [`${name}.second`], out: [`${name}.minus`] },
  { op: 'Concat', in: [`${name}.minus`, `${name}.first`], out: [`${name}.across`], attributes: { axis: -1 } },
  { op: 'Mul', in: [name, 'cos'], out: [`${name}.along`] },
  { op: 'Mul', in: [`${name}.across`, 'sin'], out: [`${name}.aside`] },
  { op: 'Add', in: [`${name}.along`, `${name}.aside`], out: [`${name}.turned`] },
];

/** A causal layer that is told positions of one kind or of three, [3, batch, token]. */
const decoder = (nKinds: 1 | 3): Uint8Array =>
  tinyModel({
    inputs: {
      inputs_embeds: ['batch', 'seq', width],
      position_ids: nKinds === 3 ? [3, 'batch', 'seq'] : ['batch', 'seq'],
    },
    types: { position_ids: INT64 },
    outputs: ['logits'],
    tensors: [
      ...(['query', 'key', 'value'] as const).map((name) => floats(name, [width, width], vlmWeights[name])),
      floats('head', [width, nVocab], vlmWeights.head),
      // Of three kinds each turns one pair of channels.
      floats(
        'turns',
        nKinds === 3 ? [3, 1, 1, nPairs] : [nPairs],
        nKinds === 3 ? TURNS.flatMap((turn, kind) => TURNS.map((_, at) => (at === kind ? turn : 0))) : TURNS,
      ),
      floats('scale', [], [1 / Math.sqrt(width / nHeads)]),
      floats('hidden', [], [-1e9]),
      intTensor('toHeads', [0, 0, nHeads, width / nHeads]),
      intTensor('toFlat', [0, 0, width]),
      intTensor('zero', [0]),
      intTensor('half', [nPairs]),
      intTensor('end', [2 * nPairs]),
      intTensor('last', [-1]),
      intTensor('first', [1]),
      intTensor('place', 1),
      intTensor('start', 0),
      intTensor('step', 1),
    ],
    nodes: [
      { op: 'Cast', in: ['position_ids'], out: ['positions'], attributes: { to: 1 } },
      { op: 'Unsqueeze', in: ['positions', 'last'], out: ['columns'] },
      { op: 'Mul', in: ['columns', 'turns'], out: ['byKind'] },
      ...(nKinds === 3
        ? [{ op: 'ReduceSum', in: ['byKind', 'zero'], out: ['angles'], attributes: { keepdims: 0 } }]
        : [{ op: 'Identity', in: ['byKind'], out: ['angles'] }]),
      { op: 'Concat', in: ['angles', 'angles'], out: ['bothAngles'], attributes: { axis: -1 } },
      { op: 'Unsqueeze', in: ['bothAngles', 'first'], out: ['ofHeads'] },
      { op: 'Cos', in: ['ofHeads'], out: ['cos'] },
      { op: 'Sin', in: ['ofHeads'], out: ['sin'] },
      ...(['query', 'key', 'value'] as const).flatMap((name): readonly TinyNode[] => [
        { op: 'MatMul', in: ['inputs_embeds', name], out: [`${name}.rows`] },
        { op: 'Reshape', in: [`${name}.rows`, 'toHeads'], out: [`${name}.split`] },
        { op: 'Transpose', in: [`${name}.split`], out: [`${name}s`], attributes: { perm: [0, 2, 1, 3] } },
      ]),
      ...turned('querys'),
      ...turned('keys'),
      { op: 'Transpose', in: ['keys.turned'], out: ['keysT'], attributes: { perm: [0, 1, 3, 2] } },
      { op: 'MatMul', in: ['querys.turned', 'keysT'], out: ['products'] },
      { op: 'Mul', in: ['products', 'scale'], out: ['scores'] },
      { op: 'Shape', in: ['inputs_embeds'], out: ['shape'] },
      { op: 'Gather', in: ['shape', 'place'], out: ['length'] },
      { op: 'Range', in: ['start', 'length', 'step'], out: ['range'] },
      { op: 'Unsqueeze', in: ['range', 'first'], out: ['rangeDown'] },
      { op: 'Greater', in: ['range', 'rangeDown'], out: ['isLater'] },
      { op: 'Where', in: ['isLater', 'hidden', 'scores'], out: ['causal'] },
      { op: 'Softmax', in: ['causal'], out: ['weights'], attributes: { axis: -1 } },
      { op: 'MatMul', in: ['weights', 'values'], out: ['given'] },
      { op: 'Transpose', in: ['given'], out: ['givenT'], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: ['givenT', 'toFlat'], out: ['flat'] },
      { op: 'Add', in: ['flat', 'inputs_embeds'], out: ['stream'] },
      { op: 'MatMul', in: ['stream', 'head'], out: ['logits'] },
    ],
  });

/** The files of a vision-language model that is read by token ids. */
export function vlmFiles(how: { readonly nKinds: 1 | 3; readonly reads: 'pixels' | 'patches' }): ModelFiles {
  const graph = (role: ModelFiles['graphs'][number]['role'], path: string, onnx: Uint8Array) => {
    return { role, path, onnx, externalData: [] };
  };
  const isCut = how.reads === 'patches';
  return {
    config: { model_type: isCut ? 'qwen2_vl' : 'llava', image_token_id: VLM.imageTokenId, vocab_size: nVocab },
    tokenizer: null,
    tokenizerConfig: null,
    preprocessorConfig: isCut
      ? {
          image_processor_type: 'Qwen2VLImageProcessor',
          patch_size: patch,
          temporal_patch_size: 2,
          merge_size: merge,
          min_pixels: 64,
          max_pixels: 1024,
        }
      : { do_resize: false, patch_size: patch },
    generationConfig: null,
    graphs: [
      graph('embedding', 'embed_tokens.onnx', embedding()),
      graph('whole', 'decoder_model_merged.onnx', decoder(how.nKinds)),
      graph('picture', 'vision_encoder.onnx', vision(how.reads)),
    ],
    precision: null,
    sizes: [],
  };
}
