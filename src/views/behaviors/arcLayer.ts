import { select } from 'd3';

/** A link drawn as an arc above the sentence, from the token that looks to the token looked at. */
export type Arc = { readonly query: number; readonly key: number; readonly weight: number };

export type ArcLayer = {
  /** `centres` holds the middle of each token in CSS pixels; `width` x `height` is the room above the tokens. */
  update(arcs: readonly Arc[], centres: readonly number[], width: number, height: number): void;
  destroy(): void;
};

/** Draws arcs whose height grows with the distance and whose stroke grows with the weight. */
export function createArcLayer(svg: SVGSVGElement): ArcLayer {
  const root = select(svg);
  return {
    update(arcs, centres, width, height) {
      root.attr('width', width).attr('height', height);
      const known = arcs.filter((arc) => centres[arc.query] !== undefined && centres[arc.key] !== undefined);
      const longest = Math.max(1, ...known.map((arc) => Math.abs(arc.query - arc.key)));
      root
        .selectAll<SVGPathElement, Arc>('path')
        .data(known)
        .join('path')
        .attr('d', (arc) => {
          const from = centres[arc.query] ?? 0;
          const to = centres[arc.key] ?? 0;
          // A cubic rises to three quarters of its control points.
          const rise = (height - 3) * (0.35 + (0.65 * Math.abs(arc.query - arc.key)) / longest) * (4 / 3);
          const y = height - Math.min(rise, (height - 3) * (4 / 3));
          return `M${from} ${height}C${from} ${y} ${to} ${y} ${to} ${height}`;
        })
        .attr('stroke-width', (arc) => 0.8 + 2.4 * Math.min(1, arc.weight))
        .attr('opacity', (arc) => 0.45 + 0.55 * Math.min(1, arc.weight));
    },
    destroy: () => void root.selectAll('*').remove(),
  };
}
