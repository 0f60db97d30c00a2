import styles from './Legend.module.css';

/** A number under the ramp and its place, 0 to 1. */
export type LegendTick = { readonly share: number; readonly text: string };

export type RampLegendProps = {
  readonly title: string;
  /** The colour at a place from 0 to 1: the one that paints the cells. */
  readonly color: (share: number) => string;
  readonly ticks: readonly LegendTick[];
  /** What cells without a colour of the ramp are. */
  readonly notes?: readonly { readonly swatch: 'hatched' | 'faint'; readonly text: string }[];
};

const STOPS = 33;

/** A ramp with its numbers. */
export function RampLegend({ title, color, ticks, notes = [] }: RampLegendProps) {
  const stops = Array.from({ length: STOPS }, (_, i) => color(i / (STOPS - 1)));
  return (
    <div
      className={styles.legend}
      role="img"
      aria-label={[`${title}: ${ticks.map((tick) => tick.text).join(', ')}`, ...notes.map((note) => note.text)].join(
        '; ',
      )}
    >
      <span className={styles.title}>{title}</span>
      <span className={styles.bar} data-wide>
        <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${stops.join(',')})` }} />
        {ticks.map((tick) => (
          <span key={tick.share} className={styles.tick} style={{ left: `${tick.share * 100}%` }}>
            {tick.text}
          </span>
        ))}
      </span>
      {notes.map((note) => (
        <span key={note.text} className={styles.leftOut}>
          <span className={styles.swatch} data-swatch={note.swatch} /> {note.text}
        </span>
      ))}
    </div>
  );
}
