import { normedPart } from '../../core/inside/direct.ts';
import type { FrozenNorm } from '../../core/inside/direct.ts';
import type { Summand } from '../surgery/inside/summands.ts';
import { frozenNorm } from './lastStep.ts';
import { Refused } from './refuse.ts';

/** What comes of a part of what a layer writes on its way into the stream. Shape: [d] -> [d]. */
export type WayIntoStream = (part: Float32Array) => Float32Array;

/** A norm of the layer's own is held as it is for `whole`, the sum of what its heads write, [d]. Throws Refused for weights that are not read. */
export function wayOf(summand: Summand, whole: Float32Array): WayIntoStream {
  return wayBy(summand, frozen(summand, whole));
}

/**
 * Rows on their way where no run tells what a norm of the layer's own divides by: by 1, so that only order and ratios count.
 * Shape: rows [n, d] -> [n, d], the same array where nothing is done to them. Throws Refused as `wayOf` does.
 */
export function rowsIntoStream(summand: Summand, rows: Float32Array, d: number): Float32Array {
  if (summand.norm === null && summand.factor === 1) return rows;
  const norm = frozen(summand, new Float32Array(d));
  const way = wayBy(summand, norm && { ...norm, sigma: 1 });
  const into = new Float32Array(rows.length);
  for (let at = 0; at < rows.length; at += d) into.set(way(rows.subarray(at, at + d)), at);
  return into;
}

function frozen({ norm }: Summand, whole: Float32Array): FrozenNorm | null {
  const found = norm && frozenNorm(norm, whole);
  if (norm !== null && found === null) throw new Refused('no-direct-path', 'a norm behind the layer is not read');
  return found;
}

function wayBy({ factor }: Summand, norm: FrozenNorm | null): WayIntoStream {
  return (part) => {
    const normed = norm === null ? part : Float32Array.from(normedPart(part, norm));
    return factor === 1 ? normed : normed.map((value) => value * factor);
  };
}
