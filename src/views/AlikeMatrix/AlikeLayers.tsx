import type { HoverStore } from '../hover.ts';
import { useHover } from '../parts/useHover.ts';
import { placeOf } from './AlikeMatrix.layout.ts';
import type { AlikeLayout, PairPlace } from './AlikeMatrix.layout.ts';
import type { AlikePicture } from './AlikeMatrix.picture.ts';
import styles from './AlikeMatrix.module.css';

type TreeProps = { readonly picture: Pick<AlikePicture, 'tree' | 'cut' | 'layout'>; readonly rem: number };

/** The tree of clusters with the line at tau. */
export function Tree({ picture: { tree, cut, layout }, rem }: TreeProps) {
  if (cut === null) return null;
  return (
    <g className={styles.tree}>
      {tree.map((branch) => (
        <path key={branch.path} d={branch.path} data-below={branch.isBelow || undefined} />
      ))}
      <line className={styles.tau} x1={cut.x} x2={cut.x} y1={cut.top} y2={cut.bottom} />
      <text x={cut.x} y={layout.top - 0.4 * rem} textAnchor="middle">
        {cut.text}
      </text>
    </g>
  );
}

/** The chosen pair, on both sides of the diagonal. */
export function Pair({
  layout,
  order,
  pair,
}: {
  readonly layout: AlikeLayout;
  readonly order: readonly number[];
  readonly pair: readonly [number, number] | null;
}) {
  const place = placeOf(order, pair);
  if (place === null) return null;
  const side = Math.max(5, layout.cell);
  const mark = (row: number, column: number) => (
    <rect
      x={layout.left + (column + 0.5) * layout.cell - side / 2}
      y={layout.top + (row + 0.5) * layout.cell - side / 2}
      width={side}
      height={side}
    />
  );
  return (
    <g className={styles.pair}>
      {mark(place.row, place.column)}
      {mark(place.column, place.row)}
    </g>
  );
}

type LitProps = {
  readonly layout: AlikeLayout;
  readonly order: readonly number[];
  readonly names: readonly string[];
  readonly nHeads: number;
  readonly cursor: PairPlace | null;
  readonly hover: HoverStore;
};

/** The row of the head that is pointed at anywhere on the page, and the column of the pair. */
export function Lit({ layout, order, names, nHeads, cursor, hover }: LitProps) {
  const index = useHover(hover, ({ head }) => (head === null ? -1 : head.layer * nHeads + head.head));
  const row = cursor?.row ?? order.indexOf(index);
  const { left, top, side, cell } = layout;
  return (
    <g className={styles.lit}>
      {row < 0 ? null : (
        <>
          <rect x={left} y={top + row * cell} width={side} height={cell} />
          <text x={left - 4} y={top + (row + 0.5) * cell} dy="0.32em" textAnchor="end">
            {names[order[row] ?? -1]}
          </text>
        </>
      )}
      {cursor === null ? null : (
        <>
          <rect x={left + cursor.column * cell} y={top} width={cell} height={side} />
          <text
            x={left + (cursor.column + 0.5) * cell}
            y={top - 5}
            textAnchor={
              cursor.column * cell < side / 10 ? 'start' : cursor.column * cell > side * 0.9 ? 'end' : 'middle'
            }
          >
            {names[order[cursor.column] ?? -1]}
          </text>
        </>
      )}
    </g>
  );
}
