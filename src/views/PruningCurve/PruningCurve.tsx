import { useMemo, useState } from 'react';
import { counted, signedDecimals, twoDecimals } from '../../core/numberWords.ts';
import { ChartAxes } from '../parts/ChartAxes.tsx';
import chart from '../parts/chart.module.css';
import { Surface } from '../parts/Surface.tsx';
import { moveOnCurve, nearestPoint } from './PruningCurve.layout.ts';
import type { CurveCursor, CurvePlace, CurveSeries } from './PruningCurve.layout.ts';
import { curvePicture } from './PruningCurve.picture.ts';
import type { CurveValues, DrawnLine } from './PruningCurve.picture.ts';
import styles from './PruningCurve.module.css';

type PruningCurveProps = CurveValues & {
  readonly width: number;
  readonly height: number;
  readonly rem: number;
  readonly selected: { readonly series: string; readonly nRemoved: number } | null;
  readonly isRunning: boolean;
  readonly onSelect: (series: string, nRemoved: number) => void;
};

/** What is lost as heads are taken away one after another: all heads at the left, none at the right. */
export function PruningCurve(props: PruningCurveProps) {
  const { series, nHeads, baseline, quantity, unit, width, height, rem, selected, isRunning, onSelect } = props;
  const picture = useMemo(
    () => curvePicture({ series, nHeads, baseline, quantity, unit }, { width, height }, rem),
    [series, nHeads, baseline, quantity, unit, width, height, rem],
  );
  const { layout } = picture;
  const [cursor, setCursor] = useState<CurveCursor | null>(null);
  const chosen = selected === null ? null : cursorOf(series, selected);
  const shown = cursor ?? chosen;

  const select = (): void => {
    const line = series[shown?.line ?? -1];
    const found = shownPoints(line)[shown?.point ?? -1];
    if (line !== undefined && found !== undefined) onSelect(line.id, found.nRemoved);
  };
  const onKey = (key: string): boolean => {
    const next = moveOnCurve(layout, shown, key);
    if (next !== null) setCursor(next);
    return next !== null;
  };
  const { left, right, bottom } = layout;
  return (
    <figure className={chart.figure} style={{ width }}>
      <div className={chart.plot} style={{ height }}>
        <svg className={chart.chart} width={width} height={height} aria-hidden="true">
          <ChartAxes axes={layout} across={picture.across} upwards={picture.upwards} upwardsAt={0.6 * rem} rem={rem} />
          <line className={styles.baseline} x1={left} x2={right} y1={layout.baseline} y2={layout.baseline} />
          {picture.lines.map((one) => (
            <Line key={one.id} line={one} />
          ))}
          <Cursor place={layout.lines[chosen?.line ?? -1]?.places[chosen?.point ?? -1]} bottom={bottom} isChosen />
          <Cursor
            place={layout.lines[cursor?.line ?? -1]?.places[cursor?.point ?? -1]}
            bottom={bottom}
            isChosen={false}
          />
        </svg>
        <Surface
          kind="line chart"
          name={`${quantity} against heads left, ${counted(series.length, 'line')}; left and right read it point by point, up and down change the line, Enter chooses`}
          isBusy={isRunning}
          onPoint={(x, y) => setCursor(nearestPoint(layout, x, y))}
          onLeave={() => setCursor(null)}
          onFocus={() => setCursor(shown ?? moveOnCurve(layout, null, 'Home'))}
          onSelect={select}
          onKey={onKey}
        />
      </div>
      <p className={chart.readout} role="status">
        {readout(props, shown) ?? `All ${nHeads} heads: ${quantity} ${twoDecimals(baseline)} ${unit} (dashed line).`}
      </p>
    </figure>
  );
}

function Line({ line }: { readonly line: DrawnLine }) {
  const { path, band, dashes, dots, leader, label } = line;
  return (
    <g className={chart.series} data-tone={line.tone}>
      {band === '' ? null : <path className={chart.band} d={band} />}
      <path className={chart.line} d={path} strokeDasharray={dashes === '' ? undefined : dashes} />
      {dots.map((place) => (
        <circle key={place.x} cx={place.x} cy={place.y} r={2.6} />
      ))}
      {leader === null ? null : (
        <line className={chart.grid} x1={leader.from.x} y1={leader.from.y} x2={leader.to.x} y2={leader.to.y} />
      )}
      {label === null ? null : (
        <text className={chart.name} x={label.x} y={label.y} dy="0.32em">
          {line.name}
        </text>
      )}
    </g>
  );
}

type CursorProps = {
  readonly place: CurvePlace | undefined;
  readonly bottom: number;
  readonly isChosen: boolean;
};

function Cursor({ place, bottom, isChosen }: CursorProps) {
  if (place === undefined) return null;
  return (
    <g className={styles.cursor} data-chosen={isChosen || undefined}>
      <line x1={place.x} x2={place.x} y1={place.y} y2={bottom} />
      <circle cx={place.x} cy={place.y} r={5} />
    </g>
  );
}

function shownPoints(series: CurveSeries | undefined) {
  return series?.points.filter((point) => Number.isFinite(point.value)) ?? [];
}

function cursorOf(
  series: readonly CurveSeries[],
  selected: { readonly series: string; readonly nRemoved: number },
): CurveCursor | null {
  const line = series.findIndex(({ id }) => id === selected.series);
  const point = shownPoints(series[line]).findIndex(({ nRemoved }) => nRemoved === selected.nRemoved);
  return point < 0 ? null : { line, point };
}

/** "24 heads left, by importance: loss 4.31 nats per token, +0.19." */
function readout(props: PruningCurveProps, at: CurveCursor | null): string | null {
  const line = props.series[at?.line ?? -1];
  const point = shownPoints(line)[at?.point ?? -1];
  if (line === undefined || point === undefined) return null;
  const nLeft = props.nHeads - point.nRemoved;
  const spread =
    point.low === undefined || point.high === undefined
      ? ''
      : `, between ${twoDecimals(point.low)} and ${twoDecimals(point.high)}`;
  const words = point.words === undefined ? '' : `; ${point.words}`;
  return `${counted(nLeft, 'head')} left, ${line.name}: ${props.quantity} ${twoDecimals(point.value)} ${props.unit}, ${signedDecimals(point.value - props.baseline)}${spread}${words}.`;
}
