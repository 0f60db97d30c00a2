import type { KeptRun } from '../ablate/keptRun.ts';
import type { Turn } from '../door/queue.ts';
import { headOut, offeredByRuns, runLayer } from './headRuns.ts';
import type { HeadRuns } from './headRuns.ts';

type Known = { readonly index: number; readonly head: number; readonly offered: Float32Array };

/** Of each run the head that was asked of last; what its keys offer is the same for every query. */
const known = new WeakMap<KeptRun, Known>();

/**
 * What each key offers by a head, f(x_j), before any norm that follows; null where no pattern can be put in the place of the head's own.
 * Shape: [key, d]; kept, so never to be written to. Throws AppError as the runtime does.
 */
export async function offeredOf(kept: KeptRun, runs: HeadRuns, head: number, turn: Turn): Promise<Float32Array | null> {
  if (!runs.model.session.support[runs.index]?.canReplacePattern) return null;
  const before = known.get(kept);
  if (before?.index === runs.index && before.head === head) return before.offered;
  const { written } = await runLayer(runs, headOut(runs.output, head, null));
  await turn();
  const offered = await offeredByRuns(runs, head, written, turn);
  known.set(kept, { index: runs.index, head, offered });
  return offered;
}
