import { sameSpan } from './stretch.ts';
import type { Span, Stretch } from './stretch.ts';

/** The first and the last token of a span, with what stands between them: `33-64`. */
export function endsOf({ start, end }: Span, between: string): string {
  return `${start}${between}${end - 1}`;
}

/** `33-64`, the first and the last token; `33-64,0-31` where the keys are others than the queries. */
export function formatStretch({ queries, keys }: Stretch): string {
  const written = endsOf(queries, '-');
  return sameSpan(queries, keys) ? written : `${written},${endsOf(keys, '-')}`;
}

/** Reads the same; null for anything else. */
export function parseStretch(text: string): Stretch | null {
  const [queries = null, keys = queries, ...more] = text.split(',').map(spanOf);
  return queries === null || keys === null || more.length > 0 ? null : { queries, keys };
}

function spanOf(text: string): Span | null {
  const [, first = '', last = ''] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? [];
  return last === '' || Number(last) < Number(first) ? null : { start: Number(first), end: Number(last) + 1 };
}
