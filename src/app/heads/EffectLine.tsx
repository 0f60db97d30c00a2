import { headName } from '../../core/tensor.ts';
import { ahead, fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { ablationState, isEffectCurrent, isRecording } from '../shown/shown.ts';
import { canAblate } from '../shown/turning.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { useStack } from '../shown/useStack.ts';
import controls from '../parts/controls.module.css';
import styles from './DetailPanel.module.css';

const EffectSaid = fetched(ahead(async () => (await import('./EffectSaid.tsx')).EffectSaid));

const selectHeads = (state: AppState) => state.view.ablation;
const selectActive = (state: AppState) => state.view.heads[state.activePin] ?? null;

/**
 * What switching heads off comes to, in one line where the head has been switched off; before that, how to. Its place is
 * always held, so that nothing moves.
 */
export function EffectLine() {
  const isPossible = useApp(canAblate);
  const isCurrent = useApp(isEffectCurrent);
  const state = useApp(ablationState);
  const heads = useApp(selectHeads);
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
  const isStale = !isCurrent && !isRecorded;
  return (
    <div className={styles.effect} data-stale={isStale || undefined} aria-busy={isStale && state !== 'failed'}>
      <LazyPart>
        <EffectSaid stack={stack} />
      </LazyPart>
    </div>
  );
}
