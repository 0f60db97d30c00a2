import type { SiteInside } from '../surgery/inside/types.ts';
import type { Gathered } from './gather.ts';
import { refuse, valueOf } from './stages.ts';

/** How far two numbers that should be one may be, as a part of the largest. */
const SAME = { single: 1e-5, half: 5e-3 } as const;

/** The stream of a layer that works window by window, which itself lies in no windows. */
type HeldStream = {
  readonly found: Gathered;
  /** Whether what the layer writes was seen to be added to it as it is. */
  readonly isAdded: boolean;
};

/**
 * Holds the stream around a layer to what was taken out of its windows: its positions are those of the layer where it is summed with what the layer writes,
 * or where it is what the layer reads, number by number. Else it is refused, since nothing tells which row is whose.
 */
export function streamOfWindows(found: Gathered, { isPostNorm }: SiteInside): HeldStream {
  const most = found.isHalf ? SAME.half : SAME.single;
  const [before, after, written, read] = [found.streamBefore, found.streamAfter, found.attentionOutput, found.read].map(
    valueOf,
  );
  if (isPostNorm === false && before && after && written?.length === before.length) {
    const sum = before.map((value, at) => value + (written[at] ?? NaN));
    if (isSame(sum, after, most)) return { found, isAdded: true };
  }
  if (before && read && isSame(before, read, most)) return { found, isAdded: false };
  const none = refuse('not-found', 'the stream lies in no windows, and nothing shows which of its rows is whose');
  return { found: { ...found, streamBefore: none, streamAfter: none }, isAdded: false };
}

function isSame(one: Float32Array, other: Float32Array, most: number): boolean {
  if (one.length !== other.length) return false;
  const largest = other.reduce((all, value) => Math.max(all, Math.abs(value)), 0);
  return one.every((value, at) => Math.abs(value - (other[at] ?? NaN)) <= most * largest);
}
