import { fittedSpan, fittedStretch, lengthOf } from './stretch.ts';
import type { Axes, Span, Stretch } from './stretch.ts';

/** Nearer than so many tokens nothing more can be seen. */
const LEAST_TOKENS = 4;

/** A place on a pattern, in tokens from its first: 2.5 is the middle of the third. */
export type Place = { readonly query: number; readonly key: number };

/** All of a pattern, as a stretch. */
export function wholeOf({ nQueries, nKeys }: Axes): Stretch {
  return { queries: { start: 0, end: nQueries }, keys: { start: 0, end: nKeys } };
}

/**
 * The stretch that shows everything `factor` times as large (smaller below 1), with the place where it was on the screen; null is all
 * of the pattern. A factor that is not 1 changes each axis by a token at least, unless that is at its end.
 * Throws RangeError if the factor is not a positive number.
 */
export function zoomed(stretch: Stretch | null, axes: Axes, factor: number, at: Place): Stretch | null {
  if (!(factor > 0 && factor < Infinity)) throw new RangeError(`invalid factor: ${factor}`);
  const { queries, keys } = stretch ?? wholeOf(axes);
  return fittedStretch(
    {
      queries: zoomedSpan(queries, axes.nQueries, factor, at.query),
      keys: zoomedSpan(keys, axes.nKeys, factor, at.key),
    },
    axes,
  );
}

function zoomedSpan(span: Span, nTokens: number, factor: number, at: number): Span {
  const before = lengthOf(span);
  if (factor === 1) return span;
  const wanted = factor > 1 ? Math.min(before - 1, Math.round(before / factor)) : Math.ceil(before / factor);
  const length = Math.max(Math.min(LEAST_TOKENS, nTokens), Math.min(nTokens, wanted));
  const first = Math.round(at - ((at - span.start) / before) * length);
  return fittedSpan({ start: first, end: first + length }, nTokens);
}

/** The stretch moved by so many queries and keys, as far as there are any. */
export function panned({ queries, keys }: Stretch, { nQueries, nKeys }: Axes, by: Place): Stretch {
  return { queries: moved(queries, by.query, nQueries), keys: moved(keys, by.key, nKeys) };
}

function moved({ start, end }: Span, by: number, nTokens: number): Span {
  const whole = Math.round(by);
  return fittedSpan({ start: start + whole, end: end + whole }, nTokens);
}

/** The stretch moved so that a place is in its middle, as far as there are tokens on both sides. */
export function centred(stretch: Stretch, axes: Axes, at: Place): Stretch {
  const { queries, keys } = stretch;
  return panned(stretch, axes, {
    query: at.query - (queries.start + queries.end) / 2,
    key: at.key - (keys.start + keys.end) / 2,
  });
}

/** So many tokens on each axis, with a place in their middle; null where that is all of them. */
export function stretchAround(nShown: number, axes: Axes, at: Place): Stretch | null {
  const span = (nTokens: number): Span => fittedSpan({ start: 0, end: nShown }, nTokens);
  return fittedStretch(centred({ queries: span(axes.nQueries), keys: span(axes.nKeys) }, axes, at), axes);
}
