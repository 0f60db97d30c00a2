import type { Axes, AxisTitles } from '../picture/axes.ts';
import styles from './chart.module.css';

type ChartAxesProps = AxisTitles & {
  readonly axes: Axes;
  readonly rem: number;
  /** Where the upper name stands, in CSS pixels. */
  readonly upwardsAt: number;
};

/** The axes of a line chart, in its SVG. */
export function ChartAxes({ axes, rem, across, upwards, upwardsAt }: ChartAxesProps) {
  const { left, right, bottom } = axes;
  return (
    <>
      <ChartScales axes={axes} rem={rem} />
      <text className={styles.axisTitle} x={(left + right) / 2} y={bottom + 2.3 * rem} textAnchor="middle">
        {across}
      </text>
      <text className={styles.axisTitle} x={0} y={upwardsAt}>
        {upwards}
      </text>
    </>
  );
}

/** The same without names, as where several charts of one kind stand side by side. */
export function ChartScales({
  axes: { left, right, bottom, xTicks, yTicks },
  rem,
}: Pick<ChartAxesProps, 'axes' | 'rem'>) {
  return (
    <>
      {yTicks.map((tick) => (
        <g key={tick.at} transform={`translate(0,${tick.at})`}>
          <line className={styles.grid} x1={left} x2={right} />
          <text x={left - 0.4 * rem} dy="0.32em" textAnchor="end">
            {tick.text}
          </text>
        </g>
      ))}
      <line className={styles.axis} x1={left} x2={right} y1={bottom} y2={bottom} />
      {xTicks.map(({ at, text, isFaint = false, isOwn = false }) => (
        <g key={at} transform={`translate(${at},${bottom})`}>
          <line className={styles.axis} y2={4} />
          <text y={1.1 * rem} textAnchor="middle" data-faint={isFaint || undefined} data-own={isOwn || undefined}>
            {text}
          </text>
        </g>
      ))}
    </>
  );
}
