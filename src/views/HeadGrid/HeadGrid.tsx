import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { createGridPainter } from '../behaviors/gridPainter.ts';
import type { GridPainter, HeadCanvas } from '../behaviors/gridPainter.ts';
import type { HoverStore } from '../hover.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import { useSize } from '../parts/useSize.ts';
import { gridLayout, isGridMove, moveInGrid } from './HeadGrid.layout.ts';
import { HeadCell } from './HeadCell.tsx';
import { gridPicture } from './HeadGrid.picture.ts';
import type { GridRow, GridRows, GridValues } from './HeadGrid.picture.ts';
import parts from '../parts/offscreen.module.css';
import styles from './HeadGrid.module.css';

type HeadGridProps = ShownPatterns &
  GridValues & {
    readonly scheme: Scheme;
    readonly rem: number;
    /** False where the page scrolls: then only the width bounds the thumbnails. */
    readonly fitsHeight: boolean;
    readonly hover: HoverStore;
    readonly onPin: (head: HeadRef) => void;
    readonly onPainted: () => void;
    /** Switches a head off or on again: a button in the corner of its cell, and the key x. */
    readonly onToggle?: (head: HeadRef) => void;
    /** The same for all heads of a layer, counted within the stack; row titles become buttons. */
    readonly onToggleLayer?: (layer: number) => void;
  };

/** Every head of the model as a heatmap thumbnail with its strongest label: the map of the whole model. */
export function HeadGrid(props: HeadGridProps) {
  const { tensor, rows, rem, hover, onPin, scheme, tags, dimmed, pinned, turned, cells, cellsMax, notes } = props;
  const [box, size] = useSize();
  const picture = useMemo(
    () => gridPicture({ tensor, rows, tags, dimmed, pinned, turned, cells, cellsMax, notes }, scheme),
    [tensor, rows, tags, dimmed, pinned, turned, cells, cellsMax, notes, scheme],
  );
  const { nColumns } = picture;
  const height = props.fitsHeight ? size.height : Infinity;
  const layout = useMemo(
    () => gridLayout(rows.length, nColumns, size.width, height, rem),
    [rows.length, nColumns, size.width, height, rem],
  );
  const canvases = useRef(new Map<string, HTMLCanvasElement>());
  const [current, setCurrent] = useState<HeadRef>(rows[0]?.heads[0] ?? { layer: 0, head: 0 });
  const currentName = rows.some((row) => row.heads.some((head) => formatHead(head) === formatHead(current)))
    ? formatHead(current)
    : formatHead(rows[0]?.heads[0] ?? current);
  usePainting(props, canvases, layout.side);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isGridMove(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = moveInGrid(
      rows.map((row) => row.heads),
      current,
      event.key,
    );
    setCurrent(next);
    canvases.current.get(formatHead(next))?.closest<HTMLElement>('[role=gridcell]')?.focus();
  };

  return (
    <div ref={box} className={styles.box}>
      <div
        role="grid"
        aria-label="Attention heads"
        aria-rowcount={rows.length}
        aria-colcount={nColumns}
        className={styles.grid}
        style={{ gridTemplateColumns: `${layout.titleWidth}px repeat(${nColumns}, ${layout.side}px)` }}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        <div role="row" className={styles.row}>
          <span role="columnheader" className={styles.corner}>
            <span className={parts.offscreen}>layer and head</span>
          </span>
          {Array.from({ length: nColumns }, (_, column) => (
            <span role="columnheader" key={column} className={styles.columnTitle} aria-label={`head ${column}`}>
              {rows[0]?.title === '' ? '' : `${layout.titles === 'long' ? 'head ' : 'H'}${column}`}
            </span>
          ))}
        </div>
        {picture.rows.map((row, index) => (
          <div role="row" key={row.title === '' ? index : row.title} className={styles.row}>
            <span role="rowheader" className={styles.rowTitle}>
              {row.title === '' ? (
                index * nColumns + 1
              ) : (
                <RowTitle isLong={layout.titles === 'long'} row={row} onToggle={props.onToggleLayer} />
              )}
            </span>
            {row.cells.map((cell) => (
              <HeadCell
                key={cell.name}
                cell={cell}
                layout={layout}
                isCurrent={cell.name === currentName}
                hover={hover}
                canvases={canvases}
                onPin={onPin}
                rem={rem}
                onToggle={props.onToggle}
                onFocus={setCurrent}
              />
            ))}
          </div>
        ))}
      </div>
      <p className={parts.offscreen}>
        {tensor.nLayers} layers of {tensor.nHeads} heads
      </p>
    </div>
  );
}

type RowTitleProps = {
  readonly row: GridRow;
  readonly isLong: boolean;
  readonly onToggle: ((layer: number) => void) | undefined;
};

function RowTitle({ row: { title, isOff, cells }, isLong, onToggle }: RowTitleProps) {
  const layer = cells[0]?.head.layer;
  const words = title.replace('L', 'layer ');
  if (onToggle === undefined || layer === undefined) return isLong ? words : title;
  const does = `Switch ${words} ${isOff ? 'on' : 'off'}`;
  return (
    <button
      type="button"
      className={styles.rowSwitch}
      data-off={isOff || undefined}
      aria-label={does}
      title={does}
      onClick={() => onToggle(layer)}
    >
      {isLong ? words : <span className={styles.shortTitle} data-text={title} />}
    </button>
  );
}

/** Hands the canvases to the painter whenever the picture they show has changed. */
function usePainting(
  { tensor, isCausal, hidden, mode, scheme, rows, onPainted, base = null, differenceMax = 1 }: HeadGridProps,
  canvases: { readonly current: ReadonlyMap<string, HTMLCanvasElement> },
  side: number,
): void {
  const painter = useRef<GridPainter | null>(null);
  useLayoutEffect(() => {
    painter.current ??= createGridPainter();
    const maxPixels = Math.max(24, Math.round(side * window.devicePixelRatio));
    painter.current.update(
      inOrder(rows, canvases.current),
      {
        tensor,
        isCausal,
        hidden,
        mode,
        scheme,
        maxPixels,
        base,
        differenceMax,
      },
      onPainted,
    );
  }, [tensor, isCausal, hidden, mode, scheme, side, rows, canvases, onPainted, base, differenceMax]);
  useLayoutEffect(() => () => painter.current?.destroy(), []);
}

/** The canvases as the eye meets them, with the heads they show. */
function inOrder(rows: GridRows, canvases: ReadonlyMap<string, HTMLCanvasElement>): readonly HeadCanvas[] {
  return rows.flatMap((row) =>
    row.heads.flatMap((head) => {
      const canvas = canvases.get(formatHead(head));
      return canvas === undefined ? [] : [{ head, canvas }];
    }),
  );
}
