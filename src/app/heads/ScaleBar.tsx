import { memo } from 'react';
import type { ReactNode } from 'react';
import { shownAblated } from '../shown/shown.ts';
import { SCALE_WORDS } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';
import type { ScaleMode } from '../../views/paint/weightScale.ts';
import { dispatch, useApp } from '../state/store.ts';
import { Choice } from '../parts/Choice.tsx';
import { useRedrawn } from '../../views/parts/redrawn.ts';
import styles from './DetailPanel.module.css';

const selectScale = (state: AppState) => state.view.scale;
const selectHides = (state: AppState) => state.view.hidesSinks;
const selectShowsEvidence = (state: AppState) => state.view.showsEvidence;
const selectIsDifference = (state: AppState) => state.view.picture === 'difference' && shownAblated(state) !== null;
const DIFFERENCE_HINTS: Readonly<Record<ScaleMode, string>> = {
  absolute: 'change, to the largest of all heads',
  head: 'change, to each head’s largest',
  log: 'Differences have two signs: there are no powers of ten for them.',
};
const MODES: readonly ScaleMode[] = ['absolute', 'head', 'log'];

/** How weights are coloured and what is left out, for every heatmap of the page at once. */
export const ScaleBar = memo(function ScaleBar({ children }: { readonly children: ReactNode }) {
  // Of a short text there is nothing to zoom, and what was to be zoomed before must not be held on to.
  useRedrawn();
  const scale = useApp(selectScale);
  const hidesSinks = useApp(selectHides);
  const showsEvidence = useApp(selectShowsEvidence);
  const isDifference = useApp(selectIsDifference);
  return (
    <div className={styles.bar}>
      <Choice
        name="scale"
        title="Scale"
        values={MODES}
        value={isDifference && scale === 'log' ? 'absolute' : scale}
        wordsOf={(mode) => SCALE_WORDS[mode].name}
        hintOf={(mode) => (isDifference ? DIFFERENCE_HINTS[mode] : SCALE_WORDS[mode].legend)}
        isPossible={(mode) => !isDifference || mode !== 'log'}
        onChange={(mode) => dispatch({ type: 'viewChanged', change: { scale: mode } })}
      />
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={hidesSinks}
          onChange={() => dispatch({ type: 'viewChanged', change: { hidesSinks: !hidesSinks } })}
        />
        Hide special tokens and sink
      </label>
      <label className={styles.switch}>
        <input
          type="checkbox"
          checked={showsEvidence}
          onChange={() => dispatch({ type: 'viewChanged', change: { showsEvidence: !showsEvidence } })}
        />
        Evidence
      </label>
      {children}
    </div>
  );
});
