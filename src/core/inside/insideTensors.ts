import type { Ablation } from '../ablation/ablation.ts';
import type { ModelRun } from '../run.ts';
import type { Token } from '../tokens.ts';
import { isTurned } from './change.ts';
import { concatRow } from './concatRow.ts';
import type { HeadMatrix } from './headMatrices.ts';
import type { Refusal, Stage } from './layer.ts';
import type { InsideAnswer, InsideQuestion } from './questions.ts';
import { afterRow, dataOf, rowOf } from './road.ts';
import type { HeadInside, PairInside, RowInside } from './road.ts';
import type { Sharpened } from './sharpenedRow.ts';
import type { StageId } from './stages.ts';
import { weightedValueInto } from './values.ts';

/** One query and one key of a head, and what lies between them. */
export type InsideRoad = {
  readonly head: HeadInside;
  readonly row: RowInside;
  readonly key: number;
  /** Null where queries or keys are not to be had. */
  readonly pair: PairInside | null;
};

/** The same with a changed softmax. */
type ChangedRoad = InsideRoad & {
  readonly scaleOff: Sharpened;
  readonly temperature: { readonly tau: number; readonly row: Sharpened };
};

/** A road through a head with the run that it is of. */
export type ExportedRoad = ChangedRoad & {
  readonly run: ModelRun;
  /** The number of the layer in the model. */
  readonly layerNumber: number;
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  /** What was switched off in it; null for nothing. */
  readonly off: Ablation | null;
};

/** One query and one key of a head, with all that is known of the way between them. */
export type InsideExport = ExportedRoad & {
  /** The same head on another text; left out where it is not looked into on one. */
  readonly against?: ExportedRoad;
  /** Its weights, as far as they were asked for: norms and shapes are told of them. */
  readonly weights: readonly HeadMatrix[];
  /** What the worker has answered about this head and run so far, each with its question. */
  readonly answers: readonly { readonly question: InsideQuestion; readonly answer: InsideAnswer }[];
};

/** The numbers of a step under one name. Shape: `dims`, row-major. */
export type Named = {
  readonly name: string;
  readonly from: Stage['from'];
  readonly why?: string;
  readonly detail?: string;
  readonly axes: string;
  readonly dims: readonly number[];
  /** Null where it is not to be had, and `why`. */
  readonly data: ArrayLike<number> | null;
};

type Numbers = ArrayLike<number> | null;

/** The numbers of each step at one query and key; a step that this model does not have holds none. */
export function stageTensors(of: ChangedRoad): Readonly<Record<StageId, readonly Named[]>> {
  const { scaleOff, temperature } = of;
  const own = roadTensors(of);
  const changed = [
    sharpened('scaleOff', scaleOff),
    { ...sharpened('temperature', temperature.row), detail: `tau ${temperature.tau}` },
  ];
  return { ...own, weight: [...own.weight, ...changed] };
}

/** The same without a changed softmax. */
export function roadTensors(of: InsideRoad): Readonly<Record<StageId, readonly Named[]>> {
  const { head, row, pair, key } = of;
  const { layer } = head;
  const { query } = row;
  const { nQueries, nKeys, nHeads } = layer;
  const atQuery = (name: string, stage: Stage): Named => fetched(name, stage, rowOf(dataOf(stage), nQueries, query));
  const along = (name: string, data: Numbers, stage: Stage | null = null): Named => derived(name, 'key', data, stage);
  const channels = pair?.arePairs === true ? 'pair of channels' : 'channel';
  const scaled = scaledRow(of);
  return {
    stream: [atQuery('x', layer.streamBefore)],
    read: [atQuery('y', layer.read), fetched('yOfKey', layer.readKeys, rowOf(dataOf(layer.readKeys), nKeys, key))],
    qkv: [
      fetched('query', layer.query, rowOf(head.queries, nQueries, query)),
      fetched('key', layer.key, rowOf(head.keys, nKeys, key)),
      fetched('value', layer.value, rowOf(head.values, nKeys, key)),
      fetched('keys', layer.key, head.keys, 'key,channel', nKeys),
      fetched('values', layer.value, head.values, 'key,channel', nKeys),
    ],
    rotation: [],
    products: [
      derived('products', channels, pair?.products ?? null, lost(layer.query, layer.key)),
      derived('lifts', channels, pair?.lifts ?? null, lost(layer.query, layer.key)),
    ],
    raw: [along('raw', row.raw, lost(layer.query, layer.key))],
    scale: [along('scaled', scaled, lost(layer.query, layer.key))],
    cap: layer.softCap === null ? [] : [along('capped', capped(scaled, layer.softCap), lost(layer.query, layer.key))],
    bias: layer.bias === null ? [] : [fetched('bias', layer.bias, row.bias, 'key')],
    mask: [along('allowed', row.allowed)],
    score: [
      row.areScoresRelative
        ? { ...along('score', row.scores), why: 'up to a constant of the row' }
        : { ...along('score', row.scores), from: layer.scores.from === 'model' ? 'model' : 'derived' },
    ],
    sink: layer.hasSink ? [derived('mass', '', [row.facts.sinkMass]), derived('score', '', [row.sinkScore])] : [],
    weight: [
      { ...along('weight', row.weights), from: 'model' },
      ...(isTurned(layer, head.head) ? [along('used', row.used)] : []),
    ],
    result: [
      fetched('z', layer.context, row.result),
      derived('weightedValue', 'channel', weightedValue(of), lost(layer.value)),
      ...(row.added === null ? [] : [derived('added', 'channel', row.added)]),
    ],
    concat: [
      fetched('zOfAllHeads', layer.context, concatRow(layer, query), 'head,channel', nHeads),
      derived('lengths', 'head', row.lengths?.before ?? null, lost(layer.context)),
    ],
    written: [
      derived('w', 'stream', row.written, lost(layer.context, layer.outputWeights)),
      derived('lengths', 'head', row.lengths?.written ?? null, lost(layer.context, layer.outputWeights)),
      along('offered', head.offered, lost(layer.value, layer.outputWeights)),
      along('sent', row.sent?.sent ?? null, lost(layer.value, layer.outputWeights)),
      ...(layer.constantWritten === null
        ? []
        : [derived('constant', 'stream', rowOf(layer.constantWritten, nHeads, head.head))]),
    ],
    output: [
      atQuery('A', layer.attentionOutput),
      ...(layer.outputBias === null ? [] : [fetched('b_O', layer.outputBias, dataOf(layer.outputBias))]),
    ],
    after: [fetched('x', layer.streamAfter, afterRow(layer, query))],
  };
}

/** A tensor of the layer, or a part of one. */
function fetched(name: string, stage: Stage, data: Numbers, axes = 'channel', nRows = 1): Named {
  if (stage.from === 'nowhere') return { ...gone(name, axes, stage), from: 'nowhere' };
  return { name, from: stage.from, axes, dims: dimsOf(data, nRows), data };
}

/** What is made of tensors of the layer; `stage` is one that it lacks. */
function derived(name: string, axes: string, data: Numbers, stage: Stage | null = null): Named {
  if (data === null) return gone(name, axes, stage?.from === 'nowhere' ? stage : { why: 'not-found', detail: '' });
  return { name, from: 'derived', axes, dims: dimsOf(data, 1), data };
}

function gone(name: string, axes: string, { why, detail }: Refusal): Named {
  return { name, from: 'nowhere', why, detail, axes, dims: [], data: null };
}

function sharpened(name: string, row: Sharpened): Named {
  if ('refused' in row) return { name, from: 'nowhere', why: row.refused, axes: 'key', dims: [], data: null };
  return derived(name, 'key', row.weights);
}

function dimsOf(data: Numbers, nRows: number): readonly number[] {
  const count = data?.length ?? 0;
  return nRows === 1 ? [count] : [nRows, count / nRows];
}

/** The first of the stages that is not to be had; null where all are. */
function lost(...stages: readonly Stage[]): Stage | null {
  return stages.find(({ from }) => from === 'nowhere') ?? null;
}

function scaledRow({ head, row }: InsideRoad): Float64Array | null {
  const { value } = head.layer.scale;
  return value === null || row.raw === null ? null : row.raw.map((raw) => value * raw);
}

function capped(scaled: Float64Array | null, cap: number): Float64Array | null {
  return scaled && scaled.map((one) => cap * Math.tanh(one / cap));
}

function weightedValue({ head, row, key }: InsideRoad): Numbers {
  const value = rowOf(head.values, head.layer.nKeys, key);
  return value && weightedValueInto(new Float64Array(value.length), row.used[key]!, value);
}
