import { select } from 'd3';
import type { Selection } from 'd3';
import { litPicture } from '../AttentionMatrix/AttentionMatrix.picture.ts';
import type {
  EvidenceLines,
  HiddenBar,
  LitBox,
  MatrixAxis,
  MatrixPicture,
  PlacedName,
} from '../AttentionMatrix/AttentionMatrix.picture.ts';
import type { HoverStore } from '../hover.ts';

export type MatrixLayer = { update(picture: MatrixPicture): void; destroy(): void };

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
  let shown: MatrixPicture | null = null;

  const light = (): void => {
    if (shown === null) return;
    const picture = litPicture(shown, hover.get().query, hover.get().key);
    drawLit(lit, picture);
    hideCovered(names, picture.covered);
  };
  const unsubscribe = hover.subscribe(light);
  return {
    update(next) {
      const before = shown;
      shown = next;
      // Labels come after the pattern, and the names stay; another head comes, and names and layout stay.
      if (before?.names !== next.names) drawNames(names, next);
      if (!isSame(before?.evidence, next.evidence)) drawEvidence(marks, next);
      if (before?.bars !== next.bars) drawBars(bars, next);
      light();
    },
    destroy() {
      unsubscribe();
      root.selectAll('*').remove();
    },
  };
}

function isSame(before: EvidenceLines | undefined, { paths, width }: EvidenceLines): boolean {
  return (
    before?.width === width &&
    paths.length === before.paths.length &&
    paths.every((path, i) => path === before.paths[i])
  );
}

function transformOf({ axis, x, y, turn }: PlacedName): string {
  return axis === 'query' ? `translate(${x},${y})` : `translate(${x},${y}) rotate(${turn})`;
}

function drawNames(group: Group, { names }: MatrixPicture): void {
  for (const axis of AXES) {
    group
      .selectAll<SVGTextElement, PlacedName>(`text[data-axis=${axis}]`)
      .data(names.placed.filter((name) => name.axis === axis))
      .join((enter) =>
        enter
          .append('text')
          .attr('data-axis', axis)
          .attr('dy', '0.32em')
          .attr('text-anchor', axis === 'query' ? 'end' : 'start'),
      )
      .attr('transform', transformOf)
      .each(function rename({ words }) {
        // While somebody types nearly all names stay, and a text set anew is laid out anew.
        if (this.textContent !== words) this.textContent = words;
      });
  }
}

function drawEvidence(group: Group, { evidence }: MatrixPicture): void {
  const { paths, width, haloWidth } = evidence;
  const strokes = [
    ['halo', haloWidth === null ? [] : paths, haloWidth ?? 0],
    ['line', paths, width],
  ] as const;
  for (const [part, drawn, by] of strokes) {
    group
      .selectAll<SVGPathElement, string>(`path[data-stroke=${part}]`)
      .data(drawn)
      .join((enter) => enter.append('path').attr('data-stroke', part))
      .attr('stroke-width', by)
      .attr('d', (path) => path);
  }
}

function drawBars(group: Group, { bars }: MatrixPicture): void {
  group
    .selectAll<SVGRectElement, HiddenBar>('rect')
    .data(bars)
    .join('rect')
    .attr('x', (bar) => bar.x)
    .attr('y', (bar) => bar.y)
    .attr('width', (bar) => bar.width)
    .attr('height', (bar) => bar.height);
}

const AXES: readonly MatrixAxis[] = ['query', 'key'];

/** Of all names only those are touched that are covered now, or were. */
function hideCovered(group: Group, covered: readonly PlacedName[]): void {
  group.selectAll('text[data-covered]').attr('data-covered', null);
  if (covered.length === 0) return;
  group
    .selectAll<SVGTextElement, PlacedName>('text')
    .filter((name) => covered.includes(name))
    .attr('data-covered', '');
}

function drawLit(group: Group, { boxes, names }: ReturnType<typeof litPicture>): void {
  for (const axis of AXES) {
    group
      .selectAll<SVGRectElement, LitBox>(`rect[data-axis=${axis}]`)
      .data(boxes.filter((box) => box.axis === axis))
      .join((enter) => enter.append('rect').attr('data-axis', axis))
      .attr('x', (box) => box.x)
      .attr('width', (box) => box.width)
      .attr('y', (box) => box.y)
      .attr('height', (box) => box.height);
  }
  for (const axis of AXES) {
    group
      .selectAll<SVGTextElement, PlacedName>(`text[data-axis=${axis}]`)
      .data(names.filter((name) => name.axis === axis))
      .join((enter) => {
        const name = enter.append('text').attr('data-axis', axis).attr('dy', '0.32em');
        return axis === 'query' ? name.attr('text-anchor', 'end') : name;
      })
      .attr('transform', transformOf)
      .text(({ words }) => words);
  }
}
