import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import type { RunnableModel } from '../run/runnable.ts';
import type { LayerOutput } from '../run/pack.ts';
import { shapeOf } from '../run/pack.ts';
import { tokenRows } from './arrange.ts';
import { headOut } from './headRuns.ts';
import { placesByWindow, tokensOf } from './outOfWindows.ts';
import { refuse } from './stages.ts';
import type { Had } from './stages.ts';

/** A layer whose heads are taken out one by one. */
type LayerAsItIs = {
  /** Its place in a pass, and what it gave there. */
  readonly index: number;
  readonly output: LayerOutput;
  /** The output of the exposed model that holds the sum of what its heads write. */
  readonly written: string;
  /** The output that says where positions of windows stand, and how many a window has; null for a layer without windows. */
  readonly windows: { readonly places: string; readonly size: number } | null;
};

/** More numbers than these are not gathered. */
const MAX_NUMBERS = 2 ** 24;

/**
 * What each head writes, measured by runs in which it is off: the attention output is linear in what its heads give. One run more than
 * heads, with `turn` between them. Shape: [head, query, d]. Throws AppError as the runtime does.
 */
export async function writtenByRuns(
  model: RunnableModel,
  kept: KeptRun,
  { index, output, written, windows }: LayerAsItIs,
  turn: Turn,
): Promise<Had<Float32Array>> {
  const { nHeads, nQueries } = shapeOf(output);
  const support = model.session.support[index];
  if (support?.canScale !== true)
    return refuse('no-output-weights', support?.why ?? 'no head of it can be switched off');
  const names = windows === null ? [written] : [written, windows.places];
  const rowsWithout = async (head: number | null): Promise<Float32Array | string> => {
    const change = head === null ? null : headOut(output, head, null);
    const interventions = model.session.support.map((_, at) => (at === index ? change : null));
    const tensors = await model.session.tensors(kept.done.feed, index, names, interventions);
    await turn();
    const tensor = tensors.get(written);
    const ofPlaces = tensors.get(windows?.places ?? '');
    if (tensor === undefined) return 'it is not given';
    const places = ofPlaces && windows && placesByWindow(ofPlaces, windows.size);
    return tokenRows((places && tokensOf(tensor, places)) ?? tensor, nQueries);
  };
  const whole = await rowsWithout(null);
  if (typeof whole === 'string') return refuse('no-output-weights', whole);
  const size = whole.length;
  if (nHeads * size > MAX_NUMBERS) return refuse('no-output-weights', 'the layer is too large to be measured');
  const all = new Float32Array(nHeads * size);
  for (let head = 0; head < nHeads; head++) {
    const rows = await rowsWithout(head);
    if (typeof rows === 'string') return refuse('no-output-weights', rows);
    for (let i = 0; i < size; i++) all[head * size + i] = (whole[i] ?? NaN) - (rows[i] ?? NaN);
  }
  return { had: all };
}
