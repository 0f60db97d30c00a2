import { useLayoutEffect, useRef } from 'react';
import type { PointerEvent } from 'react';
import type { Axes, Stretch } from '../../core/stretch/stretch.ts';
import type { Place } from '../../core/stretch/zoom.ts';
import type { HoverStore } from '../hover.ts';
import { paintCells } from '../paint/headPaint.ts';
import type { CellPaint } from '../paint/headPaint.ts';
import { litBars, mapSize, placeOn, stretchBox } from './StretchMap.layout.ts';
import styles from './StretchMap.module.css';

type StretchMapProps = {
  /** Of the whole pattern. */
  readonly cells: CellPaint;
  readonly stretch: Stretch;
  /** Of its longer side, in CSS pixels. */
  readonly side: number;
  /** What is lit, the asked word as a rule: it is marked wherever it lies. */
  readonly hover: HoverStore;
  /** Called with the place that is to be in the middle. */
  readonly onCentre: (at: Place) => void;
};

/** A small map of a whole pattern with the place of the stretch that is drawn large; press it or drag it to go elsewhere. For the hand alone: keys do the same. */
export function StretchMap({ cells, stretch, side, hover, onCentre }: StretchMapProps) {
  const axes: Axes = cells.source;
  const { width, height } = mapSize(axes, side);
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, cells, width, height);
  }, [cells, width, height]);
  const { row, column } = useLitBars(hover, axes, { width, height });
  const centre = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    onCentre(placeOn(axes, { width, height }, event.clientX - box.left, event.clientY - box.top));
  };
  return (
    <div
      className={styles.map}
      style={{ width, height }}
      data-stretch-map
      aria-hidden="true"
      title="All tokens; drag the frame to another place"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        centre(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) centre(event);
      }}
    >
      <canvas ref={canvas} className={styles.cells} style={{ width, height }} />
      <div ref={row} className={styles.row} hidden />
      <div ref={column} className={styles.column} hidden />
      <div className={styles.frame} style={stretchBox(stretch, axes, { width, height })} />
    </div>
  );
}

/** On its own, since an effect that outlives a run keeps all that was in sight where it was written: there the patterns would be. */
function useLitBars(hover: HoverStore, { nQueries, nKeys }: Axes, { width, height }: ReturnType<typeof mapSize>) {
  const row = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const light = (): void => {
      const bars = litBars(hover.get(), { nQueries, nKeys }, { width, height });
      if (row.current !== null) placeBar(row.current, 'top', 'height', bars.row);
      if (column.current !== null) placeBar(column.current, 'left', 'width', bars.column);
    };
    light();
    return hover.subscribe(light);
  }, [hover, nQueries, nKeys, width, height]);
  return { row, column };
}

function placeBar(
  element: HTMLElement,
  start: 'top' | 'left',
  length: 'height' | 'width',
  bar: ReturnType<typeof litBars>['row'],
): void {
  element.hidden = bar === null;
  if (bar === null) return;
  element.style[start] = `${bar.from}px`;
  element.style[length] = `${bar.size}px`;
}

function paint(canvas: HTMLCanvasElement, cells: CellPaint, width: number, height: number): void {
  const { nQueries, nKeys } = cells.source;
  const ratio = window.devicePixelRatio;
  const across = Math.max(1, Math.min(nKeys, Math.floor(width * ratio)));
  const down = Math.max(1, Math.min(nQueries, Math.floor(height * ratio)));
  const image = new ImageData(across, down);
  paintCells(new Uint32Array(image.data.buffer), across, down, cells);
  canvas.width = across;
  canvas.height = down;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
