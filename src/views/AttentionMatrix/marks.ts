import type { Span } from '../../core/stretch/stretch.ts';
import { drawnKeys, drawnQueries } from './AttentionMatrix.layout.ts';
import type { MatrixLayout } from './AttentionMatrix.layout.ts';

/** Evidence for a label, in cells; what is drawn over a heatmap. */
export type Mark =
  | { readonly kind: 'band'; readonly from: number; readonly to: number }
  | { readonly kind: 'columns'; readonly keys: readonly number[] }
  | { readonly kind: 'cells'; readonly cells: readonly { readonly query: number; readonly key: number }[] }
  | { readonly kind: 'blocks'; readonly ranges: readonly { readonly start: number; readonly end: number }[] };

/**
 * SVG path of a mark's outline, as far as its cells are drawn. A causal pattern has no cells above the diagonal: bands and columns
 * stop there.
 */
export function markPath(mark: Mark, layout: MatrixLayout, isCausal: boolean): string {
  switch (mark.kind) {
    case 'band':
      return bandPath(mark.from, isCausal ? Math.min(0, mark.to) : mark.to, layout);
    case 'columns':
      return mark.keys
        .map((key) =>
          rect(layout, { start: isCausal ? key : 0, end: drawnQueries(layout).end }, { start: key, end: key + 1 }),
        )
        .join('');
    case 'cells':
      return cellsPath(mark.cells, layout);
    case 'blocks':
      return mark.ranges.map((range) => rect(layout, range, range)).join('');
  }
}

function rect(layout: MatrixLayout, queries: Span, keys: Span): string {
  const [nQueries, query] = within(queries, drawnQueries(layout));
  const [nKeys, key] = within(keys, drawnKeys(layout));
  if (nQueries <= 0 || nKeys <= 0) return '';
  const { left, top, cellWidth, cellHeight } = layout;
  const x = round(left + key * cellWidth);
  const y = round(top + query * cellHeight);
  return `M${x} ${y}h${round(nKeys * cellWidth)}v${round(nQueries * cellHeight)}h${round(-nKeys * cellWidth)}Z`;
}

/** How many of a span are drawn, and where among those drawn they begin. */
function within({ start, end }: Span, drawn: Span): readonly [count: number, first: number] {
  const first = Math.max(start, drawn.start);
  return [Math.min(end, drawn.end) - first, first - drawn.start];
}

/** Outlines of single cells, of which there may be thousands: what all of them share is written once. */
function cellsPath(
  cells: readonly { readonly query: number; readonly key: number }[],
  { left, top, cellWidth, cellHeight, nQueries, nKeys, firstQuery, firstKey }: MatrixLayout,
): string {
  const starts = Array.from({ length: nKeys }, (_, key) => `M${round(left + key * cellWidth)} `);
  const around = `h${round(cellWidth)}v${round(cellHeight)}h${round(-cellWidth)}Z`;
  const rest = Array.from({ length: nQueries }, (_, query) => `${round(top + query * cellHeight)}${around}`);
  let path = '';
  for (const { query, key } of cells) {
    const [start, end] = [starts[key - firstKey], rest[query - firstQuery]];
    if (start !== undefined && end !== undefined) path += start + end;
  }
  return path;
}

/** The staircase around the cells whose key minus query lies between two offsets; queries and keys are counted from the first drawn. */
function bandPath(
  from: number,
  to: number,
  { left, top, cellWidth, cellHeight, nQueries, nKeys, firstQuery, firstKey }: MatrixLayout,
): string {
  const shift = firstQuery - firstKey;
  const rows: { query: number; first: number; last: number }[] = [];
  for (let query = 0; query < nQueries; query++) {
    const first = Math.max(0, query + shift + from);
    const last = Math.min(nKeys - 1, query + shift + to);
    if (first <= last) rows.push({ query, first, last });
  }
  const start = rows[0];
  if (start === undefined) return '';
  const x = (key: number): number => round(left + key * cellWidth);
  const y = (query: number): number => round(top + query * cellHeight);
  let path = `M${x(start.first)} ${y(start.query)}`;
  for (const row of rows) path += `H${x(row.last + 1)}V${y(row.query + 1)}`;
  for (const row of rows.toReversed()) path += `H${x(row.first)}V${y(row.query)}`;
  return `${path}Z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
