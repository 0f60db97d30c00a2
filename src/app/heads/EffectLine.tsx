import { headName } from '../../core/tensor.ts';
import { effectWords, withoutWords } from '../parts/effectWords.ts';
import { ablationState, isEffectCurrent, isRecording } from '../shown/shown.ts';
import { canAblate } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useStack } from '../shown/useStack.ts';
import controls from '../parts/controls.module.css';
import styles from './DetailPanel.module.css';

const selectAblated = (state: AppState) => state.ablated;
const selectHeads = (state: AppState) => state.view.ablation;
const selectMode = (state: AppState) => state.view.mode;
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;

/**
 * What switching heads off comes to, in one line where the head has been switched off; before that, how to. Its place is
 * always held, so that nothing moves.
 */
export function EffectLine() {
  const { effect, effectAblation, isFinal } = useApp(selectAblated);
  const isPossible = useApp(canAblate);
  const isCurrent = useApp(isEffectCurrent);
  const state = useApp(ablationState);
  const heads = useApp(selectHeads);
  const mode = useApp(selectMode);
  const active = useApp(selectActive);
  const stack = useStack();
  const isRecorded = useApp(isRecording);
  if ((!isPossible && !(isRecorded && heads.length > 0)) || stack === null) return <p className={styles.effect} />;
  if (heads.length === 0) {
    const name = active === null ? 'a head' : headName(stack.tensor, active);
    return (
      <p className={styles.effect}>
        <span>
          <span className={controls.byKey}>
            Press <kbd>x</kbd> to switch {name} off and see what the model loses.
          </span>
          <span className={controls.byTouch}>
            {active === null ? 'Press a head in the grid, then ' : 'Press '}
            <b>on</b> beside its name to switch {active === null ? 'it' : name} off and see what the model loses.
          </span>
        </span>
      </p>
    );
  }
  // The old numbers stay with the heads that they are of until the new ones are there.
  const known = effect === null || effectAblation === null || state === 'failed' ? null : { effect, effectAblation };
  const what = withoutWords(known?.effectAblation ?? { heads, mode }, stack.run.attention);
  const waiting = isRecorded ? 'the file holds no effect' : state === 'failed' ? 'could not be measured' : '…';
  const isStale = !isCurrent && !isRecorded;
  return (
    <p className={styles.effect} data-stale={isStale || undefined} aria-busy={isStale && state !== 'failed'}>
      <span role="status">
        {what}: {known === null ? waiting : effectWords(known.effect, isFinal)}
      </span>
      <button type="button" className={controls.link} onClick={seeWhere}>
        {state === 'failed' ? 'see why' : 'see where'}
      </button>
    </p>
  );
}

function seeWhere(): void {
  dispatch({ type: 'viewChanged', change: { panel: 'off' } });
}
