import type { InsideLayer, Stage } from '../../core/inside/layer.ts';
import type { AttentionSite } from '../surgery/types.ts';
import { refuse } from './stages.ts';

/** A layer of which nothing but its patterns can be had, with the reason at each stage. */
export function nothingInside(
  site: AttentionSite,
  frame: Pick<InsideLayer, 'kind' | 'layer' | 'nHeads' | 'nQueries' | 'nKeys'>,
): InsideLayer {
  const refusal = site.branch === null ? refuse('not-found', site.how) : refuse('branch', site.branch.nodeName);
  const none: Stage = { from: 'nowhere', ...refusal };
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
    context: none,
    outputWeights: none,
    outputBias: null,
    constantWritten: null,
    attentionOutput: none,
    streamAfter: none,
    isPostNorm: null,
    checks: [],
    notes: [site.how],
  };
}
