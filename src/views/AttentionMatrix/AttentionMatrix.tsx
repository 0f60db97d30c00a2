import { memo, useLayoutEffect, useMemo, useRef } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { sameHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { headName, patternOf } from '../../core/tensor.ts';
import type { Span, Stretch } from '../../core/stretch/stretch.ts';
import type { Token } from '../../core/tokens.ts';
import type { HoverStore } from '../hover.ts';
import { cellPaint, hidingOf } from '../paint/headPaint.ts';
import type { ShownPatterns } from '../paint/headPaint.ts';
import type { Scheme } from '../paint/ramp.ts';
import { useRedrawn } from '../parts/redrawn.ts';
import { stretchPaint } from '../paint/stretchPaint.ts';
import { cellAt, drawnKeys, drawnQueries, matrixLayout } from './AttentionMatrix.layout.ts';
import { paintMatrix } from './AttentionMatrix.paint.ts';
import { matrixNames, matrixPicture, SCREEN_NAMES, screenBar } from './AttentionMatrix.picture.ts';
import { CellTooltip } from './CellTooltip.tsx';
import type { Quantity } from './CellTooltip.tsx';
import type { Mark } from './marks.ts';
import { NOWHERE, useLeaving, useMatrixLayer } from './useMatrixLayer.ts';
import surface from '../parts/Surface.module.css';
import styles from './AttentionMatrix.module.css';

type AttentionMatrixProps = ShownPatterns & {
  readonly head: HeadRef;
  readonly queryTokens: readonly Token[];
  readonly keyTokens: readonly Token[];
  readonly scheme: Scheme;
  readonly rem: number;
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  /** The queries and keys that are drawn; null or left out: all. */
  readonly stretch?: Stretch | null;
  /** Stands in the corner, between what the axes are called. */
  readonly corner?: ReactNode;
  readonly hover: HoverStore;
  /** What the two sides are called where they are not before and after: two heads. */
  readonly baseNames?: readonly [before: string, after: string];
  /** What the numbers are where they are no weights. */
  readonly quantity?: Quantity;
  /** What stands beside the cells: right of the rows, and under the columns. Each takes so much of the box, in CSS pixels. */
  readonly edges?: MatrixEdges | undefined;
  /** What the head is called where the patterns are not those of its whole stack. */
  readonly name?: string;
};

/** What stands beside an axis of a heatmap, drawn for a box of the plot and the tokens of a span. */
export type MatrixEdges = {
  readonly depth: number;
  readonly has: Readonly<Record<'query' | 'key', boolean>>;
  readonly draw: (axis: 'query' | 'key', span: Span, box: EdgeBox) => ReactNode;
};

type EdgeBox = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };

/** One head drawn large: rows are queries, columns are keys; canvas for the cells, SVG for names, evidence and the lit row. */
export const AttentionMatrix = memo(function AttentionMatrix(props: AttentionMatrixProps) {
  const { tensor, head, queryTokens, keyTokens, isCausal, hidden, mode, scheme, rem, width, height, marks, hover } =
    props;
  const { base = null, differenceMax = 1, stretch = null, edges } = props;
  useRedrawn();
  const [right, below] = [edges?.has.query ? edges.depth : 0, edges?.has.key ? edges.depth : 0];
  const pattern = useMemo(() => patternOf(tensor, head), [tensor, head]);
  const hiding = useMemo(() => hidingOf({ tensor, hidden }, head), [tensor, head, hidden]);
  const cells = useMemo(
    () => cellPaint({ tensor, isCausal, hidden, mode, base, differenceMax }, head, scheme, hiding),
    [tensor, isCausal, hidden, mode, base, differenceMax, head, scheme, hiding],
  );
  const drawn = useMemo(() => stretchPaint(cells, stretch), [cells, stretch]);
  const layout = useMemo(
    () => matrixLayout(tensor.nQueries, tensor.nKeys, width - right, height - below, rem, stretch),
    [tensor.nQueries, tensor.nKeys, width, height, right, below, rem, stretch],
  );
  const names = useMemo(
    () => matrixNames(layout, queryTokens, keyTokens, SCREEN_NAMES),
    [layout, queryTokens, keyTokens],
  );
  const picture = useMemo(
    () => matrixPicture({ layout, cells: drawn, names, isCausal, marks, hiding, fullBar: screenBar(layout) }),
    [layout, drawn, names, isCausal, marks, hiding],
  );
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current !== null) paintMatrix(canvas.current, { layout, cells: drawn });
  }, [layout, drawn]);

  const svg = useMatrixLayer(picture, hover);
  useLeaving(hover, head);

  const point = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const cell = cellAt(layout, event.clientX - box.left, event.clientY - box.top);
    hover.set(cell === null ? NOWHERE : { ...cell, source: head });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { query, key, isAsked } = hover.get();
    const move = (at: number | null, by: number, count: number, first: number): number =>
      Math.max(0, Math.min(count - 1, at === null || isAsked ? first + 1 : at + by));
    hover.set({
      query: move(query, step[0], tensor.nQueries, layout.firstQuery),
      key: move(key, step[1], tensor.nKeys, layout.firstKey),
      source: head,
    });
  };
  const name = props.name ?? headName(tensor, head);
  const inView = stretch === null ? '' : `, ${spanWords('queries', stretch)} and ${spanWords('keys', stretch)} in view`;
  return (
    <div className={styles.plot} style={{ width: layout.width + right, height: layout.height + below }}>
      <canvas
        ref={canvas}
        className={styles.cells}
        style={{
          left: layout.left,
          top: layout.top,
          width: layout.cellWidth * layout.nKeys,
          height: layout.cellHeight * layout.nQueries,
        }}
        aria-hidden="true"
      />
      <span className={styles.keyTitle} aria-hidden="true">
        key: looked at →
      </span>
      <span className={styles.queryTitle} style={{ top: layout.top }} aria-hidden="true">
        query: looks ↓
      </span>
      {props.corner}
      {edges && right > 0
        ? edges.draw('query', drawnQueries(layout), {
            left: layout.width,
            top: layout.top,
            width: right - EDGE_GAP,
            height: layout.cellHeight * layout.nQueries,
          })
        : null}
      {edges && below > 0
        ? edges.draw('key', drawnKeys(layout), {
            left: layout.left,
            top: layout.height + EDGE_GAP,
            width: layout.cellWidth * layout.nKeys,
            height: below - EDGE_GAP,
          })
        : null}
      <svg ref={svg} className={styles.layer} width={layout.width} height={layout.height} aria-hidden="true" />
      <div
        role="application"
        aria-roledescription="heatmap"
        aria-label={`${base === null ? 'Heatmap' : 'Difference'} of ${name}, ${tensor.nQueries} queries by ${tensor.nKeys} keys${inView}; the arrow keys read it cell by cell`}
        tabIndex={0}
        className={surface.surface}
        data-heatmap={name}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={(event) => {
          // A finger leaves when it lifts; what it pointed at stays readable.
          if (event.pointerType !== 'touch') hover.set(NOWHERE);
        }}
        onBlur={({ relatedTarget }) => {
          // A finger lights a cell elsewhere before the focus goes there: what is not of here is not put out.
          const isOfSame = relatedTarget instanceof HTMLElement && relatedTarget.dataset['heatmap'] === name;
          if (sameHead(hover.get().source, head) && !isOfSame) hover.set(NOWHERE);
        }}
        onKeyDown={onKeyDown}
      />
      <CellTooltip
        head={head}
        queryTokens={queryTokens}
        keyTokens={keyTokens}
        pattern={pattern}
        base={cells.kind === 'change' ? cells.source.base : null}
        {...(props.baseNames && { baseNames: props.baseNames })}
        {...(props.quantity !== undefined && { quantity: props.quantity })}
        nKeys={tensor.nKeys}
        isCausal={isCausal}
        hiding={hiding}
        layout={layout}
        hover={hover}
      />
    </div>
  );
});

/** Between what stands beside an axis and what comes next. */
const EDGE_GAP = 2;

function spanWords(axis: keyof Stretch, stretch: Stretch): string {
  const { start, end } = stretch[axis];
  return `${axis} ${start} to ${end - 1}`;
}

/** Arrow key -> step in (query, key). */
const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
