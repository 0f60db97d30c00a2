import { useLayoutEffect, useRef } from 'react';
import type { SizeCells } from '../paint/sizeCells.ts';
import styles from './SizedCells.module.css';

type SizedCellsProps = {
  readonly cells: SizeCells;
  readonly style: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
};

/** Points of a matrix, stretched to a place of the picture that they stand in. */
export function SizedCells({ cells: { pixels, width, height }, style }: SizedCellsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (canvas.current === null || !context || width * height === 0) return;
    canvas.current.width = width;
    canvas.current.height = height;
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  }, [pixels, width, height]);
  return <canvas ref={canvas} className={styles.cells} style={style} aria-hidden="true" />;
}
