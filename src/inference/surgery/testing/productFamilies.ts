import { expect } from 'vitest';
import { intTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';
import { softmax, splitHeads, usual } from './attentionModel.ts';
import { SOFTMAX } from './familyParts.ts';
import type { FamilyRow } from './familyParts.ts';

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

/** Attention by how its two products are written. */
export const PRODUCT_FAMILIES: readonly FamilyRow[] = [
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
];
