import { percent } from '../../core/numberWords.ts';
import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { canAblate, kindOnScreen, toggleOnScreen, turnedNames } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import styles from './DetailPanel.module.css';

const selectTurned = (state: AppState) => state.view.ablation;

/** Switches the head off, and says what is kept of one that is turned down. */
export function SwitchButton({ head, name }: { readonly head: HeadRef; readonly name: string }) {
  const isPossible = useApp(canAblate);
  const turned = useApp(selectTurned);
  const kind = useApp(kindOnScreen);
  const keep = turnedNames(turned, kind).get(formatHead(head)) ?? 1;
  const state = keep === 1 ? 'on' : keep === 0 ? 'off' : percent(keep);
  if (!isPossible) {
    return keep === 1 ? null : (
      <span
        className={styles.recordedOff}
        title={`${name} was ${keep === 0 ? 'off' : 'turned down'} in this recording`}
      >
        {state}
      </span>
    );
  }
  const does = `${name} is ${state}: switch it ${keep === 1 ? 'off' : 'on again'}`;
  return (
    <button
      type="button"
      className={styles.switchOff}
      aria-pressed={keep < 1}
      aria-label={does}
      aria-keyshortcuts="x"
      title={`${does} (x)`}
      onClick={() => toggleOnScreen(head)}
    >
      {state}
    </button>
  );
}
