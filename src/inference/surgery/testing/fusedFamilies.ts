import { expect } from 'vitest';
import { floats, seeded, SIZES, softmax, splitHeads, weightsOf } from './attentionModel.ts';
import type { Family } from './attentionModel.ts';
import type { AttentionSite } from '../types.ts';
import { FLOAT16, FLOAT32, rawTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';

export const { nHeads, nTokens, nFeatures, width } = SIZES;
const MS = 'com.microsoft';
const SINKS = [0.3, -0.4, 1.1];
const CAP = 0.7;
const BIAS = seeded(7, nTokens * nTokens);

/** Of TensorProto.DataType. */
const INT32 = 6;

const int32 = (name: string, dims: readonly number[], values: readonly number[]): Uint8Array =>
  rawTensor(name, dims, INT32, new Uint8Array(Int32Array.from(values).buffer));

/** Keys 3 and 4 are padding. */
const padding = int32('padding', [1, 5], [1, 1, 1, 0, 0]);

const bias = floats('bias', [1, 1, 5, 5], BIAS);

const seen = (
  isSeen: (query: number, key: number) => boolean,
  change = (score: number): number => score,
): Family['weigh'] => {
  return (scores, _, query) => softmax(scores.map((score, key) => (isSeen(query, key) ? change(score) : -Infinity)));
};

const causal = (query: number, key: number): boolean => key <= query;

const biased: Family['weigh'] = (scores, _, query) =>
  softmax(scores.map((score, key) => score + (BIAS[query * nTokens + key] ?? 0)));

type Attributes = NodeSpec['attributes'];

type Row = Family & {
  readonly expect?: Partial<AttentionSite> & { readonly output?: unknown };
  /** Set where the operator computes in float16. */
  readonly isHalf?: true;
};

const multiHead = (more: readonly string[], attributes: Attributes = {}): Family['nodes'] => {
  return (l) => [
    {
      op: 'MultiHeadAttention',
      domain: MS,
      in: [`q${l}`, `k${l}`, `v${l}`, ...more],
      out: [`c${l}`],
      attributes: { num_heads: nHeads, ...attributes },
    },
  ];
};

const GQA_TENSORS = [int32('lengths', [1], [nTokens - 1]), int32('total', [1], [nTokens])];

const grouped = (attributes: Attributes = {}, more: readonly string[] = [], name?: string): Family['nodes'] => {
  return (l) => [
    {
      op: 'GroupQueryAttention',
      domain: MS,
      in: [`q${l}`, `k${l}`, `v${l}`, '', '', 'lengths', 'total', ...more],
      out: [`c${l}`, `presentKey${l}`, `presentValue${l}`],
      attributes: { num_heads: nHeads, kv_num_heads: nHeads, ...attributes },
      ...(name !== undefined && { name: `/model/layers.${3 + 4 * l}/${name}` }),
    },
  ];
};

/** com.microsoft Attention with the projections of a layer packed into one. */
const PACKED = Array.from({ length: SIZES.nLayers }, (_, layer) => {
  const parts = (['wq', 'wk', 'wv'] as const).map((name) => weightsOf(layer, name));
  const inner = nHeads * width;
  const rows = Array.from({ length: nFeatures }, (__, row) => {
    return parts.flatMap((part) => part.slice(row * inner, (row + 1) * inner));
  });
  return floats(`packed${layer}`, [nFeatures, 3 * inner], rows.flat());
});

const packed = (
  more: readonly string[],
  attributes: Attributes = {},
  extra: readonly string[] = [],
): Family['nodes'] => {
  return (l) => [
    {
      op: 'Attention',
      domain: MS,
      in: [l === 0 ? 'x' : `x${l}`, `packed${l}`, 'packedBias', ...more],
      out: [`c${l}`, ...extra.map((name) => `${name}${l}`)],
      attributes: { num_heads: nHeads, ...attributes },
    },
  ];
};

const PACKED_TENSORS = [
  ...PACKED,
  floats(
    'packedBias',
    [3 * nHeads * width],
    Array.from({ length: 3 * nHeads * width }, () => 0),
  ),
];

const standard = (more: readonly string[], attributes: Attributes = {}): Family['nodes'] => {
  return (l) => [
    ...splitHeads(`q${l}`, `qh${l}`),
    ...splitHeads(`k${l}`, `kh${l}`),
    ...splitHeads(`v${l}`, `vh${l}`),
    { op: 'Attention', in: [`qh${l}`, `kh${l}`, `vh${l}`, ...more], out: [`ch${l}`], attributes: attributes },
    { op: 'Transpose', in: [`ch${l}`], out: [`ct${l}`], attributes: { perm: [0, 2, 1, 3] } },
    { op: 'Reshape', in: [`ct${l}`, 'toFlat'], out: [`c${l}`] },
  ];
};

/** The nodes of a layer in float16: q, k and v are cast before, c after; every name gets a prefix. */
const half = (nodes: Family['nodes']): Family['nodes'] => {
  return (l) => {
    const cast = (from: string, to: string, type: number): NodeSpec => {
      return { op: 'Cast', in: [from], out: [to], attributes: { to: type } };
    };
    const inner = nodes(l).map((node) => ({
      ...node,
      in: node.in.map((name) =>
        /^(q|k|v|x)\d?$/.test(name) || name.startsWith('packed') ? `half.${name}.${l}` : name,
      ),
      out: node.out.map((name) => (name === `c${l}` ? `half.${name}` : name)),
    }));
    const wanted = new Set(inner.flatMap((node) => node.in).filter((name) => name.startsWith('half.')));
    return [
      ...[...wanted].map((name) => cast(name.split('.')[1] ?? '', name, FLOAT16)),
      ...inner,
      cast(`half.c${l}`, `c${l}`, FLOAT32),
    ];
  };
};

export const FAMILIES: readonly Row[] = [
  {
    name: 'GroupQueryAttention in float16',
    nodes: half(grouped()),
    tensors: GQA_TENSORS,
    weigh: seen(causal),
    isHalf: true,
    expect: { output: { name: expect.any(String), by: 'cast' } },
  },
  {
    name: 'packed Attention in float16, unidirectional and padded',
    nodes: half(packed(['padding'], { unidirectional: 1, qkv_hidden_sizes: [24, 24, 24] })),
    tensors: [...PACKED_TENSORS, padding],
    weigh: seen((query, key) => key <= query && key < 3),
    isHalf: true,
    expect: { output: { name: expect.any(String), by: 'cast' } },
  },
  {
    name: 'MultiHeadAttention, unidirectional',
    nodes: multiHead([], { unidirectional: 1 }),
    weigh: seen(causal),
    expect: { kind: 'decoder' },
  },
  {
    name: 'MultiHeadAttention with a bias',
    nodes: multiHead(['', '', 'bias']),
    tensors: [bias],
    weigh: biased,
    expect: { isCausal: false },
  },
  {
    name: 'MultiHeadAttention with padding and its own scale',
    nodes: multiHead(['', 'padding'], { scale: { float: 0.25 } }),
    tensors: [padding],
    weigh: seen(
      (_, key) => key < 3,
      (score) => score * 0.25 * Math.sqrt(width),
    ),
  },
  {
    name: 'GroupQueryAttention without a name',
    nodes: grouped(),
    tensors: GQA_TENSORS,
    weigh: seen(causal),
    expect: { kind: 'decoder', rowsSumToOne: true, block: 1 },
  },
  {
    name: 'GroupQueryAttention in some layers of a hybrid, with a window and soft-capping',
    nodes: grouped({ local_window_size: 2, softcap: { float: CAP } }, [], 'attn/gqa'),
    tensors: GQA_TENSORS,
    weigh: seen(
      (query, key) => key <= query && key > query - 2,
      (score) => CAP * Math.tanh(score / CAP),
    ),
    expect: { kind: 'decoder', block: 7 },
  },
  {
    name: 'GroupQueryAttention with 1 added to the sum',
    nodes: grouped({ smooth_softmax: 1 }),
    tensors: GQA_TENSORS,
    weigh: (scores, _, query) =>
      softmax(
        scores.map((score, key) => (key <= query ? score : -Infinity)),
        1,
      ),
    expect: { rowsSumToOne: false },
  },
  {
    name: 'GroupQueryAttention with a sink for each head, no score output asked for before',
    nodes: grouped({ qk_output: 0 }, ['', '', '', '', 'sinks']),
    tensors: [...GQA_TENSORS, floats('sinks', [3], SINKS)],
    weigh: (scores, head, query) =>
      softmax(
        scores.map((score, key) => (key <= query ? score : -Infinity)),
        Math.exp(SINKS[head] ?? 0),
      ),
    expect: { rowsSumToOne: false },
  },
  {
    name: 'Attention 23 with a bias and soft-capping',
    nodes: standard(['bias'], { softcap: { float: CAP } }),
    tensors: [bias],
    opset: 23,
    weigh: (scores, head, query) =>
      biased(
        scores.map((score) => CAP * Math.tanh(score / CAP)),
        head,
        query,
      ),
  },
  {
    name: 'Attention 23, causal',
    nodes: standard([], { is_causal: 1 }),
    opset: 23,
    weigh: seen(causal),
    expect: { kind: 'decoder' },
  },
  {
    name: 'packed Attention',
    nodes: packed([]),
    tensors: PACKED_TENSORS,
    weigh: (scores) => softmax(scores),
    expect: { kind: 'encoder' },
  },
  {
    name: 'packed Attention, unidirectional and padded, present asked for',
    nodes: packed(['padding'], { unidirectional: 1 }, ['present']),
    tensors: [...PACKED_TENSORS, padding],
    weigh: seen((query, key) => key <= query && key < 3),
    expect: { kind: 'decoder' },
  },
  {
    name: 'packed Attention with the number of keys as its mask, a bias, and a scale',
    nodes: packed(['nKeys', '', 'bias'], { scale: { float: 0.25 } }),
    tensors: [...PACKED_TENSORS, int32('nKeys', [1], [4]), bias],
    weigh: (scores, head, query) =>
      biased(
        scores.map((score, key) => (key < 4 ? score * 0.25 * Math.sqrt(width) : -Infinity)),
        head,
        query,
      ),
  },
  {
    name: 'packed Attention with a mask for each query',
    nodes: packed(['mask3'], { mask_filter_value: { float: -50000 } }),
    tensors: [
      ...PACKED_TENSORS,
      int32(
        'mask3',
        [1, 5, 5],
        Array.from({ length: 25 }, (_, i) => Number(i % 5 !== (Math.floor(i / 5) + 1) % 5)),
      ),
    ],
    weigh: seen((query, key) => key !== (query + 1) % 5),
  },
  {
    name: 'packed Attention with sizes of its parts and an empty past',
    nodes: packed(['', 'past'], { qkv_hidden_sizes: [24, 24, 24], unidirectional: 1 }, ['present']),
    tensors: [...PACKED_TENSORS, floats('past', [2, 1, 3, 0, 8], [])],
    weigh: seen(causal),
    expect: { kind: 'decoder' },
  },
];
