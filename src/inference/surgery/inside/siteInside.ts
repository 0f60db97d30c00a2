import type { Constant, ExternalData } from '../constants.ts';
import { bytesOf, keepConstant } from '../decodeConstant.ts';
import type { Draft } from '../draft.ts';
import type { GraphIndex } from '../graph.ts';
import { factorsOf } from '../products.ts';
import { addendsOf, isBias, softCapOf } from './bias.ts';
import { projectionBehind, rowBiasOf } from './inputSide.ts';
import { operandOf } from './operands.ts';
import { operatorSideOf } from './operatorSide.ts';
import { outputSideOf } from './outputSide.ts';
import type { GraphBytes } from './leftWeights.ts';
import type { OutputSide } from './outputSide.ts';
import { rotationOf } from './rotation.ts';
import { factorsBefore, factorsBehind, NO_FACTORS } from './scale.ts';
import { streamAround } from './stream.ts';
import { storedSizes } from './storedSizes.ts';
import type { SiteInside } from './types.ts';
import { keptOrLeft, keptValueSide, valueSideOf, weightsOf } from './valueSide.ts';

const PACKED = 'Queries, keys and values are packed in one product.';
const ADAPTED = 'Adapters of low rank stand beside products of this layer: weights are those with them, W + s A B.';

type Around = Pick<
  SiteInside,
  'read' | 'readKeys' | 'streamBefore' | 'streamAfter' | 'isPostNorm' | 'isAddedAsWritten'
> &
  Pick<SiteInside, 'attentionOutput' | 'outputWeights' | 'outputBias' | 'isBiasBehind'> &
  Pick<SiteInside, 'whyNoWeights' | 'rotation' | 'stored' | 'valueSide' | 'queryWeights' | 'keyWeights' | 'notes'> & {
    readonly queryBias: Constant | null;
    readonly valueBias: Constant | null;
  };

/** What the graph tells about the inside of an attention; null where it lies in a branch. */
export function siteInside(index: GraphIndex, draft: Draft, files: GraphBytes): SiteInside | null {
  switch (draft.trace.by) {
    case 'branch':
      return null;
    case 'operator':
      return insideOperator(index, draft, draft.trace, files);
    case 'softmax':
      return insideSoftmax(index, draft, draft.trace, files);
  }
}

function insideSoftmax(
  index: GraphIndex,
  draft: Draft,
  { back, on }: Extract<Draft['trace'], { by: 'softmax' }>,
  files: GraphBytes,
): SiteInside {
  const { query, key, value, context, scores } = draft;
  const placeOf = (name: string | null, fallback: 0 | 1): number => {
    const factors = factorsOf(index, back.product) ?? ['', ''];
    return factors[0] === factors[1] ? fallback : factors.indexOf(name ?? '');
  };
  const isOpen = addendsOf(back).some((addend) => isBias(index, addend));
  const softCap = softCapOf(index, back);
  const { queryBias, valueBias, ...around } = aroundOf(index, { query, key, value, context }, files);
  const scoreOperand = (name: string | null, role: 'query' | 'key', fallback: 0 | 1) =>
    name === null ? null : operandOf(back.product, name, role, placeOf(name, fallback), back.isFlipped);
  return {
    ...around,
    query: scoreOperand(query, 'query', back.isFlipped ? 1 : 0),
    key: scoreOperand(key, 'key', back.isFlipped ? 0 : 1),
    value: value === null ? null : operandOf(on.product, value, 'value', 1 - on.input, on.isFlipped),
    isRotaryInside: false,
    mixes: { scores: back.mixes.size > 0, weights: on.mixes.size > 0 },
    scores: isOpen || softCap !== null ? scores : null,
    scale: {
      after: factorsBehind(index, back),
      query: query === null ? NO_FACTORS : factorsBefore(index, query),
      key: key === null ? NO_FACTORS : factorsBefore(index, key),
      operator: null,
    },
    softCap,
    queryBias: keptWeights(queryBias),
    valueBias: keptWeights(valueBias),
  };
}

function insideOperator(
  index: GraphIndex,
  draft: Draft,
  { node }: Extract<Draft['trace'], { by: 'operator' }>,
  files: GraphBytes,
): SiteInside {
  const { external } = files;
  const side = operatorSideOf(index, node, draft, external);
  const { context, scores } = draft;
  // The projections of one that is taken apart are its own.
  const [first = ''] = node.inputs;
  const [query, key, value] = [0, 1, 2].map((place) => node.inputs[place] ?? '');
  const isPacked = index.constants.has(key ?? '') || key === '' || !index.dataTensors.has(key ?? '');
  const inputs = isPacked ? { query: first, key: first, value: first } : { query, key, value };
  const around = aroundOf(index, { ...inputs, context }, files);
  const isWhole = draft.query !== null && draft.query !== first;
  const read = isPacked && isWhole ? first : around.read;
  return {
    ...around,
    ...(isPacked && isWhole && streamOf(index, first, around.attentionOutput, external)),
    read,
    readKeys: isPacked ? read : around.readKeys,
    query: side.query,
    key: side.key,
    value: side.value,
    isRotaryInside: side.isRotaryInside,
    rotation: side.rotation ?? around.rotation,
    mixes: { scores: false, weights: false },
    scores: side.addends.some((addend) => isBias(index, addend)) ? scores : null,
    scale: { after: NO_FACTORS, query: NO_FACTORS, key: NO_FACTORS, operator: side.scale },
    softCap: side.softCap,
    queryBias: keptWeights(side.queryBias ?? around.queryBias),
    valueBias: keptWeights(side.valueBias ?? around.valueBias),
    notes: side.notes,
  };
}

type Tensors = Readonly<Record<'query' | 'key' | 'value' | 'context', string | null | undefined>>;

/** What lies before queries, keys and values, and behind the context. */
function aroundOf(index: GraphIndex, { query, key, value, context }: Tensors, files: GraphBytes): Around {
  const { external } = files;
  const behind = (tensor: string | null | undefined) =>
    tensor === null || tensor === undefined ? null : projectionBehind(index, tensor, external);
  const [ofQuery, ofKey, ofValue] = [behind(query), behind(key), behind(value)];
  const read = ofQuery?.data ?? null;
  const queryBias = ofQuery && rowBiasOf(index, query ?? '', ofQuery, external);
  const valueBias = ofValue && rowBiasOf(index, value ?? '', ofValue, external);
  const valueSide = ofValue && valueSideOf(index, value ?? '', ofValue, external);
  const shown = { files, maxBytes: MAX_SHOWN_BYTES };
  const writing = { files, maxBytes: MAX_BYTES };
  const side: OutputSide | null =
    context === null || context === undefined ? null : outputSideOf(index, context, external);
  return {
    read,
    readKeys: ofKey !== null && ofKey.data === ofValue?.data ? ofKey.data : null,
    rotation: query === null || query === undefined ? 'unknown' : rotationOf(index, query, ofQuery?.output ?? null),
    attentionOutput: side?.written ?? null,
    ...streamOf(index, read, side?.written ?? null, external),
    outputWeights: side?.weights ? keptOrLeft(side.weights, writing) : null,
    outputBias: keptWeights(side?.bias ?? null),
    isBiasBehind: side?.isBiasBehind ?? false,
    whyNoWeights: side === null ? 'what its heads give is no tensor' : side.why,
    notes: [
      ...(ofQuery !== null && ofQuery.node === ofKey?.node ? [PACKED] : []),
      ...([ofQuery, ofKey, ofValue, side].some((each) => isAdapted(each?.weights ?? null)) ? [ADAPTED] : []),
    ],
    queryBias,
    valueBias,
    stored: storedSizes(
      {
        query: { projection: ofQuery, bias: queryBias },
        key: { projection: ofKey, bias: ofKey && rowBiasOf(index, key ?? '', ofKey, external) },
        value: { projection: ofValue, bias: valueBias },
      },
      side?.weights ?? null,
    ),
    valueSide: valueSide && keptValueSide(valueSide, writing),
    queryWeights: weightsOf(index, query, ofQuery, [ofKey, ofValue], shown),
    keyWeights: weightsOf(index, key, ofKey, [ofQuery, ofValue], shown),
  };
}

function isAdapted(weights: Constant | null): boolean {
  return weights !== null && (weights.made === 'summed' || (weights.made === 'scaled' && isAdapted(weights.of)));
}

/** The stream around a layer, as far as the graph tells. */
export function streamOf(
  index: GraphIndex,
  read: string | null,
  written: string | null,
  external: ExternalData,
): Pick<SiteInside, 'streamBefore' | 'streamAfter' | 'isPostNorm' | 'isAddedAsWritten'> {
  const stream = read === null || written === null ? null : streamAround(index, read, written, external);
  return {
    streamBefore: stream?.before ?? null,
    streamAfter: stream?.after ?? null,
    isPostNorm: stream?.isPostNorm ?? null,
    isAddedAsWritten: stream?.isDirect ?? true,
  };
}

/** Weights that are only looked at are kept where they are smaller, else read when they are: a layer's 512 x 512 numbers of 32 bits. */
const MAX_SHOWN_BYTES = 2 ** 20;

/** Of what a layer writes by, larger weights than these are left in the files: a layer's 2048 x 2048 numbers of 16 bits. */
export const MAX_BYTES = 2 ** 23;

/** A constant with memory of its own; null if that would be too much. */
export function keptWeights(constant: Constant | null): Constant | null {
  return constant === null || bytesOf(constant) > MAX_BYTES ? null : keepConstant(constant);
}
