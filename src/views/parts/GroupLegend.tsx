import { clusterColor } from '../paint/clusterColors.ts';
import { inkOn } from '../paint/inkOn.ts';
import type { Scheme } from '../paint/ramp.ts';
import styles from './Legend.module.css';

/** One group of heads: its place among the colours, the letter it has in the grid if any, its words and how many heads it has. */
type LegendGroup = {
  readonly place: number;
  readonly mark: string;
  readonly words: string;
  readonly count: number;
};

export type GroupLegendProps = { readonly title: string; readonly groups: readonly LegendGroup[] };

/** What the colours of groups stand for, with how many heads are in each. */
export function GroupLegend({ title, groups, scheme }: GroupLegendProps & { readonly scheme: Scheme }) {
  return (
    <div className={styles.legend}>
      <span className={styles.title}>{title}</span>
      {groups.map(({ place, mark, words, count }) => {
        const color = clusterColor(scheme, place);
        return (
          <span key={words} className={styles.leftOut}>
            <span className={styles.group} style={{ background: color, color: inkOn(color) }}>
              {mark}
            </span>
            {words} <b>{count}</b>
          </span>
        );
      })}
    </div>
  );
}
