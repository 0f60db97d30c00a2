import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { createMatrixLayer } from '../behaviors/matrixLayer.ts';
import type { MatrixLayer } from '../behaviors/matrixLayer.ts';
import type { HoverStore } from '../hover.ts';
import type { MatrixPicture } from './AttentionMatrix.picture.ts';

// These stand outside the component: an effect that outlives a run keeps everything that was in sight where it was written, and
// there the patterns of the run it began with would be.

/** Draws names, marks and the lit row of a heatmap; the ref is for the svg that they are drawn into. */
export function useMatrixLayer(picture: MatrixPicture, hover: HoverStore): RefObject<SVGSVGElement | null> {
  const { svg, layer } = useLayer(hover);
  useLayoutEffect(() => layer.current?.update(picture), [layer, picture]);
  return svg;
}

/** The picture is not in sight here. */
function useLayer(hover: HoverStore) {
  const svg = useRef<SVGSVGElement>(null);
  const layer = useRef<MatrixLayer | null>(null);
  useLayoutEffect(() => {
    if (svg.current === null) return undefined;
    layer.current = createMatrixLayer(svg.current, hover);
    return () => layer.current?.destroy();
  }, [hover]);
  return { svg, layer };
}

/** No pointer leaves what is no longer there: what it lit would stay lit on the next page. */
export function useLeaving(hover: HoverStore, { layer, head }: HeadRef): void {
  useEffect(
    () => () => {
      if (sameHead(hover.get().source, { layer, head })) hover.set(NOWHERE);
    },
    [hover, layer, head],
  );
}

/** No cell is lit. */
export const NOWHERE = { query: null, key: null, source: null } as const;
