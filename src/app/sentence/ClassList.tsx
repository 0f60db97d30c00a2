import { likeliest } from '../../core/classes.ts';
import type { ClassShare } from '../../core/classes.ts';
import { probabilityPair, probabilityPercent } from '../../core/numberWords.ts';
import { N_CLASSES } from '../shown/classes.ts';
import { currentAblated, isPictureHeld } from '../shown/shown.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import styles from './ClassList.module.css';

const selectBefore = (state: AppState) => (isPictureHeld(state) ? state.ablated.base : state.run)?.classes ?? null;
const selectAfter = (state: AppState) =>
  (isPictureHeld(state) ? state.ablated.run : currentAblated(state))?.classes ?? null;

/** What a model that sorts its inputs says of each class, as bars: as it is, and with heads off where some are. */
export function ClassList() {
  const before = useApp(selectBefore);
  const after = useApp(selectAfter);
  if (before === null) return null;
  const now = after ?? before;
  const places = [...new Set([...likeliest(now, N_CLASSES / 2), ...likeliest(before, N_CLASSES)])].slice(0, N_CLASSES);
  const [best] = likeliest(now, 1);
  return (
    <div className={styles.classes}>
      <ol aria-label="Classes" className={styles.list}>
        {places
          .toSorted((a, b) => a - b)
          .map((place) => (
            <ClassRow
              key={place}
              now={now[place]}
              before={after === null ? undefined : before[place]}
              isBest={place === best}
            />
          ))}
      </ol>
      <p className={styles.legend}>
        {after === null
          ? 'How sure the model is of each class; all add up to 100 %.'
          : 'With heads off; the line: with all heads.'}
      </p>
    </div>
  );
}

type ClassRowProps = {
  readonly now: ClassShare | undefined;
  /** With all heads, where some are off. */
  readonly before: ClassShare | undefined;
  readonly isBest: boolean;
};

function ClassRow({ now, before, isBest }: ClassRowProps) {
  if (now === undefined) return null;
  // As many decimals each, or none but its own where it stands alone.
  const [was, after] =
    before === undefined
      ? ['', probabilityPercent(now.probability)]
      : probabilityPair(before.probability, now.probability);
  const width = (share: number): string => `${100 * share}%`;
  return (
    <li className={styles.row} data-best={isBest || undefined}>
      <span className={styles.name} title={now.name}>
        {now.name}
      </span>{' '}
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: width(now.probability) }} />
        {before === undefined ? null : <span className={styles.mark} style={{ left: width(before.probability) }} />}
      </span>
      <span className={styles.number}>
        {after}
        {before === undefined ? null : <span className={styles.was}> was {was}</span>}
      </span>
    </li>
  );
}
