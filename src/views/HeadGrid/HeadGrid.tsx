import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Hidden } from '../../core/hiding.ts';
import type { LabelId } from '../../core/labels/report.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AttentionTensor } from '../../core/tensor.ts';
import { createGridPainter } from '../behaviors/gridPainter.ts';
import type { GridPainter, HeadCanvas } from '../behaviors/gridPainter.ts';
import type { HoverStore } from '../hover.ts';
import type { Scheme } from '../paint/ramp.ts';
import type { ScaleMode } from '../paint/weightScale.ts';
import { useSize } from '../parts/useSize.ts';
import { gridLayout, isGridMove, moveInGrid } from './HeadGrid.layout.ts';
import { HeadCell } from './HeadCell.tsx';
import styles from './HeadGrid.module.css';

/** What a cell says of its head. */
export type HeadTag = {
  readonly label: LabelId | null;
  readonly text: string;
  readonly name: string;
  readonly score: string;
};

export type HeadGridProps = {
  readonly tensor: AttentionTensor;
  readonly isCausal: boolean;
  /** What is hidden, or null to show all. */
  readonly hidden: Hidden | null;
  readonly mode: ScaleMode;
  readonly scheme: Scheme;
  readonly rem: number;
  /** False where the page scrolls: then only the width bounds the thumbnails. */
  readonly fitsHeight: boolean;
  /** The heads in rows; row titles are "L0", "L1", ... or empty when sorted. */
  readonly rows: readonly { readonly title: string; readonly heads: readonly HeadRef[] }[];
  /** By `L3H7`; missing while the labels are on their way. */
  readonly tags: ReadonlyMap<string, HeadTag>;
  readonly dimmed: ReadonlySet<string>;
  readonly pinned: ReadonlySet<string>;
  readonly hover: HoverStore;
  readonly onPin: (head: HeadRef) => void;
  readonly onPainted: () => void;
};

/** Every head of the model as a heatmap thumbnail with its strongest label: the map of the whole model. */
export function HeadGrid(props: HeadGridProps) {
  const { tensor, rows, rem, hover, onPin } = props;
  const [box, size] = useSize();
  const nColumns = Math.max(...rows.map((row) => row.heads.length));
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
            <span className={styles.offscreen}>layer and head</span>
          </span>
          {Array.from({ length: nColumns }, (_, column) => (
            <span role="columnheader" key={column} className={styles.columnTitle} aria-label={`head ${column}`}>
              {rows[0]?.title === '' ? '' : `${layout.titles === 'long' ? 'head ' : 'H'}${column}`}
            </span>
          ))}
        </div>
        {rows.map((row, index) => (
          <div role="row" key={row.title === '' ? index : row.title} className={styles.row}>
            <span role="rowheader" className={styles.rowTitle}>
              {row.title === ''
                ? index * nColumns + 1
                : layout.titles === 'long'
                  ? row.title.replace('L', 'layer ')
                  : row.title}
            </span>
            {row.heads.map((head) => {
              const name = formatHead(head);
              return (
                <HeadCell
                  key={name}
                  head={head}
                  layerNumber={tensor.layerNumbers?.[head.layer] ?? head.layer}
                  tag={props.tags.get(name)}
                  layout={layout}
                  isDimmed={props.dimmed.has(name)}
                  isPinned={props.pinned.has(name)}
                  isCurrent={name === currentName}
                  showsName={row.title === ''}
                  hover={hover}
                  canvases={canvases}
                  onPin={onPin}
                  onFocus={setCurrent}
                />
              );
            })}
          </div>
        ))}
      </div>
      <p className={styles.offscreen}>
        {tensor.nLayers} layers of {tensor.nHeads} heads
      </p>
    </div>
  );
}

/** Hands the canvases to the painter whenever the picture they show has changed. */
function usePainting(
  { tensor, isCausal, hidden, mode, scheme, rows, onPainted }: HeadGridProps,
  canvases: { readonly current: ReadonlyMap<string, HTMLCanvasElement> },
  side: number,
): void {
  const painter = useRef<GridPainter | null>(null);
  useLayoutEffect(() => {
    painter.current ??= createGridPainter();
    const maxPixels = Math.max(24, Math.round(side * window.devicePixelRatio));
    painter.current.update(
      inOrder(rows, canvases.current),
      { tensor, isCausal, hidden, mode, scheme, maxPixels },
      onPainted,
    );
  }, [tensor, isCausal, hidden, mode, scheme, side, rows, canvases, onPainted]);
  useLayoutEffect(() => () => painter.current?.destroy(), []);
}

/** The canvases as the eye meets them, with the heads they show. */
function inOrder(rows: HeadGridProps['rows'], canvases: ReadonlyMap<string, HTMLCanvasElement>): readonly HeadCanvas[] {
  return rows.flatMap((row) =>
    row.heads.flatMap((head) => {
      const canvas = canvases.get(formatHead(head));
      return canvas === undefined ? [] : [{ head, canvas }];
    }),
  );
}
