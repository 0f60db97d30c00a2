import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { RunSound } from '../../core/run.ts';
import type { Span } from '../../core/stretch/stretch.ts';
import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { edgePixels } from './SoundEdge.pixels.ts';
import styles from './SoundEdge.module.css';

type SoundEdgeProps = {
  readonly sound: RunSound;
  readonly axis: 'query' | 'key';
  /** The tokens beside which it stands. */
  readonly span: Span;
  /** Places in CSS pixels. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly hover: HoverStore;
};

/** The sound beside the rows or under the columns of a heatmap; the moment that is lit, or played, is framed on it. */
export const SoundEdge = memo(function SoundEdge({ sound, axis, span: { start, end }, box, hover }: SoundEdgeProps) {
  // A heatmap that is drawn again says its span anew.
  const picture = useMemo(() => edgePixels(sound, { start, end }, axis), [sound, start, end, axis]);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const bytes = new Uint8ClampedArray(picture.pixels.slice().buffer);
    canvas.current?.getContext('2d')?.putImageData(new ImageData(bytes, picture.width), 0, 0);
  }, [picture]);
  const lit = useHover(hover, (now) => now[axis]);
  const isLit = lit !== null && lit >= start && lit < end;
  const share = isLit ? (lit - start) / (end - start) : 0;
  const size = `${100 / (end - start)}%`;
  const place = axis === 'key' ? { left: `${100 * share}%`, width: size } : { top: `${100 * share}%`, height: size };
  return (
    <div className={styles.edge} style={box} data-axis={axis} aria-hidden="true">
      <canvas ref={canvas} className={styles.pixels} width={picture.width} height={picture.height} />
      {isLit ? <span className={styles.lit} style={place} /> : null}
    </div>
  );
});
