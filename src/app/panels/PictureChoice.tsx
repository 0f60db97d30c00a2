import type { AppState, Picture } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import styles from './DetailPanel.module.css';

const PICTURES: readonly Picture[] = ['before', 'after', 'difference'];

const selectPicture = (state: AppState) => state.view.picture;
const selectHasAblation = (state: AppState) => state.view.ablation.length > 0;

/** With heads switched off: which patterns grid and pinned heads show. */
export function PictureChoice() {
  const picture = useApp(selectPicture);
  const hasAblation = useApp(selectHasAblation);
  // Its place is held free while no head is off: what stands below must not move when one is.
  return (
    <fieldset className={styles.choice} disabled={!hasAblation} style={hasAblation ? {} : { visibility: 'hidden' }}>
      <legend>Patterns</legend>
      {PICTURES.map((one) => (
        <label key={one} data-on={one === picture || undefined}>
          <input
            type="radio"
            name="picture"
            checked={one === picture}
            onChange={() => dispatch({ type: 'viewChanged', change: { picture: one } })}
          />
          {one}
        </label>
      ))}
    </fieldset>
  );
}
