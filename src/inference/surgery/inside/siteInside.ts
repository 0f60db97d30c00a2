import type { Constant, ExternalData } from '../constants.ts';
import { bytesOf, keepConstant } from '../decodeConstant.ts';
import type { Draft, Trace } from '../draft.ts';
import type { GraphIndex } from '../graph.ts';
import { intOf } from '../graphProto.ts';
import { biasOf, projectionBehind } from './inputSide.ts';
import { outputSideOf } from './outputSide.ts';
import { factorsBefore, factorsBehind } from './scale.ts';
import { streamAround } from './stream.ts';
import type { SiteInside } from './types.ts';

/** What the graph tells about the inside of an attention; null where it lies in a branch or an operator that is not read. */
export function siteInside(
  index: GraphIndex,
  draft: Pick<Draft, 'query' | 'key' | 'value' | 'context'>,
  trace: Trace,
  external: ExternalData,
): SiteInside | null {
  const { query, key, value, context } = draft;
  if (trace.by !== 'softmax' || query === null || key === null || value === null || context === null) return null;
  const ofQuery = projectionBehind(index, query, external);
  const ofKey = projectionBehind(index, key, external);
  const ofValue = projectionBehind(index, value, external);
  const side = outputSideOf(index, context, external);
  const read = ofQuery?.data ?? null;
  const stream = read !== null && side.written !== null ? streamAround(index, read, side.written, external) : null;
  return {
    read,
    readKeys: ofKey !== null && ofKey.data === ofValue?.data ? ofKey.data : null,
    query,
    key,
    isKeyTransposed: isTransposed(trace),
    value,
    scores: null,
    streamBefore: stream?.before ?? null,
    streamAfter: stream?.after ?? null,
    isPostNorm: stream?.isPostNorm ?? null,
    attentionOutput: side.written,
    scale: {
      after: factorsBehind(index, trace.back),
      query: factorsBefore(index, query),
      key: factorsBefore(index, key),
    },
    softCap: null,
    outputWeights: kept(side.weights),
    outputBias: kept(side.bias),
    whyNoWeights: side.why,
    valueBias: kept(ofValue && biasOf(index, ofValue, external)),
  };
}

/** Of a product of matrices the right operand has what is summed over before its last axis. */
function isTransposed({ back: { product, isFlipped } }: Extract<Trace, { by: 'softmax' }>): boolean {
  const attribute = isFlipped ? 'transA' : 'transB';
  return (intOf(product, attribute, 0) === 1) === isFlipped;
}

/** Larger weights than these are not kept beside the model: a layer's 2048 x 2048 numbers of 16 bits. */
const MAX_BYTES = 2 ** 23;

function kept(constant: Constant | null): Constant | null {
  return constant === null || bytesOf(constant) > MAX_BYTES ? null : keepConstant(constant);
}
