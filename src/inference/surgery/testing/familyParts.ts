import type { AttentionSite } from '../types.ts';
import { intTensor } from '../write.ts';
import type { NodeSpec } from '../write.ts';
import { softmax } from './attentionModel.ts';
import type { Family } from './attentionModel.ts';

/** A family, and what is to be found in it. */
export type FamilyRow = Family & {
  readonly expect?: Partial<AttentionSite> & { readonly output?: unknown };
  /** Why the output of single heads can be neither read nor replaced. */
  readonly noContext?: string;
};

export const LAST = { axis: -1 };
export const last = intTensor('last', [-1]);

/** Positions of queries as a column and of keys as a row. */
export const POSITIONS: readonly Uint8Array[] = [
  intTensor('zero', 0),
  intTensor('one', 1),
  intTensor('first', [1]),
  intTensor('second', [0]),
  last,
];
export const positions = (layer: number): readonly NodeSpec[] => [
  { op: 'Shape', in: [layer === 0 ? 'x' : `x${layer}`], out: [`shape${layer}`] },
  { op: 'Gather', in: [`shape${layer}`, 'one'], out: [`n${layer}`] },
  { op: 'Range', in: ['zero', `n${layer}`, 'one'], out: [`keys${layer}`] },
  { op: 'Unsqueeze', in: [`keys${layer}`, 'first'], out: [`queries${layer}`] },
];

export const SOFTMAX = (layer: number, from = 's'): NodeSpec => ({
  op: 'Softmax',
  in: [`${from}${layer}`],
  out: [`p${layer}`],
  attributes: LAST,
});

/** Weights over those keys that a query sees. */
export const hidden = (isSeen: (query: number, key: number) => boolean): Family['weigh'] => {
  return (scores, _, query) => softmax(scores.map((score, key) => (isSeen(query, key) ? score : -Infinity)));
};
