import type { PartsCheck } from '../../core/inside/directRuns.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import type { PartsAt } from './gatherParts.ts';
import type { WayIntoStream } from './intoStream.ts';

/** The parts of the stream at one query, and of what is worked out of them what is asked of every head; or why they are not told. */
export type ToldParts = (PartsAt & { checked: PartsCheck | null }) | { readonly whyNot: string };

/** What each head of a layer writes at one query, and what the model says there without it. */
export type LayerRuns = {
  readonly index: number;
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

/** What is known of a run at the query that was asked of last; null for what nobody asked yet. */
type ToldAt = {
  readonly query: number;
  /** The same for every layer and head. */
  parts: ToldParts | null;
  check: PartsCheck | null;
  /** Of the layer that was asked of last. */
  layer: LayerRuns | null;
};

const known = new WeakMap<KeptRun, ToldAt>();

/** What is known of a run at a query, to be read and filled in; what was known at another query is let go. */
export function toldAt(kept: KeptRun, query: number): ToldAt {
  const before = known.get(kept);
  if (before?.query === query) return before;
  const now: ToldAt = { query, parts: null, check: null, layer: null };
  known.set(kept, now);
  return now;
}
