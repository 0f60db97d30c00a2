import { useMemo, useState } from 'react';
import { Surface } from '../parts/Surface.tsx';
import { headsAfter, nearestHeads, trainedLayout } from './TrainedChart.layout.ts';
import { trainedPicture } from './TrainedChart.picture.ts';
import type { TrainedPicture, TrainedValues } from './TrainedChart.picture.ts';
import styles from './TrainedChart.module.css';

type TrainedChartProps = TrainedValues & {
  readonly width: number;
  readonly rem: number;
  /** All that was measured of models with so many heads. */
  readonly wordsOf: (nHeads: number) => string;
};

/** Models that differ in their number of heads: what each thing measured came to, one panel each, heads across in powers of two. */
export function TrainedChart({ series, own, width, rem, wordsOf }: TrainedChartProps) {
  const picture = useMemo(() => trainedPicture({ series, own }, width, rem), [series, own, width, rem]);
  const layout = useMemo(() => trainedLayout(series, width, rem), [series, width, rem]);
  const first = own ?? headsAfter(layout, null, 'Home');
  const [chosen, setChosen] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = cursor ?? chosen ?? first;
  const onKey = (key: string): boolean => {
    const next = headsAfter(layout, shown, key);
    if (next !== null) setCursor(next);
    return next !== null;
  };
  return (
    <figure className={styles.figure} style={{ width }}>
      <div className={styles.plot} style={{ height: picture.height }}>
        <svg className={styles.chart} width={width} height={picture.height} aria-hidden="true">
          {picture.panels.map((panel, at) => (
            <Panel
              key={panel.id}
              panel={panel}
              rem={rem}
              shown={layout.panels[at]?.places.findIndex((one) => one.nHeads === shown) ?? -1}
            />
          ))}
        </svg>
        <Surface
          kind="chart"
          name={`${picture.panels.map(({ name }) => name).join('; ')}: against heads a layer; left and right read it`}
          onPoint={(x, y) => setCursor(nearestHeads(layout, x, y))}
          onLeave={() => setCursor(null)}
          onFocus={() => setCursor(shown)}
          onSelect={() => setChosen(shown)}
          onKey={onKey}
        />
      </div>
      <ul className={styles.legend}>
        <li>across: heads a layer</li>
        {picture.legend.map(({ mark, words }) => (
          <li key={mark}>
            <svg className={styles.chart} width={12} height={12} aria-hidden="true">
              {mark === 'spread' ? <line className={styles.spread} x1={6} x2={6} y1={0} y2={12} /> : null}
              {mark === 'spread' ? null : (
                <circle className={styles[mark]} cx={6} cy={6} r={mark === 'mean' ? 3.8 : 2.8} />
              )}
            </svg>
            {words}
          </li>
        ))}
      </ul>
      <p className={styles.readout} role="status">
        {shown === null ? '' : wordsOf(shown)}
      </p>
    </figure>
  );
}

type PanelProps = {
  readonly panel: TrainedPicture['panels'][number];
  readonly rem: number;
  /** Which of the places is read. */
  readonly shown: number;
};

function Panel({ panel: { left, right, top, bottom, name, xTicks, yTicks, path, places }, rem, shown }: PanelProps) {
  const read = places[shown];
  return (
    <g>
      <text className={styles.name} x={left - 2.4 * rem} y={top - 0.8 * rem}>
        {name}
      </text>
      {yTicks.map((tick) => (
        <g key={tick.text} transform={`translate(0,${tick.at})`}>
          <line className={styles.grid} x1={left} x2={right} />
          <text x={left - 0.4 * rem} dy="0.32em" textAnchor="end">
            {tick.text}
          </text>
        </g>
      ))}
      <line className={styles.axis} x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map((tick) => (
        <text key={tick.text} x={tick.at} y={bottom + 1.1 * rem} textAnchor="middle" data-own={tick.isOwn || undefined}>
          {tick.text}
        </text>
      ))}
      {read === undefined ? null : <line className={styles.cursor} x1={read.x} x2={read.x} y1={top} y2={bottom} />}
      <path className={styles.line} d={path} />
      {places.map((place) => (
        <g key={place.nHeads}>
          <line className={styles.spread} x1={place.x} x2={place.x} y1={place.top} y2={place.bottom} />
          {place.seeds.length < 2
            ? null
            : place.seeds.map((y, seed) => <circle key={seed} className={styles.seed} cx={place.x} cy={y} r={2.8} />)}
          <circle className={styles.mean} cx={place.x} cy={place.mean} r={3.8} />
        </g>
      ))}
    </g>
  );
}
