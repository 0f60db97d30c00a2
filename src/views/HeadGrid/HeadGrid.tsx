import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { lightCells } from '../behaviors/cellLight.ts';
import type { HoverStore } from '../hover.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import { useSize } from '../parts/useSize.ts';
import { FoldButton } from './FoldButton.tsx';
import { gridLayout, isGridMove, moveInGrid } from './HeadGrid.layout.ts';
import type { GridLayout } from './HeadGrid.layout.ts';
import { HeadCell } from './HeadCell.tsx';
import { useFolding } from './useFolding.ts';
import { usePainting } from './usePainting.ts';
import type { FollowPatterns } from './usePainting.ts';
import { gridPicture } from './HeadGrid.picture.ts';
import type { GridRow, GridValues } from './HeadGrid.picture.ts';
import parts from '../parts/offscreen.module.css';
import styles from './HeadGrid.module.css';

type HeadGridProps = ShownPatterns &
  GridValues & {
    readonly scheme: Scheme;
    readonly rem: number;
    /** False where the page scrolls: then only the width bounds the thumbnails. */
    readonly fitsHeight: boolean;
    /** Whether what is drawn is of the text before, since its own is on its way. */
    readonly isLate?: boolean;
    readonly hover: HoverStore;
    readonly onPin: (head: HeadRef) => void;
    readonly onPainted: () => void;
    /** Is given what paints other patterns of the same heads at once, before the page is drawn for them; returns its undoing. */
    readonly follow?: FollowPatterns | undefined;
    /** Switches a head off or on again: a button in the corner of its cell, and the key x. */
    readonly onToggle?: (head: HeadRef) => void;
    /** The same for all heads of a layer, counted within the stack; row titles become buttons. */
    readonly onToggleLayer?: (layer: number) => void;
    /** Folds the heads of a layer into their average, or fans them out; null means all layers. */
    readonly onFold?: (layer: number | null) => void;
    /** What stands in the place of a folded row. */
    readonly foldedRow?: (row: GridRow, layout: GridLayout) => ReactNode;
  };

/** Every head of the model as a heatmap thumbnail with its strongest label: the map of the whole model. */
export function HeadGrid(props: HeadGridProps) {
  const { tensor, rows, rem, hover, onPin, scheme, tags, dimmed, pinned, turned, folded, cells, cellsMax, notes } =
    props;
  const { onFold, foldedRow, isLate = false } = props;
  const [box, size] = useSize();
  const picture = useMemo(
    () => gridPicture({ tensor, rows, tags, dimmed, pinned, turned, folded, cells, cellsMax, notes }, scheme),
    [tensor, rows, tags, dimmed, pinned, turned, folded, cells, cellsMax, notes, scheme],
  );
  const { nColumns } = picture;
  const height = props.fitsHeight ? size.height : Infinity;
  const nFolded = picture.rows.filter(({ isFolded }) => isFolded).length;
  const layout = useMemo(
    () => gridLayout(rows.length, nColumns, size.width, height, rem, nFolded),
    [rows.length, nColumns, size.width, height, rem, nFolded],
  );
  // Heads that are folded away are not gone to.
  const open = useMemo(() => rows.filter((_, row) => picture.rows[row]?.isFolded !== true), [rows, picture]);
  const canvases = useRef(new Map<string, HTMLCanvasElement>());
  const [current, setCurrent] = useState<HeadRef>(rows[0]?.heads[0] ?? { layer: 0, head: 0 });
  const currentName = open.some((row) => row.heads.some((head) => formatHead(head) === formatHead(current)))
    ? formatHead(current)
    : formatHead(open[0]?.heads[0] ?? current);
  // Fanned out again, heads have new canvases.
  usePainting({ ...props, rows: open }, canvases, layout.side);
  const { grid, lift } = useFolding(picture, canvases, layout.foldedSide);
  // Each time it is drawn, since veils come and go with layers that are folded.
  useLayoutEffect(() => {
    // Maps of the text before have other rows than what is pointed at.
    if (grid.current === null || isLate) return undefined;
    return lightCells(grid.current, hover, tensor, layout.side);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isGridMove(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = moveInGrid(
      open.map((row) => row.heads),
      current,
      event.key,
    );
    setCurrent(next);
    canvases.current.get(formatHead(next))?.closest<HTMLElement>('[role=gridcell]')?.focus();
  };

  return (
    <div ref={box} className={styles.box}>
      <div
        ref={grid}
        role="grid"
        aria-label="Attention heads"
        aria-rowcount={rows.length}
        aria-colcount={nColumns}
        aria-busy={isLate || undefined}
        className={styles.grid}
        style={{ gridTemplateColumns: `${layout.titleWidth}px repeat(${nColumns}, ${layout.side}px)` }}
        onKeyDown={onKeyDown}
        tabIndex={-1}
      >
        <div role="row" className={styles.row}>
          <span role="columnheader" className={styles.corner}>
            <span className={parts.offscreen}>layer and head</span>
            {onFold === undefined || rows[0]?.title === '' ? null : (
              <FoldButton
                layerName={null}
                isFolded={nFolded === rows.length}
                isLong={layout.titles === 'long'}
                onFold={() => {
                  lift();
                  onFold(null);
                }}
              />
            )}
          </span>
          {Array.from({ length: nColumns }, (_, column) => (
            <span role="columnheader" key={column} className={styles.columnTitle} aria-label={`head ${column}`}>
              {rows[0]?.title === '' || nFolded === rows.length
                ? ''
                : `${layout.titles === 'long' ? 'head ' : 'H'}${column}`}
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
              {onFold === undefined || row.layer === null ? null : (
                <FoldButton
                  layerName={row.title.slice(1)}
                  isFolded={row.isFolded}
                  isLong={layout.titles === 'long'}
                  onFold={() => {
                    lift();
                    onFold(row.layer);
                  }}
                />
              )}
            </span>
            {row.isFolded ? (
              <div
                role="gridcell"
                aria-colspan={nColumns}
                data-folded={row.layer}
                className={styles.folded}
                style={{ width: foldedWidth(nColumns, layout, size.width, rem), minHeight: layout.foldedSide }}
              >
                {foldedRow?.(row, layout)}
              </div>
            ) : (
              row.cells.map((cell) => (
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
              ))
            )}
          </div>
        ))}
      </div>
      <p className={parts.offscreen}>
        {tensor.nLayers} layers of {tensor.nHeads} heads
      </p>
    </div>
  );
}

/** A map and its words want more room than a row of few heads has. In CSS pixels. */
function foldedWidth(nColumns: number, { side, titleWidth }: GridLayout, width: number, rem: number): number {
  return Math.max(nColumns * (side + 4) - 4, Math.min(24 * rem, width - titleWidth - 8));
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
