import type { InsideLayer, Refusal } from '../../core/inside/layer.ts';
import type { AttentionTensor } from '../../core/tensor.ts';

/** A layer of which nothing but the weights is known, for now or for good. */
export function nothingInside(tensor: AttentionTensor, layer: number, { why, detail }: Refusal): InsideLayer {
  const nowhere = { from: 'nowhere', why, detail } as const;
  return {
    kind: tensor.kind,
    layer,
    nQueries: tensor.nQueries,
    nKeys: tensor.nKeys,
    nHeads: tensor.nHeads,
    nKeyHeads: tensor.nHeads,
    dK: null,
    dV: null,
    d: null,
    streamBefore: nowhere,
    read: nowhere,
    readKeys: nowhere,
    query: nowhere,
    key: nowhere,
    value: nowhere,
    rotation: 'unknown',
    scale: { value: null, place: 'unknown' },
    softCap: null,
    bias: null,
    scores: nowhere,
    hasSink: false,
    isHalf: null,
    context: nowhere,
    outputWeights: nowhere,
    outputBias: null,
    constantWritten: null,
    attentionOutput: nowhere,
    streamAfter: nowhere,
    isPostNorm: null,
    norm: null,
    change: null,
    checks: [],
    notes: [],
  };
}
