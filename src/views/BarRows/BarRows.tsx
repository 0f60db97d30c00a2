import { useMemo } from 'react';
import { Surface } from '../parts/Surface.tsx';
import { moveOnBars, placeAt } from './BarRows.layout.ts';
import type { BarRowsLayout } from './BarRows.layout.ts';
import { barRowsPicture } from './BarRows.picture.ts';
import type { BarRowsValues, DrawnRow } from './BarRows.picture.ts';
import parts from '../parts/offscreen.module.css';
import styles from './BarRows.module.css';

type BarRowsProps = BarRowsValues & {
  /** What the places are and how many: "15 keys". */
  readonly name: string;
  readonly width: number;
  readonly rem: number;
  /** The place pointed at, or come to by an arrow key; null when the pointer leaves. */
  readonly onPoint: (place: number | null) => void;
  /** A click, Enter or space at the place that is lit. */
  readonly onSelect: () => void;
};

/** Rows of signed bars over the same places, each with an axis of its own; one place is lit in all of them. */
export function BarRows({ name, places, rows, lit, width, rem, onPoint, onSelect }: BarRowsProps) {
  const picture = useMemo(() => barRowsPicture({ places, rows, lit }, width, rem), [places, rows, lit, width, rem]);
  const { layout, column } = picture;
  const named = rows.filter((row) => row.name !== '');
  const onKey = (key: string): boolean => {
    const next = moveOnBars(places.length, lit, key);
    if (next !== null) onPoint(next);
    return next !== null;
  };
  return (
    <div className={styles.plot} style={{ width: layout.width, height: layout.height }}>
      <svg className={styles.chart} width={layout.width} height={layout.height} aria-hidden="true">
        {column === null ? null : (
          <rect
            className={styles.column}
            x={column.x}
            y={column.top}
            width={Math.max(layout.cell, 3)}
            height={column.bottom - column.top}
          />
        )}
        {picture.rows.map((row) => (row.name === '' ? null : <Row key={row.id} row={row} layout={layout} />))}
        {picture.names.map(({ x, text, isLit }) => (
          <text
            key={x}
            className={styles.place}
            data-lit={isLit || undefined}
            transform={`translate(${x} ${layout.names}) rotate(-90)`}
            dy="0.32em"
            textAnchor="end"
          >
            {text}
          </text>
        ))}
      </svg>
      <Surface
        kind="bar chart"
        name={`${named.map((row) => row.name).join(', ')} over ${name}; left and right read them, Enter keeps one`}
        onPoint={(x) => {
          const place = placeAt(layout, places.length, x);
          if (place !== null) onPoint(place);
        }}
        onLeave={() => onPoint(null)}
        onSelect={onSelect}
        onKey={onKey}
      />
      <span className={parts.offscreen} role="status">
        {lit === null ? '' : `${places[lit] ?? ''}: ${named.map((row) => `${row.name} ${row.reading}`).join(', ')}`}
      </span>
    </div>
  );
}

function Row({ row, layout: { left, end } }: { readonly row: DrawnRow; readonly layout: BarRowsLayout }) {
  return (
    <g className={styles.row} data-tone={row.tone}>
      <text className={styles.name} y={row.title} dy="0.32em">
        {row.name}
      </text>
      <text className={styles.reading} x={row.readingEnd} y={row.title} dy="0.32em" textAnchor="end">
        {row.reading}
      </text>
      {row.ticks.map(({ at, text }) => (
        <text key={text} x={left} dx="-0.4em" y={at} dy="0.32em" textAnchor="end">
          {text}
        </text>
      ))}
      {row.leftOut === '' ? null : <path className={styles.leftOut} d={row.leftOut} />}
      <path className={styles.bars} d={row.bars} />
      {row.litBar === '' ? null : <path d={row.litBar} />}
      <line className={styles.zero} x1={left} x2={end} y1={row.zero} y2={row.zero} />
    </g>
  );
}
