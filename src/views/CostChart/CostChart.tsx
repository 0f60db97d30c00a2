import { useMemo, useState } from 'react';
import { ChartAxes } from '../parts/ChartAxes.tsx';
import chart from '../parts/chart.module.css';
import { Surface } from '../parts/Surface.tsx';
import { countAfter, nearestCount } from './CostChart.layout.ts';
import type { CostLayout } from './CostChart.layout.ts';
import { costPicture } from './CostChart.picture.ts';
import type { CostPicture, CostValues, DrawnCost } from './CostChart.picture.ts';
import styles from './CostChart.module.css';

type CostChartProps = CostValues & {
  readonly width: number;
  readonly height: number;
  readonly rem: number;
  /** The number of heads that the rest of the page is about. */
  readonly selected: number;
  /** All that is known of a number of heads, or why there is no such layer. */
  readonly wordsOf: (nHeads: number) => string;
  readonly onSelect: (nHeads: number) => void;
};

/** What grows with the number of heads and what does not: both axes in powers of two. */
export function CostChart(props: CostChartProps) {
  const { series, counts, refused, own, ownName, width, height, rem, selected, wordsOf, onSelect } = props;
  const picture = useMemo(
    () => costPicture({ series, counts, refused, own, ownName }, { width, height }, rem),
    [series, counts, refused, own, ownName, width, height, rem],
  );
  const { layout } = picture;
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = cursor ?? selected;
  const onKey = (key: string): boolean => {
    const next = countAfter(layout, shown, key);
    if (next !== null) setCursor(next);
    return next !== null;
  };
  return (
    <figure className={chart.figure} style={{ width }}>
      <div className={chart.plot} style={{ height }}>
        <svg className={chart.chart} width={width} height={height} aria-hidden="true">
          <ChartAxes axes={layout} across={picture.across} upwards={picture.upwards} upwardsAt={0.8 * rem} rem={rem} />
          <Own picture={picture} rem={rem} />
          {picture.lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
          <Cursor layout={layout} nHeads={selected} isChosen />
          {cursor === null ? null : <Cursor layout={layout} nHeads={cursor} isChosen={false} />}
        </svg>
        <Surface
          kind="line chart"
          name={`${picture.upwards}, against heads, ${series.length} lines; left and right read it, Enter chooses`}
          onPoint={(x) => setCursor(nearestCount(layout, x))}
          onLeave={() => setCursor(null)}
          onFocus={() => setCursor(shown)}
          onSelect={() => onSelect(shown)}
          onKey={onKey}
        />
      </div>
      <ul className={styles.legend}>
        {picture.lines.map((line) => (
          <Key key={line.id} line={line} />
        ))}
      </ul>
      <p className={`${chart.readout} ${styles.long}`} role="status">
        {wordsOf(shown)}
      </p>
    </figure>
  );
}

/** The number of heads that the model has. */
function Own({ picture, rem }: { readonly picture: CostPicture; readonly rem: number }) {
  const { left, right, top, bottom, own } = picture.layout;
  const isLate = own > (left + right) / 2;
  return (
    <>
      <line className={chart.axis} x1={own} x2={own} y1={top - 0.5 * rem} y2={bottom} />
      <text
        className={chart.axisTitle}
        x={own + (isLate ? -0.3 : 0.3) * rem}
        y={top - 0.4 * rem}
        textAnchor={isLate ? 'end' : 'start'}
      >
        {picture.ownName}
      </text>
    </>
  );
}

function Line({ line: { path, places, tone, dashes, isMeasured } }: { readonly line: DrawnCost }) {
  return (
    <g className={chart.series} data-tone={tone} data-measured={isMeasured || undefined}>
      <path className={chart.line} d={path} strokeDasharray={dashes === '' ? undefined : dashes} />
      {(isMeasured ? places : places.slice(-1)).map((place) => (
        <circle key={place.nHeads} cx={place.x} cy={place.y} r={isMeasured ? 3.4 : 2.6} />
      ))}
    </g>
  );
}

function Key({ line: { name, tone, dashes, isMeasured, end } }: { readonly line: DrawnCost }) {
  return (
    <li>
      <svg className={chart.chart} width={28} height={10} aria-hidden="true">
        <g className={chart.series} data-tone={tone} data-measured={isMeasured || undefined}>
          <path className={chart.line} d="M0,5H28" strokeDasharray={dashes === '' ? undefined : dashes} />
          {isMeasured ? <circle cx={14} cy={5} r={3.4} /> : null}
        </g>
      </svg>
      <span>
        {name}
        {end === '' ? null : <b> {end}</b>}
      </span>
    </li>
  );
}

type CursorProps = { readonly layout: CostLayout; readonly nHeads: number; readonly isChosen: boolean };

/** A ring on each line at a number of heads. */
function Cursor({ layout, nHeads, isChosen }: CursorProps) {
  const places = layout.lines.flatMap(({ id, places: all }) =>
    all.flatMap((place) => (place.nHeads === nHeads ? { id, ...place } : [])),
  );
  return (
    <g className={styles.cursor} data-chosen={isChosen || undefined}>
      {places.map(({ id, x, y }) => (
        <circle key={id} cx={x} cy={y} r={5.5} />
      ))}
    </g>
  );
}
