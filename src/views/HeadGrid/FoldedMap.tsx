import { useLayoutEffect, useRef } from 'react';
import { lightVeil } from '../behaviors/cellLight.ts';
import { createGridPainter } from '../behaviors/gridPainter.ts';
import type { HoverStore } from '../hover.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import styles from './HeadGrid.module.css';

type FoldedMapProps = {
  /** A stack of one layer of one head: the average of a layer. */
  readonly patterns: ShownPatterns;
  readonly scheme: Scheme;
  /** In CSS pixels. */
  readonly side: number;
  /** What it is, read out. */
  readonly name: string;
  /** In a grid: lit as its heads are. It may come later than they, and so lights itself. */
  readonly hover?: HoverStore;
};

const HEAD = { layer: 0, head: 0 };

/** The average of the heads of a layer, as one heatmap in the place of their row. */
export function FoldedMap({ patterns, scheme, side, name, hover }: FoldedMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const veil = useRef<HTMLSpanElement>(null);
  const { tensor, isCausal, hidden, mode, base = null, differenceMax = 1 } = patterns;
  useLayoutEffect(() => {
    if (canvas.current === null) return undefined;
    const painter = createGridPainter();
    const maxPixels = Math.round(side * window.devicePixelRatio);
    const picture = { tensor, isCausal, hidden, mode, base, differenceMax, scheme, maxPixels };
    painter.update([{ head: HEAD, canvas: canvas.current }], picture, () => {});
    return () => painter.destroy();
  }, [tensor, isCausal, hidden, mode, base, differenceMax, scheme, side]);
  useLayoutEffect(() => {
    if (veil.current === null || hover === undefined) return undefined;
    return lightVeil(veil.current, hover, tensor, side);
  }, [hover, tensor, side]);
  const size = { width: side, height: side };
  return (
    <span className={styles.foldedFrame}>
      <canvas ref={canvas} role="img" aria-label={name} className={styles.foldedMap} style={size} />
      <span ref={veil} className={styles.veil} data-veil="map" style={size} aria-hidden="true" />
    </span>
  );
}
