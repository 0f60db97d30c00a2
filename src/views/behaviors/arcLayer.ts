import { select } from 'd3';
import type { StripArc, StripBadge } from '../TokenStrip/TokenStrip.picture.ts';

type ArcPicture = { readonly arcs: readonly StripArc[]; readonly badges: readonly StripBadge[] };

export type ArcLayer = {
  /** `width` x `height` is the room of tokens and arcs in CSS pixels. */
  update(picture: ArcPicture, width: number, height: number): void;
  destroy(): void;
};

/** Draws links between tokens as arcs above the sentence, from the token that looks to the token looked at. */
export function createArcLayer(svg: SVGSVGElement): ArcLayer {
  const root = select(svg);
  return {
    update({ arcs, badges }, width, height) {
      root.attr('width', width).attr('height', height);
      root
        .selectAll<SVGPathElement, StripArc>('path')
        .data(arcs)
        // The numbers stand on the arcs, also on those that come later.
        .join((enter) => enter.insert('path', 'g'))
        .attr('d', (arc) => arc.path)
        .attr('stroke-width', (arc) => arc.width)
        .attr('opacity', (arc) => arc.opacity)
        .attr('stroke-dasharray', (arc) => arc.dash || null);
      const marks = root
        .selectAll<SVGGElement, StripBadge>('g')
        .data(badges)
        .join((enter) => {
          const mark = enter.append('g');
          mark.append('circle');
          mark.append('text').attr('dy', '0.35em').attr('text-anchor', 'middle');
          return mark;
        })
        .attr('transform', ({ x, y }) => `translate(${x},${y})`);
      marks.select('circle').attr('r', ({ radius }) => radius);
      marks.select('text').text(({ number }) => number);
    },
    destroy: () => void root.selectAll('*').remove(),
  };
}
