import { floats, seeded, SIZES, softmax, weightsOf } from './attentionModel.ts';
import type { Family } from './attentionModel.ts';
import { INT32, intTensor, rawTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';

export const { nHeads, nTokens, nFeatures, nLayers, width } = SIZES;
const MS = 'com.microsoft';
export const INNER = nHeads * width;

export const int32 = (name: string, dims: readonly number[], values: readonly number[]): Uint8Array =>
  rawTensor(name, dims, INT32, new Uint8Array(Int32Array.from(values).buffer));

const seen = (isSeen: (query: number, key: number) => boolean, change = (score: number): number => score) => {
  const weigh: Family['weigh'] = (scores, _, query) =>
    softmax(scores.map((score, key) => (isSeen(query, key) ? change(score) : -Infinity)));
  return weigh;
};

const causal = (query: number, key: number): boolean => key <= query;

/** The projections of a layer packed into one, without biases that do anything. */
const PACKED = [
  ...Array.from({ length: nLayers }, (_, layer) => {
    const parts = (['wq', 'wk', 'wv'] as const).map((name) => weightsOf(layer, name));
    const rows = Array.from({ length: nFeatures }, (__, row) =>
      parts.flatMap((part) => part.slice(row * INNER, (row + 1) * INNER)),
    );
    return floats(`packed${layer}`, [nFeatures, 3 * INNER], rows.flat());
  }),
  floats('packedBias', [3 * INNER], Array<number>(3 * INNER).fill(0)),
];

const stream = (l: number): string => (l === 0 ? 'x' : `x${l}`);

/** An operator on rows of tokens without an axis of sequences. */
const inRows = (node: NodeSpec, names: readonly string[], l: number): readonly NodeSpec[] => [
  ...names.map((name): NodeSpec => ({
    op: 'Reshape',
    in: [name, name === stream(l) ? 'rows4' : 'rows24'],
    out: [`${name}.rows${l}`],
  })),
  node,
  { op: 'Reshape', in: [`c${l}.rows`, 'whole'], out: [`c${l}`] },
];

export const ROWS = [
  intTensor('rows4', [-1, nFeatures]),
  intTensor('rows24', [-1, INNER]),
  intTensor('whole', [1, -1, INNER]),
];

const packedHeads = (more: readonly string[]): Family['nodes'] => {
  return (l) =>
    inRows(
      {
        op: 'PackedMultiHeadAttention',
        domain: MS,
        in: [...['q', 'k', 'v'].map((name) => `${name}${l}.rows${l}`), '', 'offsets', 'starts', ...more],
        out: [`c${l}.rows`],
        attributes: { num_heads: nHeads },
      },
      [`q${l}`, `k${l}`, `v${l}`],
      l,
    );
};

const OFFSETS = int32('offsets', [1, nTokens], [...Array(nTokens).keys()]);
const BIAS = seeded(7, nTokens * nTokens);

/** Keys and values of the model lie in blocks that nothing was written into. */
export const CACHE = [
  floats('cacheK', [2, 4, nHeads, width], Array<number>(8 * nHeads * width).fill(0)),
  floats('cacheV', [2, 4, nHeads, width], Array<number>(8 * nHeads * width).fill(0)),
  int32('pasts', [1], [0]),
  int32('blocks', [1, 2], [0, 1]),
];

export const paged = (attributes: NodeSpec['attributes'], more: readonly string[] = []): Family['nodes'] => {
  return (l) =>
    inRows(
      {
        op: 'PagedAttention',
        domain: MS,
        in: [
          ...['q', 'k', 'v'].map((name) => `${name}${l}.rows${l}`),
          'cacheK',
          'cacheV',
          'starts',
          'pasts',
          'blocks',
          ...more,
        ],
        out: [`c${l}.rows`, `keys${l}`, `values${l}`],
        attributes: { num_heads: nHeads, kv_num_heads: nHeads, ...attributes },
      },
      [`q${l}`, `k${l}`, `v${l}`],
      l,
    );
};

type Row = Family & { readonly kind: 'encoder' | 'decoder' };

export const FAMILIES: readonly Row[] = [
  {
    name: 'DecoderMaskedMultiHeadAttention hides later keys without being told',
    kind: 'decoder',
    nodes: (l) => [
      {
        op: 'DecoderMaskedMultiHeadAttention',
        domain: MS,
        in: [`q${l}`, `k${l}`, `v${l}`],
        out: [`c${l}`],
        attributes: { num_heads: nHeads },
      },
    ],
    weigh: seen(causal),
  },
  {
    name: 'DecoderMaskedMultiHeadAttention with padding, a scale and an empty buffer for its past',
    kind: 'decoder',
    nodes: (l) => [
      {
        op: 'DecoderMaskedMultiHeadAttention',
        domain: MS,
        in: [`q${l}`, `k${l}`, `v${l}`, 'padding', '', 'buffer', 'buffer', 'length'],
        out: [`c${l}`, `presentK${l}`, `presentV${l}`],
        attributes: {
          num_heads: nHeads,
          past_present_share_buffer: 1,
          scale: { float: 0.25 },
          mask_filter_value: { float: -50000 },
        },
      },
    ],
    tensors: [
      int32('padding', [1, nTokens], [0, 1, 1, 1, 1]),
      floats('buffer', [1, nHeads, 9, width], Array<number>(9 * INNER).fill(1)),
      int32('length', [1], [0]),
    ],
    // The first token may look at itself alone, which is hidden: nothing is left for it but that.
    weigh: (scores, head, query) =>
      query === 0
        ? [1, 0, 0, 0, 0]
        : seen(
            (_, key) => key <= query && key > 0,
            (score) => score * 0.25 * Math.sqrt(width),
          )(scores, head, query),
  },
  {
    name: 'DecoderMaskedSelfAttention projects by packed weights',
    kind: 'decoder',
    nodes: (l) => [
      {
        op: 'DecoderMaskedSelfAttention',
        domain: MS,
        in: [stream(l), `packed${l}`, 'packedBias', '', 'past', '', 'length'],
        out: [`c${l}`, `present${l}`],
        attributes: { num_heads: nHeads, past_present_share_buffer: 1 },
      },
    ],
    tensors: [
      ...PACKED,
      floats('past', [2, 1, nHeads, 9, width], Array<number>(18 * INNER).fill(1)),
      int32('length', [1], [0]),
    ],
    weigh: seen(causal),
  },
  {
    name: 'PackedMultiHeadAttention: two sequences in one row do not see each other',
    kind: 'encoder',
    nodes: packedHeads([]),
    tensors: [...ROWS, OFFSETS, int32('starts', [3], [0, 2, 5])],
    weigh: seen((query, key) => query < 2 === key < 2),
  },
  {
    name: 'PackedMultiHeadAttention with a bias, one sequence',
    kind: 'encoder',
    nodes: packedHeads(['bias']),
    tensors: [...ROWS, OFFSETS, int32('starts', [2], [0, 5]), floats('bias', [1, 1, 5, 5], BIAS)],
    weigh: (scores, _, query) => softmax(scores.map((score, key) => score + (BIAS[query * nTokens + key] ?? 0))),
  },
  {
    name: 'PackedAttention projects by packed weights',
    kind: 'encoder',
    nodes: (l) =>
      inRows(
        {
          op: 'PackedAttention',
          domain: MS,
          in: [`${stream(l)}.rows${l}`, `packed${l}`, 'packedBias', 'offsets', 'starts'],
          out: [`c${l}.rows`],
          attributes: { num_heads: nHeads },
        },
        [stream(l)],
        l,
      ),
    tensors: [...ROWS, ...PACKED, OFFSETS, int32('starts', [2], [0, 5])],
    weigh: (scores) => softmax(scores),
  },
  {
    name: 'PackedAttention between RemovePadding and RestorePadding',
    kind: 'encoder',
    nodes: (l) => [
      {
        op: 'RemovePadding',
        domain: MS,
        in: [stream(l), 'counts'],
        out: [`packedX${l}`, `offsets${l}`, `starts${l}`, `most${l}`],
      },
      {
        op: 'PackedAttention',
        domain: MS,
        in: [`packedX${l}`, `packed${l}`, 'packedBias', `offsets${l}`, `starts${l}`],
        out: [`packedC${l}`],
        attributes: { num_heads: nHeads },
      },
      { op: 'RestorePadding', domain: MS, in: [`packedC${l}`, `offsets${l}`], out: [`c${l}`] },
    ],
    tensors: [...PACKED, int32('counts', [1], [nTokens])],
    weigh: (scores) => softmax(scores),
  },
  {
    name: 'PagedAttention with a window and soft-capping; what lies in its blocks is not there yet',
    kind: 'decoder',
    nodes: paged({ local_window_size: 2, softcap: { float: 0.7 } }),
    tensors: [...ROWS, ...CACHE, int32('starts', [2], [0, 5])],
    weigh: seen(
      (query, key) => key <= query && key > query - 2,
      (score) => 0.7 * Math.tanh(score / 0.7),
    ),
  },
  {
    name: 'PagedAttention that is told of no sequences reads one',
    kind: 'decoder',
    nodes: paged({}),
    tensors: [...ROWS, ...CACHE, int32('starts', [2], [0, 0])],
    weigh: seen(causal),
  },
];
