import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';

const selectShowsWhy = (state: AppState) => state.view.showsWhy;

/** Opens and closes what stands behind the label of the head that is looked at. */
export function WhyButton() {
  const showsWhy = useApp(selectShowsWhy);
  return (
    <button
      type="button"
      className={controls.link}
      aria-expanded={showsWhy}
      onClick={() => dispatch({ type: 'viewChanged', change: { showsWhy: !showsWhy } })}
    >
      How do we know? <span aria-hidden="true">{showsWhy ? '▴' : '▾'}</span>
    </button>
  );
}
