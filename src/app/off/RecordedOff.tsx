import { headKey } from '../../core/ablation/turning.ts';
import { twoDecimals } from '../../core/numberWords.ts';
import { turnedName } from '../shown/turnedName.ts';
import { meanOverOf } from '../shown/shown.ts';
import { pinTurned } from '../shown/turning.ts';
import { MODE_WORDS } from '../parts/modeWords.ts';
import { meanWords } from './offWords.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { useStack } from '../shown/useStack.ts';
import { EffectPanel } from './EffectPanel.tsx';
import controls from '../parts/controls.module.css';
import styles from './OffPanel.module.css';

const selectTurned = (state: AppState) => state.view.ablation;
const selectMode = (state: AppState) => state.view.mode;

/** Where no model runs: what was switched off when the file was saved, and what came of it; it can be looked at, not changed. */
export function RecordedOff() {
  const turned = useApp(selectTurned);
  const mode = useApp(selectMode);
  const meanOver = useApp(meanOverOf);
  const attention = useStack()?.run.attention ?? [];
  if (turned.length === 0) {
    return (
      <p className={controls.hint} role="status">
        Recorded attention: no model runs here, so no head can be switched off. “Alike” works on recordings.
      </p>
    );
  }
  return (
    <section className={styles.panel} aria-label="Switched off in this recording">
      <div className={styles.choice}>
        <p className={controls.hint} role="status">
          Recorded attention: no model runs here, so no other head can be switched off. This was switched off when the
          file was saved.
        </p>
        <p className={styles.recordedMode}>
          In place of the head: <b>{MODE_WORDS[mode].name}</b>.{' '}
          {mode === 'mean' ? meanWords(meanOver) : MODE_WORDS[mode].says}
        </p>
        <ul className={styles.heads} aria-label="Heads turned down">
          {turned.map((head) => {
            const name = turnedName(attention, head);
            return (
              <li key={headKey(head.kind, head)} className={styles.recordedRow}>
                <button type="button" className={styles.name} title={`Pin ${name}`} onClick={() => pinTurned(head)}>
                  {name}
                </button>
                <span>{head.keep === 0 ? 'off' : `× ${twoDecimals(head.keep)}`}</span>
              </li>
            );
          })}
        </ul>
      </div>
      <EffectPanel />
    </section>
  );
}
