import { useLayoutEffect, useRef } from 'react';
import { inColour } from '../../core/drawing/drawing.ts';
import styles from './DrawingPad.module.css';

type ThumbnailProps = {
  /** Grey, 0 to 255. Shape: [row, column]. */
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
};

/** A small picture, as large as its place; what stands around it names it. */
export function Thumbnail({ pixels, width, height }: ThumbnailProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(new Uint8ClampedArray(inColour(pixels)), width, height), 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} width={width} height={height} className={styles.thumbnail} aria-hidden="true" />;
}
