import { intTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';
import { floats, seeded, SIZES, softmax, usual } from './attentionModel.ts';
import { hidden, LAST, POSITIONS, positions, SOFTMAX } from './familyParts.ts';
import type { FamilyRow } from './familyParts.ts';

const SLOPES = [0.5, 0.25, 0.125];
const BUCKETS = seeded(99, 9 * SIZES.nHeads);
const CAP = 0.7;

const distance = (layer: number): readonly NodeSpec[] => [
  ...positions(layer),
  { op: 'Sub', in: [`queries${layer}`, `keys${layer}`], out: [`distance${layer}`] },
];
const masked = (layer: number): readonly NodeSpec[] => [
  { op: 'Where', in: [`seen${layer}`, `s${layer}`, 'lowest'], out: [`m${layer}`] },
  SOFTMAX(layer, 'm'),
];
const lowest = floats('lowest', [], [-1e9]);

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

/** Attention by what happens to scores before the softmax, and to weights behind it. */
export const SCORE_FAMILIES: readonly FamilyRow[] = [
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
  talking('Linear', matrix),
  talking('Conv', kernel),
  talking('Einsum', matrix),
];
