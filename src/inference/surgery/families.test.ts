import { describe, expect, test } from 'vitest';
import { readGraph } from './readGraph.ts';
import { attentionModel, floats, seeded, SIZES, softmax, splitHeads, usual } from './testing/attentionModel.ts';
import type { Family } from './testing/attentionModel.ts';
import { maskFamily } from './testing/maskFamily.ts';
import { runFamily } from './testing/runFamily.ts';
import type { AttentionSite } from './types.ts';
import { intTensor } from './write.ts';
import type { NodeSpec } from './write.ts';

const LAST = { axis: -1 };
const last = intTensor('last', [-1]);
const SLOPES = [0.5, 0.25, 0.125];
const SINKS = [0.3, -0.4, 1.1];
const BUCKETS = seeded(99, 9 * SIZES.nHeads);
const CAP = 0.7;

/** Positions of queries as a column and of keys as a row. */
const POSITIONS: readonly Uint8Array[] = [
  intTensor('zero', 0),
  intTensor('one', 1),
  intTensor('first', [1]),
  intTensor('second', [0]),
  last,
];
const positions = (layer: number): readonly NodeSpec[] => [
  { op: 'Shape', in: [layer === 0 ? 'x' : `x${layer}`], out: [`shape${layer}`] },
  { op: 'Gather', in: [`shape${layer}`, 'one'], out: [`n${layer}`] },
  { op: 'Range', in: ['zero', `n${layer}`, 'one'], out: [`keys${layer}`] },
  { op: 'Unsqueeze', in: [`keys${layer}`, 'first'], out: [`queries${layer}`] },
];
const distance = (layer: number): readonly NodeSpec[] => [
  ...positions(layer),
  { op: 'Sub', in: [`queries${layer}`, `keys${layer}`], out: [`distance${layer}`] },
];
const SOFTMAX = (layer: number, from = 's'): NodeSpec => ({
  op: 'Softmax',
  in: [`${from}${layer}`],
  out: [`p${layer}`],
  attributes: LAST,
});
const masked = (layer: number): readonly NodeSpec[] => [
  { op: 'Where', in: [`seen${layer}`, `s${layer}`, 'lowest'], out: [`m${layer}`] },
  SOFTMAX(layer, 'm'),
];
const lowest = floats('lowest', [], [-1e9]);
const hidden = (isSeen: (query: number, key: number) => boolean): Family['weigh'] => {
  return (scores, _, query) => softmax(scores.map((score, key) => (isSeen(query, key) ? score : -Infinity)));
};

/** How heads talk: no two numbers alike, some negative. */
const BEFORE = [0.8, -0.3, 0.15, 0.25, 1.1, -0.2, -0.1, 0.35, 0.9];
const AFTER = [0.7, 0.2, -0.4, -0.15, 0.95, 0.3, 0.45, -0.25, 1.2];
/** As [to head, from head, 1, 1], which a convolution takes. */
const kernel = (name: string, values: readonly number[]): Uint8Array =>
  floats(
    name,
    [3, 3, 1, 1],
    values.map((_, i) => values[(i % 3) * 3 + Math.floor(i / 3)] ?? 0),
  );
const mixedBy = (op: 'Linear' | 'Conv' | 'Einsum', from: string, to: string, by: string): readonly NodeSpec[] => {
  switch (op) {
    case 'Conv':
      return [{ op, in: [from, by], out: [to], attributes: { kernel_shape: [1, 1] } }];
    case 'Einsum':
      return [{ op, in: [by, from], out: [to], attributes: { equation: 'hg, bhij -> bgij' } }];
    case 'Linear':
      return [
        { op: 'Transpose', in: [from], out: [`${to}.last`], attributes: { perm: [0, 2, 3, 1] } },
        { op: 'MatMul', in: [`${to}.last`, by], out: [`${to}.mixed`] },
        { op: 'Add', in: ['nothing', `${to}.mixed`], out: [`${to}.biased`] },
        { op: 'Transpose', in: [`${to}.biased`], out: [to], attributes: { perm: [0, 3, 1, 2] } },
      ];
  }
};
const talking = (op: 'Linear' | 'Conv' | 'Einsum', dims: (name: string, values: readonly number[]) => Uint8Array) => ({
  name: `talking heads, mixed by ${op} before and after the softmax`,
  noContext: 'the heads are mixed before they meet the values',
  nodes: usual((layer) => [
    ...mixedBy(op, `s${layer}`, `t${layer}`, 'before'),
    { op: 'Softmax', in: [`t${layer}`], out: [`p0${layer}`], attributes: LAST },
    ...mixedBy(op, `p0${layer}`, `p${layer}`, 'after'),
  ]),
  tensors: [dims('before', BEFORE), dims('after', AFTER), floats('nothing', [3], [0, 0, 0])],
  weigh: (scores: readonly number[]) => softmax(scores),
  mixesScores: BEFORE,
  mixesWeights: AFTER,
});
const matrix = (name: string, values: readonly number[]): Uint8Array => floats(name, [3, 3], values);

/** Adds an axis of length 1 to each of two tensors, multiplies them and sums over an axis. */
const summed = (
  [left, leftAxis]: readonly [name: string, axis: string],
  [right, rightAxis]: readonly [name: string, axis: string],
  to: string,
  over: string,
): readonly NodeSpec[] => [
  { op: 'Unsqueeze', in: [left, leftAxis], out: [`${to}.left`] },
  { op: 'Unsqueeze', in: [right, rightAxis], out: [`${to}.right`] },
  { op: 'Mul', in: [`${to}.left`, `${to}.right`], out: [`${to}.all`] },
  { op: 'ReduceSum', in: [`${to}.all`, over], out: [to], attributes: { keepdims: 0 } },
];
const AXES = [...[1, 2, 3].map((n) => intTensor(`-${n}`, [-n])), intTensor('axis3', [3]), intTensor('axis4', [4])];

type Row = Family & {
  readonly expect?: Partial<AttentionSite> & { readonly output?: unknown };
  /** Why the output of single heads can be neither read nor replaced. */
  readonly noContext?: string;
};

const FAMILIES: readonly Row[] = [
  { name: 'a plain softmax', nodes: usual((layer) => [SOFTMAX(layer)]), weigh: (scores) => softmax(scores) },
  {
    name: 'a softmax written out: ReduceMax, Sub, Exp, ReduceSum, Div',
    nodes: usual((layer) => [
      { op: 'ReduceMax', in: [`s${layer}`], out: [`max${layer}`], attributes: { axes: [-1], keepdims: 1 } },
      { op: 'Sub', in: [`s${layer}`, `max${layer}`], out: [`z${layer}`] },
      { op: 'Exp', in: [`z${layer}`], out: [`e${layer}`] },
      { op: 'ReduceSum', in: [`e${layer}`, 'last'], out: [`sum${layer}`], attributes: { keepdims: 1 } },
      { op: 'Div', in: [`e${layer}`, `sum${layer}`], out: [`p${layer}`] },
    ]),
    tensors: [last],
    weigh: (scores) => softmax(scores),
  },
  {
    name: 'Exp times the Reciprocal of its sum, a mask of zeros between',
    nodes: usual((layer) => [
      ...positions(layer),
      { op: 'LessOrEqual', in: [`keys${layer}`, `queries${layer}`], out: [`seen${layer}`] },
      { op: 'Cast', in: [`seen${layer}`], out: [`ones${layer}`], attributes: { to: 1 } },
      { op: 'Exp', in: [`s${layer}`], out: [`e0${layer}`] },
      { op: 'Mul', in: [`e0${layer}`, `ones${layer}`], out: [`e${layer}`] },
      { op: 'ReduceSum', in: [`e${layer}`, 'last'], out: [`sum0${layer}`], attributes: { keepdims: 1 } },
      { op: 'Add', in: [`sum0${layer}`, 'tiny'], out: [`sum${layer}`] },
      { op: 'Reciprocal', in: [`sum${layer}`], out: [`r${layer}`] },
      { op: 'Mul', in: [`e${layer}`, `r${layer}`], out: [`p${layer}`] },
    ]),
    tensors: [...POSITIONS, floats('tiny', [], [1e-9])],
    weigh: hidden((query, key) => key <= query),
    expect: { kind: 'decoder' },
  },
  {
    name: 'Exp of LogSoftmax',
    nodes: usual((layer) => [
      { op: 'LogSoftmax', in: [`s${layer}`], out: [`l${layer}`], attributes: LAST },
      { op: 'Exp', in: [`l${layer}`], out: [`p${layer}`] },
    ]),
    weigh: (scores) => softmax(scores),
  },
  {
    name: 'a softmax with 1 added to its sum',
    nodes: usual((layer) => [
      { op: 'Exp', in: [`s${layer}`], out: [`e${layer}`] },
      { op: 'ReduceSum', in: [`e${layer}`, 'last'], out: [`sum0${layer}`], attributes: { keepdims: 1 } },
      { op: 'Add', in: ['unit', `sum0${layer}`], out: [`sum${layer}`] },
      { op: 'Div', in: [`e${layer}`, `sum${layer}`], out: [`p${layer}`] },
    ]),
    tensors: [last, floats('unit', [], [1])],
    weigh: (scores) => softmax(scores, 1),
    expect: { rowsSumToOne: false },
  },
  {
    name: 'a sink: one more score for each head, cut off after the softmax',
    nodes: usual((layer) => [
      { op: 'Shape', in: [`s${layer}`], out: [`size${layer}`] },
      { op: 'Slice', in: [`size${layer}`, 'second', 'three', 'second'], out: [`size3${layer}`] },
      { op: 'Concat', in: [`size3${layer}`, 'first'], out: [`sinkSize${layer}`], attributes: { axis: 0 } },
      { op: 'Expand', in: ['sinks', `sinkSize${layer}`], out: [`sinks${layer}`] },
      { op: 'Concat', in: [`s${layer}`, `sinks${layer}`], out: [`t${layer}`], attributes: LAST },
      { op: 'Softmax', in: [`t${layer}`], out: [`pt${layer}`], attributes: LAST },
      { op: 'Slice', in: [`pt${layer}`, 'second', 'last', 'last'], out: [`p${layer}`] },
    ]),
    tensors: [...POSITIONS, floats('sinks', [1, 3, 1, 1], SINKS), intTensor('three', [3])],
    weigh: (scores, head) => softmax(scores, Math.exp(SINKS[head] ?? 0)),
    expect: { rowsSumToOne: false },
  },
  {
    name: 'Einsum for both products',
    nodes: (layer) => [
      { op: 'Reshape', in: [`q${layer}`, 'toHeads'], out: [`qh${layer}`] },
      { op: 'Reshape', in: [`k${layer}`, 'toHeads'], out: [`kh${layer}`] },
      { op: 'Reshape', in: [`v${layer}`, 'toHeads'], out: [`vh${layer}`] },
      {
        op: 'Einsum',
        in: [`kh${layer}`, `qh${layer}`],
        out: [`s0${layer}`],
        attributes: { equation: 'bjhd,bihd->bhij' },
      },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      {
        op: 'Einsum',
        in: [`vh${layer}`, `p${layer}`],
        out: [`ch${layer}`],
        attributes: { equation: 'bjhd,bhij->bihd' },
      },
      { op: 'Reshape', in: [`ch${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    weigh: (scores) => softmax(scores),
    expect: { headsInBatch: false },
  },
  {
    name: 'Einsum with the heads between queries and keys',
    nodes: (layer) => [
      { op: 'Reshape', in: [`q${layer}`, 'toHeads'], out: [`qh${layer}`] },
      { op: 'Reshape', in: [`k${layer}`, 'toHeads'], out: [`kh${layer}`] },
      { op: 'Reshape', in: [`v${layer}`, 'toHeads'], out: [`vh${layer}`] },
      {
        op: 'Einsum',
        in: [`qh${layer}`, `kh${layer}`],
        out: [`s0${layer}`],
        attributes: { equation: 'bqhd,bkhd->bqhk' },
      },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      {
        op: 'Einsum',
        in: [`p${layer}`, `vh${layer}`],
        out: [`ch${layer}`],
        attributes: { equation: 'bqhk, bkhd -> bqhd' },
      },
      { op: 'Reshape', in: [`ch${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    weigh: (scores) => softmax(scores),
    expect: { output: { name: expect.any(String), by: 'transpose' } },
  },
  {
    name: 'Einsum with the queries before sequences and heads',
    nodes: (layer) => [
      { op: 'Reshape', in: [`q${layer}`, 'toHeads'], out: [`qh${layer}`] },
      { op: 'Reshape', in: [`k${layer}`, 'toHeads'], out: [`kh${layer}`] },
      { op: 'Reshape', in: [`v${layer}`, 'toHeads'], out: [`vh${layer}`] },
      {
        op: 'Einsum',
        in: [`qh${layer}`, `kh${layer}`],
        out: [`s0${layer}`],
        attributes: { equation: 'bqhd,bkhd->qbhk' },
      },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      {
        op: 'Einsum',
        in: [`p${layer}`, `vh${layer}`],
        out: [`ch${layer}`],
        attributes: { equation: 'qbhk,bkhd->qbhd' },
      },
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [1, 0, 2, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    weigh: (scores) => softmax(scores),
    expect: { output: { name: expect.any(String), by: 'transpose' } },
  },
  {
    name: 'weights and values multiplied the other way round',
    nodes: (layer) => [
      ...splitHeads(`q${layer}`, `qh${layer}`),
      ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
      ...splitHeads(`v${layer}`, `vT${layer}`, [0, 2, 3, 1]),
      { op: 'MatMul', in: [`qh${layer}`, `kT${layer}`], out: [`s0${layer}`] },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      { op: 'Transpose', in: [`p${layer}`], out: [`pT${layer}`], attributes: { perm: [0, 1, 3, 2] } },
      { op: 'MatMul', in: [`vT${layer}`, `pT${layer}`], out: [`ch${layer}`] },
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 3, 1, 2] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    weigh: (scores) => softmax(scores),
  },
  {
    name: 'heads folded into the batch after the softmax',
    nodes: (layer) => [
      ...splitHeads(`q${layer}`, `qh${layer}`),
      ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
      ...splitHeads(`v${layer}`, `vs${layer}`),
      { op: 'MatMul', in: [`qh${layer}`, `kT${layer}`], out: [`s0${layer}`] },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      { op: 'Reshape', in: [`p${layer}`, 'foldKeys'], out: [`pf${layer}`] },
      { op: 'Reshape', in: [`vs${layer}`, 'fold'], out: [`vf${layer}`] },
      { op: 'MatMul', in: [`pf${layer}`, `vf${layer}`], out: [`cf${layer}`] },
      { op: 'Reshape', in: [`cf${layer}`, 'unfold'], out: [`ch${layer}`] },
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    tensors: [intTensor('fold', [-1, 5, 8]), intTensor('foldKeys', [-1, 5, 5]), intTensor('unfold', [1, 3, 5, 8])],
    weigh: (scores) => softmax(scores),
    expect: { headsInBatch: false },
  },
  {
    name: 'heads folded into the batch',
    nodes: (layer) => [
      ...splitHeads(`q${layer}`, `qs${layer}`),
      ...splitHeads(`k${layer}`, `ks${layer}`),
      ...splitHeads(`v${layer}`, `vs${layer}`),
      ...['q', 'k', 'v'].map((name): NodeSpec => {
        return { op: 'Reshape', in: [`${name}s${layer}`, 'fold'], out: [`${name}f${layer}`] };
      }),
      { op: 'Transpose', in: [`kf${layer}`], out: [`kT${layer}`], attributes: { perm: [0, 2, 1] } },
      { op: 'MatMul', in: [`qf${layer}`, `kT${layer}`], out: [`s0${layer}`] },
      { op: 'Mul', in: [`s0${layer}`, 'scale'], out: [`s${layer}`] },
      SOFTMAX(layer),
      { op: 'MatMul', in: [`p${layer}`, `vf${layer}`], out: [`cf${layer}`] },
      { op: 'Reshape', in: [`cf${layer}`, 'unfold'], out: [`ch${layer}`] },
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    tensors: [intTensor('fold', [-1, 5, 8]), intTensor('unfold', [1, 3, 5, 8])],
    weigh: (scores) => softmax(scores),
    expect: { headsInBatch: true },
  },
  {
    name: 'a window of two earlier keys: a causal and a window mask',
    nodes: usual((layer) => [
      ...positions(layer),
      { op: 'LessOrEqual', in: [`keys${layer}`, `queries${layer}`], out: [`early${layer}`] },
      { op: 'Sub', in: [`queries${layer}`, 'reach'], out: [`from${layer}`] },
      { op: 'Greater', in: [`keys${layer}`, `from${layer}`], out: [`near${layer}`] },
      { op: 'And', in: [`early${layer}`, `near${layer}`], out: [`seen${layer}`] },
      ...masked(layer),
    ]),
    tensors: [...POSITIONS, lowest, intTensor('reach', 3)],
    weigh: hidden((query, key) => key <= query && key > query - 3),
    expect: { kind: 'decoder' },
  },
  {
    name: 'a window to both sides, from two comparisons',
    nodes: usual((layer) => [
      ...positions(layer),
      { op: 'Sub', in: [`queries${layer}`, 'reach'], out: [`from${layer}`] },
      { op: 'Add', in: [`queries${layer}`, 'reach'], out: [`to${layer}`] },
      { op: 'Greater', in: [`keys${layer}`, `from${layer}`], out: [`after${layer}`] },
      { op: 'Less', in: [`keys${layer}`, `to${layer}`], out: [`before${layer}`] },
      { op: 'And', in: [`after${layer}`, `before${layer}`], out: [`seen${layer}`] },
      ...masked(layer),
    ]),
    tensors: [...POSITIONS, lowest, intTensor('reach', 2)],
    weigh: hidden((query, key) => Math.abs(query - key) < 2),
    expect: { kind: 'encoder' },
  },
  {
    name: 'soft-capped scores',
    nodes: usual((layer) => [
      { op: 'Div', in: [`s${layer}`, 'cap'], out: [`d${layer}`] },
      { op: 'Tanh', in: [`d${layer}`], out: [`t${layer}`] },
      { op: 'Mul', in: [`t${layer}`, 'cap'], out: [`m${layer}`] },
      SOFTMAX(layer, 'm'),
    ]),
    tensors: [floats('cap', [], [CAP])],
    weigh: (scores) => softmax(scores.map((score) => CAP * Math.tanh(score / CAP))),
  },
  {
    name: 'alibi: a slope for each head times the distance',
    nodes: usual((layer) => [
      ...distance(layer),
      { op: 'Cast', in: [`distance${layer}`], out: [`far${layer}`], attributes: { to: 1 } },
      { op: 'Mul', in: [`far${layer}`, 'slopes'], out: [`bias${layer}`] },
      { op: 'Sub', in: [`s${layer}`, `bias${layer}`], out: [`m${layer}`] },
      SOFTMAX(layer, 'm'),
    ]),
    tensors: [...POSITIONS, floats('slopes', [1, 3, 1, 1], SLOPES)],
    weigh: (scores, head, query) => softmax(scores.map((score, key) => score - (SLOPES[head] ?? 0) * (query - key))),
    expect: { kind: 'encoder' },
  },
  {
    name: 'a learned bias by distance',
    nodes: usual((layer) => [
      ...distance(layer),
      { op: 'Add', in: [`distance${layer}`, 'four'], out: [`bucket${layer}`] },
      { op: 'Gather', in: ['table', `bucket${layer}`], out: [`bias0${layer}`] },
      { op: 'Transpose', in: [`bias0${layer}`], out: [`bias${layer}`], attributes: { perm: [2, 0, 1] } },
      { op: 'Add', in: [`s${layer}`, `bias${layer}`], out: [`m${layer}`] },
      SOFTMAX(layer, 'm'),
    ]),
    tensors: [...POSITIONS, intTensor('four', 4), floats('table', [9, 3], BUCKETS)],
    weigh: (scores, head, query) =>
      softmax(scores.map((score, key) => score + (BUCKETS[(query - key + 4) * 3 + head] ?? 0))),
    expect: { kind: 'encoder' },
  },
  {
    name: 'both products as Mul and ReduceSum over the last axis but one and the last',
    noContext: 'it is written as a sum over single products',
    nodes: (layer) => [
      ...splitHeads(`q${layer}`, `qh${layer}`),
      ...splitHeads(`k${layer}`, `kh${layer}`),
      ...splitHeads(`v${layer}`, `vh${layer}`),
      { op: 'Mul', in: [`qh${layer}`, 'scale'], out: [`qs${layer}`] },
      ...summed([`kh${layer}`, '-3'], [`qs${layer}`, 'axis3'], `s${layer}`, 'axis4'),
      SOFTMAX(layer),
      ...summed([`p${layer}`, '-1'], [`vh${layer}`, '-3'], `ch${layer}`, '-2'),
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    tensors: AXES,
    weigh: (scores) => softmax(scores),
    expect: {
      headsInBatch: false,
      query: expect.stringMatching(/^s\d.right$/),
      key: expect.stringMatching(/^s\d.left$/),
    },
  },
  {
    name: 'both products as Mul and ReduceSum, keys and values transposed',
    noContext: 'it is written as a sum over single products',
    nodes: (layer) => [
      ...splitHeads(`q${layer}`, `qh${layer}`),
      ...splitHeads(`k${layer}`, `kT${layer}`, [0, 2, 3, 1]),
      ...splitHeads(`v${layer}`, `vT${layer}`, [0, 2, 3, 1]),
      { op: 'Mul', in: [`qh${layer}`, 'scale'], out: [`qs${layer}`] },
      ...summed([`qs${layer}`, '-1'], [`kT${layer}`, '-3'], `s${layer}`, '-2'),
      SOFTMAX(layer),
      ...summed([`vT${layer}`, '-3'], [`p${layer}`, '-2'], `ch${layer}`, '-1'),
      { op: 'Transpose', in: [`ch${layer}`], out: [`ct${layer}`], attributes: { perm: [0, 2, 1, 3] } },
      { op: 'Reshape', in: [`ct${layer}`, 'toFlat'], out: [`c${layer}`] },
    ],
    tensors: AXES,
    weigh: (scores) => softmax(scores),
    expect: { query: expect.stringMatching(/^s\d.left$/), key: expect.stringMatching(/^s\d.right$/) },
  },
  {
    name: 'scores as a sum of products of keys by queries, transposed before the softmax',
    nodes: usual((layer) => [
      ...splitHeads(`k${layer}`, `kh${layer}`),
      ...summed([`kh${layer}`, '-2'], [`qh${layer}`, '-3'], `sT${layer}`, '-1'),
      { op: 'Mul', in: [`sT${layer}`, 'scale'], out: [`sTs${layer}`] },
      { op: 'Transpose', in: [`sTs${layer}`], out: [`m${layer}`], attributes: { perm: [0, 1, 3, 2] } },
      SOFTMAX(layer, 'm'),
    ]),
    tensors: AXES,
    weigh: (scores) => softmax(scores),
    expect: { query: expect.stringMatching(/^sT\d.right$/), key: expect.stringMatching(/^sT\d.left$/) },
  },
  talking('Linear', matrix),
  talking('Conv', kernel),
  talking('Einsum', matrix),
  {
    name: 'heads switched by a mask after the softmax',
    nodes: usual((layer) => [
      { op: 'Softmax', in: [`s${layer}`], out: [`p0${layer}`], attributes: LAST },
      { op: 'Mul', in: [`p0${layer}`, 'heads'], out: [`p${layer}`] },
    ]),
    tensors: [floats('heads', [1, 3, 1, 1], [1, 0, 0.5])],
    weigh: (scores, head) => softmax(scores).map((weight) => weight * ([1, 0, 0.5][head] ?? 0)),
    expect: { rowsSumToOne: false },
  },
];

describe.each(FAMILIES)('$name', (family) => {
  const model = attentionModel(family);
  const facts = readGraph(model);

  test('is found in both layers and described', () => {
    expect(facts.sites.map(({ layer, block }) => [layer, block])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(facts.notAttention).toEqual([]);
    expect(facts.otherMixers).toEqual([]);
    for (const site of facts.sites) expect(site).toMatchObject({ rowsSumToOne: true, ...family.expect });
  });

  test('gives the patterns of the plain loops, and its output as before', async () => {
    const run = await runFamily(family);
    expect(run.dims.slice(-3)).toEqual([SIZES.nHeads, SIZES.nTokens, SIZES.nTokens]);
    expect(run.patternError).toBeLessThan(2e-6);
    expect(run.outputError).toBeLessThan(1e-5);
    expect(run.outputChange).toBeLessThan(1e-6);
    expect(run.nBytesAddedAgain).toBe(0);
  });

  test('with a head turned down gives what the plain loops give without it', async () => {
    const run = await maskFamily(family);
    expect(run.limits.map((why) => why?.replace(/^.*: /, '') ?? null)).toEqual(
      [0, 1].map(() => family.noContext ?? null),
    );
    expect(run.change).toBe(0);
    expect(run.offError).toBeLessThan(1e-5);
    expect(run.flatError).toBeLessThan(1e-5);
    expect(run.backError === null).toBe(family.noContext !== undefined);
    expect(run.backError ?? 0).toBeLessThan(1e-5);
  });
});
