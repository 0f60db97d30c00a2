import { readGraph } from '../readGraph.ts';
import { tinyModel } from './tinyModel.ts';
import type { TinyModel, TinyNode } from './tinyModel.ts';
import type { GraphFacts } from '../types.ts';

export const SWAP = { perm: [0, 2, 1] };
export const X = { x: ['batch', 5, 3] };

/** One head of width 2 over activations of width 3. */
export const project = (from = 'x'): readonly TinyNode[] => [
  { op: 'MatMul', in: [from, 'wq'], out: ['q'] },
  { op: 'MatMul', in: ['x', 'wk'], out: ['k'] },
  { op: 'MatMul', in: ['x', 'wv'], out: ['v'] },
  { op: 'Transpose', in: ['k'], out: ['kT'], attributes: SWAP },
];

export const WEIGHTS = { wq: [3, 2], wk: [3, 2], wv: [3, 4] };
export const SCORES: TinyNode = { op: 'MatMul', in: ['q', 'kT'], out: ['s'], name: 'score product' };
export const SOFTMAX: TinyNode = { op: 'Softmax', in: ['s'], out: ['p'], name: 'softmax', attributes: { axis: 2 } };
export const CONTEXT: TinyNode = { op: 'MatMul', in: ['p', 'v'], out: ['c'] };

export const factsOf = (model: Partial<TinyModel> & Pick<TinyModel, 'nodes'>): GraphFacts =>
  readGraph(tinyModel({ inputs: X, outputs: ['c'], weights: WEIGHTS, ...model }));
