import { floats, splitHeads } from '../surgery/testing/attentionModel.ts';
import { tinyModel } from '../surgery/testing/tinyModel.ts';
import { FLOAT32, intTensor, rawTensor } from '../surgery/write.ts';
import type { NodeSpec } from '../surgery/write.ts';

/** What a decoder is made of; each head is `width / nHeads` wide. */
export type GptSizes = {
  readonly nLayers: number;
  readonly nHeads: number;
  readonly width: number;
  readonly nVocab: number;
  readonly maxTokens: number;
  /** How wide the feed-forward part is; without it four times as wide as the rest. */
  readonly inner?: number;
};

/** GPT-2's layers, heads and widths; its vocabulary is that of a shipped tokenizer, so that the file is a third smaller. */
export const GPT2_SIZES: GptSizes = { nLayers: 12, nHeads: 12, width: 768, nVocab: 4096, maxTokens: 512 };

/** What its config.json says. */
export function gptConfig({ nLayers, nHeads, width, nVocab, maxTokens }: GptSizes): object {
  return {
    model_type: 'gpt2',
    architectures: ['GPT2LMHeadModel'],
    vocab_size: nVocab,
    n_positions: maxTokens,
    n_embd: width,
    n_layer: nLayers,
    n_head: nHeads,
  };
}

/** How a tensor of weights is written into the graph: its bytes with it, or where they lie. */
type WriteTensor = (name: string, dims: readonly number[], raw: Uint8Array) => Uint8Array;

const within: WriteTensor = (name, dims, raw) => rawTensor(name, dims, FLOAT32, raw);

/**
 * The bytes of a causal language model with random weights, the same each time: norms before attention and before the feed-forward
 * part, which bends by ReLU, learned positions, scores by the table of tokens.
 */
export function randomGpt(sizes: GptSizes, write: WriteTensor = within): Uint8Array {
  const { nLayers, nHeads, width, nVocab, maxTokens, inner = 4 * width } = sizes;
  const layers = Array.from({ length: nLayers }, (_, layer) => layer);
  const random = gaussians();
  const weights = (name: string, nRows: number, nColumns: number, deviation: number): Uint8Array =>
    write(name, [nRows, nColumns], random(nRows * nColumns, deviation));
  const masks = new Float32Array(maxTokens ** 2);
  for (let query = 0; query < maxTokens; query++) {
    masks.fill(-1e9, query * maxTokens + query + 1, (query + 1) * maxTokens);
  }
  // Products of vectors of length sqrt(width) come out about as large as these.
  const even = 1 / Math.sqrt(width);
  return tinyModel({
    inputs: { input_ids: ['batch', 'sequence'] },
    outputs: ['logits'],
    tensors: [
      intTensor('toHeads', [0, 0, nHeads, width / nHeads]),
      intTensor('toFlat', [0, 0, width]),
      intTensor('first', [0]),
      intTensor('second', [1]),
      intTensor('axes', [0, 1]),
      floats('scale', [], [Math.sqrt(nHeads / width)]),
      floats(
        'ones',
        [width],
        Array.from({ length: width }, () => 1),
      ),
      floats(
        'zeros',
        [width],
        Array.from({ length: width }, () => 0),
      ),
      rawTensor('masks', [maxTokens, maxTokens], FLOAT32, new Uint8Array(masks.buffer)),
      weights('words', nVocab, width, 1),
      weights('places', maxTokens, width, 0.5),
      ...layers.flatMap((layer) => [
        ...['wq', 'wk'].map((name) => weights(`${name}${layer}`, width, width, 1.5 * even)),
        ...['wv', 'wo'].map((name) => weights(`${name}${layer}`, width, width, even)),
        weights(`up${layer}`, width, inner, even),
        weights(`down${layer}`, inner, width, even / 2),
      ]),
    ],
    nodes: [
      { op: 'Cast', in: ['input_ids'], out: ['ids'], attributes: { to: 7 } },
      { op: 'Shape', in: ['ids'], out: ['shape'] },
      { op: 'Gather', in: ['shape', 'second'], out: ['n'] },
      { op: 'Concat', in: ['n', 'n'], out: ['nn'], attributes: { axis: 0 } },
      { op: 'Concat', in: ['first', 'first'], out: ['corner'], attributes: { axis: 0 } },
      { op: 'Slice', in: ['masks', 'corner', 'nn', 'axes'], out: ['mask'] },
      { op: 'Slice', in: ['places', 'first', 'n', 'first'], out: ['placed'] },
      { op: 'Gather', in: ['words', 'ids'], out: ['worded'] },
      { op: 'Add', in: ['worded', 'placed'], out: ['x0'] },
      ...layers.flatMap(layerNodes),
      norm(`x${nLayers}`, 'last'),
      { op: 'Transpose', in: ['words'], out: ['unembed'], attributes: { perm: [1, 0] } },
      { op: 'MatMul', in: ['last', 'unembed'], out: ['logits'] },
    ],
  });
}

function layerNodes(layer: number): readonly NodeSpec[] {
  const name = (what: string): string => `${what}${layer}`;
  return [
    norm(name('x'), name('a')),
    ...['q', 'k', 'v'].map((of) => ({ op: 'MatMul', in: [name('a'), name(`w${of}`)], out: [name(of)] })),
    ...splitHeads(name('q'), name('qh')),
    ...splitHeads(name('k'), name('kT'), [0, 2, 3, 1]),
    ...splitHeads(name('v'), name('vh')),
    { op: 'MatMul', in: [name('qh'), name('kT')], out: [name('products')] },
    { op: 'Mul', in: [name('products'), 'scale'], out: [name('scores')] },
    { op: 'Add', in: [name('scores'), 'mask'], out: [name('masked')] },
    { op: 'Softmax', in: [name('masked')], out: [name('p')], attributes: { axis: -1 } },
    { op: 'MatMul', in: [name('p'), name('vh')], out: [name('ch')] },
    { op: 'Transpose', in: [name('ch')], out: [name('ct')], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', in: [name('ct'), 'toFlat'], out: [name('c')] },
    { op: 'MatMul', in: [name('c'), name('wo')], out: [name('o')] },
    { op: 'Add', in: [name('x'), name('o')], out: [name('h')] },
    norm(name('h'), name('b')),
    { op: 'MatMul', in: [name('b'), name('up')], out: [name('u')] },
    { op: 'Relu', in: [name('u')], out: [name('r')] },
    { op: 'MatMul', in: [name('r'), name('down')], out: [name('d')] },
    { op: 'Add', in: [name('h'), name('d')], out: [`x${layer + 1}`] },
  ];
}

function norm(from: string, to: string): NodeSpec {
  return {
    op: 'LayerNormalization',
    in: [from, 'ones', 'zeros'],
    out: [to],
    attributes: { axis: -1, epsilon: { float: 1e-5 } },
  };
}

/** Float32 numbers with a mean of 0 as bytes: sums of four even draws, which is near enough to a bell. */
function gaussians(): (count: number, deviation: number) => Uint8Array {
  let state = 20_261_130;
  return (count, deviation) => {
    const numbers = new Float32Array(count);
    // Four bytes of a draw have a sum of variance 4 x 65535 / 12.
    const scale = deviation / Math.sqrt(65_535 / 3);
    for (let i = 0; i < count; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const sum = (state & 255) + ((state >>> 8) & 255) + ((state >>> 16) & 255) + (state >>> 24);
      numbers[i] = (sum - 510) * scale;
    }
    return new Uint8Array(numbers.buffer);
  };
}
