import { select } from 'd3';
import type { StripArc } from '../TokenStrip/TokenStrip.picture.ts';

export type ArcLayer = {
  /** `width` x `height` is the room above the tokens in CSS pixels. */
  update(arcs: readonly StripArc[], width: number, height: number): void;
  destroy(): void;
};

/** Draws links between tokens as arcs above the sentence, from the token that looks to the token looked at. */
export function createArcLayer(svg: SVGSVGElement): ArcLayer {
  const root = select(svg);
  return {
    update(arcs, width, height) {
      root.attr('width', width).attr('height', height);
      root
        .selectAll<SVGPathElement, StripArc>('path')
        .data(arcs)
        .join('path')
        .attr('d', (arc) => arc.path)
        .attr('stroke-width', (arc) => arc.width)
        .attr('opacity', (arc) => arc.opacity);
    },
    destroy: () => void root.selectAll('*').remove(),
  };
}
