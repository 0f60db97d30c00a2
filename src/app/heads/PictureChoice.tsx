import type { AppState } from '../state/appState.ts';
import type { Picture } from '../state/view.ts';
import { dispatch, useApp } from '../state/store.ts';
import { Choice } from '../parts/Choice.tsx';
import styles from './PictureChoice.module.css';

const PICTURES: readonly Picture[] = ['before', 'after', 'difference'];

const selectPicture = (state: AppState) => state.view.picture;
const selectHasAblation = (state: AppState) => state.view.ablation.length > 0;

/** With heads switched off: which patterns grid and pinned heads show. */
export function PictureChoice() {
  const picture = useApp(selectPicture);
  const hasAblation = useApp(selectHasAblation);
  const choose = (one: Picture): void => dispatch({ type: 'viewChanged', change: { picture: one } });
  // Its place is held free while no head is off: what stands below must not move when one is.
  const style = hasAblation ? {} : { visibility: 'hidden' as const };
  return (
    <>
      <div className={styles.long}>
        <Choice
          name="picture"
          title="Patterns"
          values={PICTURES}
          value={picture}
          wordsOf={(one) => one}
          isDisabled={!hasAblation}
          style={style}
          onChange={choose}
        />
      </div>
      <select
        className={styles.short}
        aria-label="Patterns"
        value={picture}
        disabled={!hasAblation}
        style={style}
        onChange={({ target }) => choose(PICTURES.find((one) => one === target.value) ?? picture)}
      >
        {PICTURES.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
    </>
  );
}
