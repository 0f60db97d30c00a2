import { rowOf } from '../../core/effect/compareLogits.ts';
import { partOf } from '../../core/inside/directRuns.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import { headOut, runLayer } from './headRuns.ts';
import type { HeadRuns } from './headRuns.ts';
import { wayOf } from './intoStream.ts';
import type { WayIntoStream } from './intoStream.ts';
import { namesOfParts, partsBefore, tellParts } from './scoreParts.ts';
import type { ToldParts } from './scoreParts.ts';

/** What each head of a layer writes at one query, and what the model says there without it. */
export type LayerRuns = {
  readonly index: number;
  readonly query: number;
  /** The stream that the last norm reads, [d]. */
  readonly stream: Float32Array;
  /** What the model says, and what it says without each head of the layer, [vocabulary] each. */
  readonly scores: Float32Array;
  readonly without: readonly Float32Array[];
  readonly onItsWay: WayIntoStream;
  /** What each head adds to the stream, [d] each. */
  readonly written: readonly Float32Array[];
  /** What the stream is made of at the query. */
  readonly parts: ToldParts;
};

/** Of each run the layer that was asked of last. */
const known = new WeakMap<KeptRun, LayerRuns>();

/** Repeats the run as it is and without each head of a layer, a pass each; what was asked of last is not run again. `row`: where scores are read. */
export async function runWithoutHeads(
  kept: KeptRun,
  runs: HeadRuns,
  query: number,
  row: number,
  turn: Turn,
): Promise<LayerRuns> {
  const before = known.get(kept);
  if (before?.index === runs.index && before.query === query) return before;
  const { nHeads, nQueries } = shapeOf(runs.output);
  const told = partsBefore(kept, query);
  const asIs = await runLayer(runs, null, told === null ? namesOfParts(runs) : []);
  const parts = told ?? tellParts(runs, kept, query, asIs.tensors);
  const stream = asIs.stream ?? new Float32Array(0);
  const d = asIs.written.length / nQueries;
  const own = (rows: Float32Array, nChannels: number): Float32Array =>
    rows.slice(query * nChannels, (query + 1) * nChannels);
  const whole = own(asIs.written, d);
  const onItsWay = wayOf(runs.path.summand, whole);
  const without: Float32Array[] = [];
  const written: Float32Array[] = [];
  for (let head = 0; head < nHeads; head++) {
    await turn();
    const off = await runLayer(runs, headOut(runs.output, head, null));
    written.push(onItsWay(partOf(whole, own(off.written, d))));
    without.push(rowOf(off.scores, row).slice());
  }
  await turn();
  const found: LayerRuns = {
    index: runs.index,
    query,
    stream: own(stream, stream.length / nQueries),
    scores: rowOf(asIs.scores, row).slice(),
    without,
    onItsWay,
    written,
    parts,
  };
  known.set(kept, found);
  return found;
}
