import { select } from 'd3';
import type { Selection } from 'd3';
import { shortName, shownNames } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import type { MatrixLayout } from '../AttentionMatrix/AttentionMatrix.layout.ts';
import { markPath } from '../AttentionMatrix/marks.ts';
import type { Mark } from '../AttentionMatrix/marks.ts';
import type { HoverStore } from '../hover.ts';

export type MatrixLayerState = {
  readonly layout: MatrixLayout;
  readonly queryNames: readonly string[];
  readonly keyNames: readonly string[];
  readonly isCausal: boolean;
  readonly marks: readonly Mark[];
  /** Attention of each row that lies on hidden keys, or null when nothing is hidden. Shape [query]. */
  readonly hiddenMass: Float32Array | null;
  readonly nameLimit: number;
};

export type MatrixLayer = { update(state: MatrixLayerState): void; destroy(): void };

type Group = Selection<SVGGElement, unknown, null, undefined>;

/**
 * The D3 layer over the canvas of a heatmap: token names, outlines of evidence, bars of hidden mass, and the lit row and
 * column, which follow the hover store without a round through React.
 */
export function createMatrixLayer(svg: SVGSVGElement, hover: HoverStore): MatrixLayer {
  const root = select(svg);
  const names = root.append('g').attr('data-part', 'names');
  const bars = root.append('g').attr('data-part', 'hidden-mass');
  const marks = root.append('g').attr('data-part', 'evidence');
  const lit = root.append('g').attr('data-part', 'lit');
  let state: MatrixLayerState | null = null;

  const light = (): void => {
    if (state !== null) drawLit(lit, state, hover.get().query, hover.get().key);
  };
  const unsubscribe = hover.subscribe(light);
  return {
    update(next) {
      const before = state?.layout === next.layout ? state : null;
      state = next;
      // Labels come after the pattern, and the names stay; another head comes, and names and layout stay.
      if (before?.queryNames !== next.queryNames || before.keyNames !== next.keyNames) drawNames(names, next);
      if (before?.marks !== next.marks || before.isCausal !== next.isCausal) drawMarks(marks, next);
      if (before?.hiddenMass !== next.hiddenMass) drawHiddenMass(bars, next);
      light();
    },
    destroy() {
      unsubscribe();
      root.selectAll('*').remove();
    },
  };
}

function queryTransform({ left, top, cellHeight }: MatrixLayout, query: number): string {
  return `translate(${left - 5},${top + (query + 0.5) * cellHeight})`;
}

function keyTransform({ left, top, cellWidth }: MatrixLayout, key: number): string {
  return `translate(${left + (key + 0.5) * cellWidth},${top - 5}) rotate(-55)`;
}

function drawNames(group: Group, { layout, queryNames, keyNames, nameLimit }: MatrixLayerState): void {
  const draw = (axis: 'query' | 'key', count: number, every: number, text: readonly string[]): void => {
    group
      .selectAll<SVGTextElement, number>(`text[data-axis=${axis}]`)
      .data([...shownNames(count, every)])
      .join((enter) =>
        enter
          .append('text')
          .attr('data-axis', axis)
          .attr('dy', '0.32em')
          .attr('text-anchor', axis === 'query' ? 'end' : 'start'),
      )
      .attr('transform', (i) => (axis === 'query' ? queryTransform(layout, i) : keyTransform(layout, i)))
      .each(function rename(i) {
        const name = shortName(text[i] ?? '', nameLimit);
        // While somebody types nearly all names stay, and a text set anew is laid out anew.
        if (this.textContent !== name) this.textContent = name;
      });
  };
  draw('query', layout.nQueries, layout.everyQuery, queryNames);
  draw('key', layout.nKeys, layout.everyKey, keyNames);
}

function drawMarks(group: Group, { layout, marks, isCausal }: MatrixLayerState): void {
  const paths = marks.map((mark) => markPath(mark, layout, isCausal)).filter((path) => path !== '');
  const line = Math.max(0.9, Math.min(1.8, layout.cellHeight / 6));
  // Two strokes, a wide one in the page's colour under a thin one in ink, can be seen on every step of the ramp.
  for (const part of ['halo', 'line']) {
    group
      .selectAll<SVGPathElement, string>(`path[data-stroke=${part}]`)
      // On tiny cells a halo would cover what the line is to point out.
      .data(part === 'halo' && layout.cellHeight < 5 ? [] : paths)
      .join((enter) => enter.append('path').attr('data-stroke', part))
      .attr('stroke-width', part === 'halo' ? line * 2.2 : line)
      .attr('d', (path) => path);
  }
}

function drawHiddenMass(group: Group, { layout, hiddenMass }: MatrixLayerState): void {
  const x = layout.left + layout.nKeys * layout.cellWidth + 4;
  const full = Math.max(4, layout.width - x - 2);
  group
    .selectAll<SVGRectElement, number>('rect')
    .data(hiddenMass === null ? [] : [...hiddenMass])
    .join('rect')
    .attr('x', x)
    .attr('y', (_, query) => layout.top + query * layout.cellHeight + layout.cellHeight * 0.15)
    .attr('width', (mass) => Math.max(0, full * mass))
    .attr('height', layout.cellHeight * 0.7);
}

function drawLit(
  group: Group,
  { layout, queryNames, keyNames }: MatrixLayerState,
  query: number | null,
  key: number | null,
): void {
  const { left, top, cellWidth, cellHeight, nKeys, nQueries } = layout;
  const rows = query === null || query >= nQueries ? [] : [query];
  const columns = key === null || key >= nKeys ? [] : [key];
  group
    .selectAll<SVGRectElement, number>('rect[data-axis=query]')
    .data(rows)
    .join((enter) => enter.append('rect').attr('data-axis', 'query'))
    .attr('x', left)
    .attr('width', nKeys * cellWidth)
    .attr('y', (row) => top + row * cellHeight)
    .attr('height', cellHeight);
  group
    .selectAll<SVGRectElement, number>('rect[data-axis=key]')
    .data(columns)
    .join((enter) => enter.append('rect').attr('data-axis', 'key'))
    .attr('y', top)
    .attr('height', nQueries * cellHeight)
    .attr('x', (column) => left + column * cellWidth)
    .attr('width', cellWidth);
  group
    .selectAll<SVGTextElement, number>('text[data-axis=query]')
    .data(rows)
    .join((enter) => enter.append('text').attr('data-axis', 'query').attr('text-anchor', 'end').attr('dy', '0.32em'))
    .attr('transform', (row) => queryTransform(layout, row))
    .text((row) => shortName(queryNames[row] ?? '', 12));
  group
    .selectAll<SVGTextElement, number>('text[data-axis=key]')
    .data(columns)
    .join((enter) => enter.append('text').attr('data-axis', 'key').attr('dy', '0.32em'))
    .attr('transform', (column) => keyTransform(layout, column))
    .text((column) => shortName(keyNames[column] ?? '', 12));
}
