import type { MatrixLayout } from './AttentionMatrix.layout.ts';

/** Evidence for a label, in cells; what is drawn over a heatmap. */
export type Mark =
  | { readonly kind: 'band'; readonly from: number; readonly to: number }
  | { readonly kind: 'columns'; readonly keys: readonly number[] }
  | { readonly kind: 'cells'; readonly cells: readonly { readonly query: number; readonly key: number }[] }
  | { readonly kind: 'blocks'; readonly ranges: readonly { readonly start: number; readonly end: number }[] };

/** SVG path of a mark's outline. A causal pattern has no cells above the diagonal: bands stop there. */
export function markPath(mark: Mark, layout: MatrixLayout, isCausal: boolean): string {
  switch (mark.kind) {
    case 'band':
      return bandPath(mark.from, isCausal ? Math.min(0, mark.to) : mark.to, layout);
    case 'columns':
      return mark.keys
        .map((key) => rect(layout, key, isCausal ? key : 0, 1, layout.nQueries - (isCausal ? key : 0)))
        .join('');
    case 'cells':
      return cellsPath(mark.cells, layout);
    case 'blocks':
      return mark.ranges.map(({ start, end }) => rect(layout, start, start, end - start, end - start)).join('');
  }
}

function rect(
  { left, top, cellWidth, cellHeight }: MatrixLayout,
  key: number,
  query: number,
  nKeys: number,
  nQueries: number,
): string {
  const x = round(left + key * cellWidth);
  const y = round(top + query * cellHeight);
  return `M${x} ${y}h${round(nKeys * cellWidth)}v${round(nQueries * cellHeight)}h${round(-nKeys * cellWidth)}Z`;
}

/** Outlines of single cells, of which there may be thousands: what all of them share is written once. */
function cellsPath(
  cells: readonly { readonly query: number; readonly key: number }[],
  { left, top, cellWidth, cellHeight, nQueries, nKeys }: MatrixLayout,
): string {
  const starts = Array.from({ length: nKeys }, (_, key) => `M${round(left + key * cellWidth)} `);
  const around = `h${round(cellWidth)}v${round(cellHeight)}h${round(-cellWidth)}Z`;
  const rest = Array.from({ length: nQueries }, (_, query) => `${round(top + query * cellHeight)}${around}`);
  let path = '';
  for (const { query, key } of cells) {
    const [start, end] = [starts[key], rest[query]];
    if (start !== undefined && end !== undefined) path += start + end;
  }
  return path;
}

/** The staircase around the cells whose key minus query lies between two offsets. */
function bandPath(
  from: number,
  to: number,
  { left, top, cellWidth, cellHeight, nQueries, nKeys }: MatrixLayout,
): string {
  const rows: { query: number; first: number; last: number }[] = [];
  for (let query = 0; query < nQueries; query++) {
    const first = Math.max(0, query + from);
    const last = Math.min(nKeys - 1, query + to);
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
