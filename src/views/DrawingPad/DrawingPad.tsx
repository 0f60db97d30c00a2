import { useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import type { Point } from '../../core/drawing/brush.ts';
import { inColour } from '../../core/drawing/drawing.ts';
import { middleOf, movedBy, pointAt } from './DrawingPad.layout.ts';
import type { PadSize } from './DrawingPad.layout.ts';
import parts from '../parts/offscreen.module.css';
import styles from './DrawingPad.module.css';

type DrawingPadProps = PadSize & {
  /** Grey, 0 to 255. Shape: [row, column]. */
  readonly pixels: Uint8ClampedArray;
  /** A line begins at a point, and goes on through others. */
  readonly onBegin: (point: Point) => void;
  readonly onGoOn: (points: readonly Point[]) => void;
  readonly onUndo: () => void;
  readonly onClear: () => void;
};

/** A key moves the pen so many pixels where it is held with Shift. */
const FAR = 4;

/** A picture that is drawn on with mouse, finger or keys. */
export function DrawingPad({ width, height, pixels, onBegin, onGoOn, onUndo, onClear }: DrawingPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  /** Where the keys have the pen, and whether it is down; null while they do not draw. */
  const [pen, setPen] = useState<(Point & { readonly isDown: boolean }) | null>(null);
  const size = { width, height };

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(new Uint8ClampedArray(inColour(pixels)), width, height), 0, 0);
  }, [pixels, width, height]);

  const begin = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    setPen(null);
    event.currentTarget.setPointerCapture(event.pointerId);
    onBegin(pointAt(size, event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY));
  };
  const goOn = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    // Between two frames a quick hand goes a long way.
    const all = event.nativeEvent.getCoalescedEvents();
    const moves = all.length > 0 ? all : [event.nativeEvent];
    onGoOn(moves.map(({ clientX, clientY }) => pointAt(size, box, clientX, clientY)));
  };
  const press = (event: KeyboardEvent): void => {
    const now = pen ?? { ...middleOf(size), isDown: false };
    const isUndo = event.key === 'Backspace' || (event.key === 'z' && (event.ctrlKey || event.metaKey));
    const to = movedBy(event.key, now, size, event.shiftKey ? FAR : 1);
    if (event.key === ' ') {
      if (!now.isDown) onBegin(now);
      setPen({ ...now, isDown: !now.isDown });
    } else if (to !== null) {
      if (now.isDown) onGoOn([to]);
      setPen({ ...to, isDown: now.isDown });
    } else if (isUndo) onUndo();
    else if (event.key === 'Delete') onClear();
    else return;
    // The page has other uses of these keys.
    event.preventDefault();
    event.stopPropagation();
  };
  const place = (share: number): string => `${100 * share}%`;
  return (
    <div className={styles.pad} style={{ aspectRatio: `${width} / ${height}` }}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application reads its keys itself */}
      <div
        className={styles.surface}
        role="application"
        aria-roledescription="drawing"
        aria-label={`Picture of ${width} by ${height} pixels. Arrow keys move the pen, space puts it down and lifts it, Backspace undoes, Delete clears.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onPointerDown={begin}
        onPointerMove={goOn}
        onKeyDown={press}
        onBlur={() => setPen(null)}
      >
        <canvas ref={canvas} width={width} height={height} className={styles.canvas} aria-hidden="true" />
      </div>
      {pen === null ? null : (
        <span
          className={styles.pen}
          data-down={pen.isDown || undefined}
          style={{ left: place(pen.x / width), top: place(pen.y / height) }}
        />
      )}
      <span role="status" className={parts.offscreen}>
        {pen === null ? '' : `row ${Math.floor(pen.y)}, column ${Math.floor(pen.x)}, pen ${pen.isDown ? 'down' : 'up'}`}
      </span>
    </div>
  );
}
