import { rowOf } from '../../core/effect/compareLogits.ts';
import { partOf } from '../../core/inside/directRuns.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import { shapeOf } from '../run/pack.ts';
import { headOut, runLayer } from './headRuns.ts';
import type { HeadRuns } from './headRuns.ts';
import { wayOf } from './intoStream.ts';
import { namesOfParts, tellParts } from './scoreParts.ts';
import { toldAt } from './toldAt.ts';
import type { LayerRuns } from './toldAt.ts';

/** Repeats the run as it is and without each head of a layer, a pass each; what was asked of last is not run again. `row`: where scores are read. */
export async function runWithoutHeads(
  kept: KeptRun,
  runs: HeadRuns,
  query: number,
  row: number,
  turn: Turn,
): Promise<LayerRuns> {
  const told = toldAt(kept, query);
  if (told.layer?.index === runs.index) return told.layer;
  const { nHeads, nQueries } = shapeOf(runs.output);
  const asIs = await runLayer(runs, null, told.parts === null ? namesOfParts(runs) : []);
  told.parts ??= tellParts(runs, query, asIs.tensors);
  const { parts } = told;
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
    stream: own(stream, stream.length / nQueries),
    scores: rowOf(asIs.scores, row).slice(),
    without,
    onItsWay,
    written,
    parts,
  };
  told.layer = found;
  return found;
}
