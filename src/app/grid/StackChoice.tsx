import { stackKinds } from '../../core/stack.ts';
import type { AttentionKind } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import styles from './HeadsPanel.module.css';

const selectRun = (state: AppState) => state.run;
const selectKind = (state: AppState) => state.view.stack;

const NAMES: Readonly<Record<AttentionKind, string>> = {
  encoder: 'encoder',
  decoder: 'decoder',
  cross: 'decoder → encoder (cross)',
};

/** Which stack of an encoder-decoder model is shown; nothing for a model with one stack. */
export function StackChoice() {
  const run = useApp(selectRun);
  const chosen = useApp(selectKind);
  const kinds = run === null ? [] : stackKinds(run);
  const shown = kinds.find((kind) => kind === chosen) ?? kinds[0];
  if (kinds.length < 2) return null;
  return (
    <label className={styles.field}>
      attention of
      <select
        value={shown}
        onChange={(event) =>
          dispatch({
            type: 'viewChanged',
            change: { stack: kinds.find((kind) => kind === event.target.value) ?? null },
          })
        }
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {NAMES[kind]}
          </option>
        ))}
      </select>
    </label>
  );
}
