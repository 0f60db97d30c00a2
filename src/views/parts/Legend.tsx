import { rampColor } from '../paint/ramp.ts';
import type { Scheme } from '../paint/ramp.ts';
import { legendTicks } from '../paint/weightScale.ts';
import type { WeightScale } from '../paint/weightScale.ts';
import styles from './Legend.module.css';

const STOPS = 17;

/** The ramp with its numbers, from the same scale that paints the cells. */
export function Legend({ scale, scheme, title, showsLeftOut }: LegendProps) {
  const stops = Array.from({ length: STOPS }, (_, i) => rampColor(scheme, i / (STOPS - 1)));
  return (
    <div
      className={styles.legend}
      role="img"
      aria-label={`${title}: ${legendTicks(scale)
        .map((tick) => tick.text)
        .join(', ')}`}
    >
      <span className={styles.title}>{title}</span>
      <span className={styles.bar}>
        <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops.join(',')})` }} />
        {legendTicks(scale).map((tick) => (
          <span key={tick.text} className={styles.tick} style={{ left: `${tick.share * 100}%` }}>
            {tick.text}
          </span>
        ))}
      </span>
      {showsLeftOut === null ? null : (
        <span className={styles.leftOut}>
          <span className={styles.swatch} /> {showsLeftOut}
        </span>
      )}
    </div>
  );
}

type LegendProps = {
  readonly scale: WeightScale;
  readonly scheme: Scheme;
  readonly title: string;
  /** What the hatched cells are ("not allowed", "hidden"), or null if there are none. */
  readonly showsLeftOut: string | null;
};
