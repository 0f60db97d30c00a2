import type { InsideLayer, Refusal, Stage } from '../../core/inside/layer.ts';
import type { AttentionSite } from '../surgery/types.ts';
import { refuse } from './stages.ts';

/** A layer of which nothing but its patterns can be had, with the reason at each stage. */
export function nothingInside(
  site: AttentionSite,
  frame: Pick<InsideLayer, 'kind' | 'layer' | 'nHeads' | 'nQueries' | 'nKeys'>,
): InsideLayer {
  const none: Stage = { from: 'nowhere', ...whyNothing(site) };
  return {
    ...frame,
    nKeyHeads: frame.nHeads,
    dK: null,
    dV: null,
    d: null,
    streamBefore: none,
    read: none,
    readKeys: none,
    query: none,
    key: none,
    value: none,
    rotation: 'unknown',
    scale: { value: null, place: 'unknown' },
    softCap: null,
    bias: null,
    scores: none,
    hasSink: !site.rowsSumToOne,
    isHalf: site.isHalf,
    context: none,
    outputWeights: none,
    outputBias: null,
    constantWritten: null,
    attentionOutput: none,
    streamAfter: none,
    isPostNorm: null,
    norm: null,
    change: null,
    checks: [],
    notes: [site.how],
  };
}

function whyNothing({ branch, mask, whyNotInside }: AttentionSite): Refusal {
  if (whyNotInside !== undefined) return refuse('not-found', whyNotInside);
  if (branch !== null) return refuse('branch', branch.nodeName);
  if (mask === null) return refuse('not-found', 'the model was opened only to be looked at');
  return refuse('not-found', 'its heads are written in different forms');
}
