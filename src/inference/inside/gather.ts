import type { InnerTensor } from '../runtime/session.ts';
import { decodeConstant } from '../surgery/decodeConstant.ts';
import type { Constant } from '../surgery/constants.ts';
import type { Operand, SiteInside } from '../surgery/inside/types.ts';
import { firstOfGroups, headRows, operandRows, sharedHeads, tokenRows } from './arrange.ts';
import type { HeadRows } from './headRows.ts';
import { scaleOf } from './scaleOf.ts';
import type { FoundScale } from './scaleOf.ts';
import { andThen, refuse, valueOf } from './stages.ts';
import type { Had } from './stages.ts';

type Tensors = ReadonlyMap<string, InnerTensor>;

/** Sizes of a layer as its patterns have them. */
export type PatternShape = { readonly nHeads: number; readonly nQueries: number; readonly nKeys: number };

/** What the graph tells of a layer, with its W_O in memory; `whyNoWeights` says why it is not. */
export type FilledInside = SiteInside & { readonly outputWeights: Constant | null };

/** What was fetched of a layer, arranged by heads and tokens and free of the scale, before any check. */
export type Gathered = {
  readonly query: Had<HeadRows>;
  readonly key: Had<HeadRows>;
  readonly value: Had<HeadRows>;
  readonly nKeyHeads: number;
  readonly context: Had<HeadRows>;
  readonly read: Had<Float32Array>;
  readonly readKeys: Had<Float32Array>;
  readonly streamBefore: Had<Float32Array>;
  readonly streamAfter: Had<Float32Array>;
  readonly attentionOutput: Had<Float32Array>;
  /** [heads * channels, stream]. */
  readonly outputWeights: Had<Float32Array>;
  /** Null for none. */
  readonly outputBias: Float32Array | null;
  readonly valueBias: Float32Array | null;
  readonly scale: FoundScale;
  /** [head, query, key], masks included; null where they are not fetched. */
  readonly scores: Had<Float32Array> | null;
  readonly isHalf: boolean;
};

/** Why the graph names no tensor, in words for people. */
const WHY = {
  product: 'its product is written in a form that is not read',
  context: 'what its heads give cannot be told apart',
  read: 'queries come from no one product with stored weights',
  readKeys: 'keys and values come from no one tensor by products with stored weights',
  stream: 'what the layer writes is not added to what it was read from',
  weights: 'the graph does not tell them',
} as const;

/** Brings what was fetched into the shapes that a layer is told in. `context` is the output that holds what the heads give. */
export function gather(inside: FilledInside, context: string | null, shape: PatternShape, tensors: Tensors): Gathered {
  const { nHeads, nQueries, nKeys } = shape;
  const tensor = (name: string | null, why: string): Had<InnerTensor> =>
    name === null ? refuse('not-found', why) : finite(tensors.get(name));
  const heads = (operand: Operand | null, nRows: number): Had<HeadRows> =>
    andThen(
      tensor(operand?.name ?? null, (inside.scale.operator === null ? null : inside.notes[0]) ?? WHY.product),
      (found) => operandRows(found, operand, nRows),
    );
  const tokens = (name: string | null, nRows: number, why: string): Had<Float32Array> =>
    andThen(tensor(name, why), (found) => tokenRows(found, nRows));
  const ownQuery = ofProducts(inside, heads(inside.query, nQueries));
  const scale = scaleOf(inside, tensors, valueOf(ownQuery)?.nChannels ?? null);
  const allKeys = divided(ofProducts(inside, heads(inside.key, nKeys)), scale.ofKey);
  const allValues = ofWeights(inside, heads(inside.value, nKeys));
  const contextRows = andThen(tensor(context, WHY.context), (found) => headRows(found, nQueries));
  const nKeyHeads = sharedBy(allKeys, allValues) ?? nHeads;
  const ofGroups = (had: Had<HeadRows>): Had<HeadRows> => andThen(had, (all) => firstOfGroups(all, nKeyHeads));
  const outputBias = inside.outputBias && (decodeConstant(inside.outputBias)?.data ?? null);
  const summed = tokens(inside.attentionOutput, nQueries, inside.whyNoWeights ?? WHY.context);
  const names = [inside.query?.name, inside.value?.name, inside.attentionOutput].flatMap((name) => name ?? []);
  return {
    query: ofHeads(divided(ownQuery, scale.ofQuery), nHeads),
    key: ofGroups(allKeys),
    value: ofGroups(allValues),
    nKeyHeads,
    context: ofWeights(inside, ofHeads(contextRows, nHeads)),
    read: tokens(inside.read, nQueries, WHY.read),
    readKeys: tokens(inside.readKeys, nKeys, WHY.readKeys),
    streamBefore: tokens(inside.streamBefore, nQueries, WHY.stream),
    streamAfter: tokens(inside.streamAfter, nQueries, WHY.stream),
    attentionOutput: inside.isBiasBehind ? andThen(summed, (rows) => withRow(rows, outputBias)) : summed,
    outputWeights: ofWeights(inside, weightsOf(inside)),
    outputBias,
    valueBias: inside.valueBias && (decodeConstant(inside.valueBias)?.data ?? null),
    scale,
    scores:
      inside.scores === null ? null : andThen(notNaN(tensors.get(inside.scores)), (found) => scoresOf(found, shape)),
    isHalf: names.some((name) => tensors.get(name)?.isHalf === true),
  };
}

/** Rows with the same numbers added to each. */
function withRow(rows: Float32Array, added: Float32Array | null): Float32Array | string {
  if (added === null || rows.length % added.length !== 0) return 'what is added to it is not read';
  return rows.map((value, at) => value + (added[at % added.length] ?? NaN));
}

function finite(tensor: InnerTensor | undefined): Had<InnerTensor> {
  if (tensor === undefined) return refuse('not-found', 'the runtime does not give it');
  if (tensor.data.every(Number.isFinite)) return { had: tensor };
  return refuse('not-finite', tensor.isHalf ? 'float16' : 'float32');
}

/** Scores of what is masked are infinite in many models. */
function notNaN(tensor: InnerTensor | undefined): Had<InnerTensor> {
  if (tensor === undefined) return refuse('not-found', 'the runtime does not give it');
  return tensor.data.some(Number.isNaN) ? refuse('not-finite', tensor.isHalf ? 'float16' : 'float32') : { had: tensor };
}

/** Scores without those of a sink, which stand behind those of the keys. */
function scoresOf({ dims, data }: InnerTensor, { nHeads, nQueries, nKeys }: PatternShape): Float32Array | string {
  const width = dims.at(-1) ?? 0;
  if (data.length !== nHeads * nQueries * width || width < nKeys || width > nKeys + 1) {
    return `scores of shape [${dims.join(', ')}] are not those of the patterns`;
  }
  if (width === nKeys) return data;
  return Float32Array.from({ length: nHeads * nQueries * nKeys }, (_, i) => {
    return data[Math.floor(i / nKeys) * width + (i % nKeys)] ?? NaN;
  });
}

/** Queries and keys, unless what makes the scores of them lies in between. */
function ofProducts({ isRotaryInside, mixes }: SiteInside, had: Had<HeadRows>): Had<HeadRows> {
  if (isRotaryInside) return refuse('rotary-inside', 'the operator rotates queries and keys inside');
  return mixes.scores ? refuse('mixed-heads', 'scores of its heads are mixed') : had;
}

/** Values and what is made of them, unless weights are mixed in between. */
function ofWeights<Value>({ mixes }: SiteInside, had: Had<Value>): Had<Value> {
  return mixes.weights ? refuse('mixed-heads', 'weights of its heads are mixed') : had;
}

function divided(had: Had<HeadRows>, by: number): Had<HeadRows> {
  if (by === 1) return had;
  if (!Number.isFinite(by)) return refuse('not-found', 'what it was multiplied by is not known');
  return andThen(had, (rows) => ({ ...rows, data: rows.data.map((value) => value / by) }));
}

function ofHeads(had: Had<HeadRows>, nHeads: number): Had<HeadRows> {
  return andThen(had, (rows) =>
    rows.nHeads === nHeads ? rows : `it holds ${rows.nHeads} heads, the patterns are of ${nHeads}`,
  );
}

function sharedBy(keys: Had<HeadRows>, values: Had<HeadRows>): number | null {
  const had = [keys, values].flatMap((each) => valueOf(each) ?? []);
  return had.length > 0 && had.every(({ nHeads }) => nHeads === had[0]?.nHeads) ? sharedHeads(had) : null;
}

function weightsOf({ outputWeights, whyNoWeights }: FilledInside): Had<Float32Array> {
  if (outputWeights === null) return refuse('no-output-weights', whyNoWeights ?? WHY.weights);
  const decoded = decodeConstant(outputWeights);
  return decoded === null
    ? refuse('no-output-weights', 'they are stored in a form that is not read')
    : { had: decoded.data };
}
