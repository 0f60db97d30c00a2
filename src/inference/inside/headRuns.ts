import { AppError } from '../../core/errors.ts';
import { partOf } from '../../core/inside/directRuns.ts';
import type { Logits } from '../../core/run.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import type { LayerOutput } from '../run/pack.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { Interventions, SiteIntervention } from '../runtime/interventions.ts';
import type { InnerTensor } from '../runtime/session.ts';
import { tokenRows } from './arrange.ts';
import type { DirectPath } from './directPath.ts';

/** A layer of a run that is repeated with some of its heads changed. */
export type HeadRuns = {
  readonly model: RunnableModel;
  readonly feed: FeedValues;
  /** The layer's place in a pass, and what it gave there. */
  readonly index: number;
  readonly output: LayerOutput;
  readonly path: DirectPath;
};

/** What one of these runs gave. */
type HeadRun = {
  /** Sum of what the heads write, the layer's bias included. Shape: [query, d]. */
  readonly written: Float32Array;
  readonly scores: Logits;
  /** The stream that the last norm reads, [query, d]; only of the run as it is. */
  readonly stream: Float32Array | null;
  /** What else was asked for, by name. */
  readonly tensors: ReadonlyMap<string, InnerTensor>;
};

/** Repeats the run; without `change` as it is. `also`: further tensors to fetch. Throws AppError as the runtime does, and for tensors of another form. */
export async function runLayer(
  { model, feed, index, output, path }: HeadRuns,
  change: SiteIntervention | null,
  also: readonly string[] = [],
): Promise<HeadRun> {
  const { written, ending } = path;
  const { stream: parts } = ending.norm;
  const names = [...new Set([written, ending.scores, ...(change === null ? parts : []), ...also])];
  const interventions: Interventions = model.session.support.map((_, at) => (at === index ? change : null));
  const tensors = await model.session.tensors(feed, index, names, change === null ? null : interventions);
  const { nQueries } = shapeOf(output);
  return {
    written: rowsOf(tensors.get(written), nQueries),
    scores: scoresOf(tensors.get(ending.scores)),
    stream: change === null ? sumOf(parts.map((name) => rowsOf(tensors.get(name), nQueries))) : null,
    tensors,
  };
}

/** One head taken out of the layer, and where `pattern` is given, looking by that instead. Shape: [query, key]. */
export function headOut(output: LayerOutput, head: number, pattern: Float32Array | null): SiteIntervention {
  const { nHeads, nQueries, nKeys } = shapeOf(output);
  const scale = new Float32Array(nHeads).fill(1);
  scale[head] = 0;
  if (pattern === null) return { scale, pattern: null, context: null };
  const all = new Float32Array(nHeads * nQueries * nKeys);
  all.set(pattern, head * nQueries * nKeys);
  return { scale, pattern: all, nKeys, context: null };
}

/**
 * What each key of a head offers, f(x_j) = v_j W_O, by runs in which each query looks at one key alone, less what is written without the
 * head: what a layer writes is linear in the patterns of its heads. `without` is `written` of the run without the head.
 * Shape: [key, d].
 */
export async function offeredByRuns(
  runs: HeadRuns,
  head: number,
  without: Float32Array,
  turn: Turn,
): Promise<Float32Array> {
  const { nQueries, nKeys } = shapeOf(runs.output);
  const d = without.length / nQueries;
  const offered = new Float32Array(nKeys * d);
  for (let first = 0; first < nKeys; first += nQueries) {
    const pattern = new Float32Array(nQueries * nKeys);
    const nHere = Math.min(nQueries, nKeys - first);
    for (let query = 0; query < nHere; query++) pattern[query * nKeys + first + query] = 1;
    const { written } = await runLayer(runs, headOut(runs.output, head, pattern));
    offered.set(partOf(written.subarray(0, nHere * d), without.subarray(0, nHere * d)), first * d);
    await turn();
  }
  return offered;
}

function rowsOf(tensor: InnerTensor | undefined, nRows: number): Float32Array {
  const rows = tensor && tokenRows(tensor, nRows);
  if (rows === undefined || typeof rows === 'string') throw new AppError('run-failed', rows ?? 'a tensor is missing');
  return rows;
}

function scoresOf(tensor: InnerTensor | undefined): Logits {
  const nVocab = tensor?.dims.at(-1) ?? 0;
  if (tensor === undefined || nVocab === 0) throw new AppError('run-failed', 'the model gave no scores');
  return { nTokens: tensor.data.length / nVocab, nVocab, data: tensor.data };
}

function sumOf([first, ...others]: readonly Float32Array[]): Float32Array | null {
  return first?.map((value, at) => others.reduce((sum, other) => sum + (other[at] ?? NaN), value)) ?? null;
}
