import { free } from '../../core/weights/freshMemory.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { LayerOutput } from './pack.ts';
import type { ModelInputRun } from './runnable.ts';

/** Frees what the runtime gave of layers that lie packed in memory which stays readable, as `onPacked` tells; `given` and `kept` are the same layers. */
export function freePacked(feed: FeedValues, given: readonly LayerOutput[], kept: readonly LayerOutput[]): void {
  if (isKeptBySession(feed)) return;
  free(given.flatMap(({ data }, at) => (data === kept[at]?.data ? [] : [data])));
}

/** A text that grows is kept for what is written next, an encoder's part for the next target. */
function isKeptBySession({ grows, decoderIds }: FeedValues): boolean {
  return grows === true || decoderIds !== undefined;
}

/**
 * Frees the patterns of a run that another has taken the place of, so that the runtime copies those of the next one into the same memory.
 */
export function freeLayers({ feed, pass }: ModelInputRun): void {
  if (!isKeptBySession(feed)) free(pass.layers.map(({ data }) => data));
}
