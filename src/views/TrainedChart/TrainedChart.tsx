import { useMemo, useState } from 'react';
import { ChartScales } from '../parts/ChartAxes.tsx';
import chart from '../parts/chart.module.css';
import { Surface } from '../parts/Surface.tsx';
import { headsAfter, nearestHeads } from './TrainedChart.layout.ts';
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
  const first = own ?? headsAfter(picture, null, 'Home');
  const [chosen, setChosen] = useState<number | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const shown = cursor ?? chosen ?? first;
  const onKey = (key: string): boolean => {
    const next = headsAfter(picture, shown, key);
    if (next !== null) setCursor(next);
    return next !== null;
  };
  return (
    <figure className={chart.figure} style={{ width }}>
      <div className={chart.plot} style={{ height: picture.height }}>
        <svg className={chart.chart} width={width} height={picture.height} aria-hidden="true">
          {picture.panels.map((panel) => (
            <Panel key={panel.id} panel={panel} rem={rem} shown={shown} />
          ))}
        </svg>
        <Surface
          kind="chart"
          name={`${picture.panels.map(({ name }) => name).join('; ')}: against heads a layer; left and right read it`}
          onPoint={(x, y) => setCursor(nearestHeads(picture, x, y))}
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
            <svg className={chart.chart} width={12} height={12} aria-hidden="true">
              {mark === 'spread' ? <line className={styles.spread} x1={6} x2={6} y1={0} y2={12} /> : null}
              {mark === 'spread' ? null : (
                <circle className={styles[mark]} cx={6} cy={6} r={mark === 'mean' ? 3.8 : 2.8} />
              )}
            </svg>
            {words}
          </li>
        ))}
      </ul>
      <p className={`${chart.readout} ${styles.long}`} role="status">
        {shown === null ? '' : wordsOf(shown)}
      </p>
    </figure>
  );
}

type PanelProps = {
  readonly panel: TrainedPicture['panels'][number];
  readonly rem: number;
  /** The number of heads that is read. */
  readonly shown: number | null;
};

function Panel({ panel, rem, shown }: PanelProps) {
  const { left, top, bottom, name, path, places } = panel;
  const read = places.find(({ nHeads }) => nHeads === shown);
  return (
    <g>
      <text className={chart.axisTitle} x={left - 2.4 * rem} y={top - 0.8 * rem}>
        {name}
      </text>
      <ChartScales axes={panel} rem={rem} />
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
