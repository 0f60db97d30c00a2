/** Some tokens of one axis: positions from `start` up to `end`, which is not of them. */
export type Span = { readonly start: number; readonly end: number };

/** The part of a pattern that is drawn large: some queries by some keys. */
export type Stretch = { readonly queries: Span; readonly keys: Span };

/** The pattern that a stretch is of. */
export type Axes = { readonly nQueries: number; readonly nKeys: number };

/** How many tokens a span has. */
export function lengthOf({ start, end }: Span): number {
  return end - start;
}

/** The pattern that a stretch shows, by itself. */
export function sizeOf({ queries, keys }: Stretch): Axes {
  return { nQueries: lengthOf(queries), nKeys: lengthOf(keys) };
}

/** A span of the same length that lies among so many tokens; all of them where there are no more. */
export function fittedSpan(span: Span, nTokens: number): Span {
  const length = Math.max(1, Math.min(lengthOf(span), nTokens));
  const first = Math.max(0, Math.min(span.start, nTokens - length));
  return { start: first, end: first + length };
}

/** The stretch of a pattern that is drawn; null for all of it. */
export function fittedStretch(stretch: Stretch | null, { nQueries, nKeys }: Axes): Stretch | null {
  if (stretch === null) return null;
  const queries = fittedSpan(stretch.queries, nQueries);
  const keys = fittedSpan(stretch.keys, nKeys);
  return lengthOf(queries) === nQueries && lengthOf(keys) === nKeys ? null : { queries, keys };
}

export function sameSpan(a: Span, b: Span): boolean {
  return a.start === b.start && a.end === b.end;
}

/** Whether a position is one of a span. */
export function isWithin({ start, end }: Span, position: number): boolean {
  return position >= start && position < end;
}

/**
 * The stretch with a query or a key in its middle, unless it is in it already. Where both axes show the same tokens, both go there;
 * null leaves an axis as it is.
 */
export function stretchAt(stretch: Stretch, query: number | null, key: number | null): Stretch {
  const { queries, keys } = stretch;
  if (sameSpan(queries, keys) && (query === null || key === null)) {
    const both = spanAt(queries, query ?? key);
    return { queries: both, keys: both };
  }
  return { queries: spanAt(queries, query), keys: spanAt(keys, key) };
}

function spanAt(span: Span, position: number | null): Span {
  if (position === null || isWithin(span, position)) return span;
  const length = lengthOf(span);
  const start = Math.max(0, position - Math.floor(length / 2));
  return { start, end: start + length };
}
