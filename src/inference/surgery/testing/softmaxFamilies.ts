import { intTensor } from '../write.ts';
import { floats, softmax, usual } from './attentionModel.ts';
import { hidden, last, LAST, POSITIONS, positions, SOFTMAX } from './familyParts.ts';
import type { FamilyRow } from './familyParts.ts';

const SINKS = [0.3, -0.4, 1.1];

/** Attention by what makes weights of its scores. */
export const SOFTMAX_FAMILIES: readonly FamilyRow[] = [
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
