import { patchAxes } from '../../core/patchAxes.ts';
import type { ModelRun } from '../../core/run.ts';
import { stackKinds, stageNumber } from '../../core/stack.ts';
import { isStage } from '../../core/tensor.ts';
import type { AttentionKind, StageKind } from '../../core/tensor.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import styles from './HeadsPanel.module.css';

const selectRun = (state: AppState) => state.run;
const selectKind = (state: AppState) => state.view.stack;

const NAMES: Readonly<Record<Exclude<AttentionKind, StageKind>, string>> = {
  encoder: 'encoder',
  decoder: 'decoder',
  cross: 'decoder → encoder (cross)',
};

/** Of a stage of a pyramid its number and its grid. */
function nameOf(run: ModelRun, kind: AttentionKind): string {
  const number = stageNumber(run, kind);
  if (number === null) return isStage(kind) ? kind : NAMES[kind];
  const axes = run.image && patchAxes(run.image, kind);
  const grid = axes?.query ? `, ${axes.query.nPatchRows} × ${axes.query.nPatchColumns}` : '';
  return `stage ${number}${grid}`;
}

/** Which stack of an encoder-decoder model is shown; nothing for a model with one stack. */
export function StackChoice() {
  const run = useApp(selectRun);
  const chosen = useApp(selectKind);
  const all = run === null ? [] : stackKinds(run);
  // Stages come in the order of computing, whichever of them has most layers.
  const numberOf = (kind: AttentionKind): number => (run === null ? 0 : (stageNumber(run, kind) ?? 5));
  const kinds = all.toSorted((a, b) => numberOf(a) - numberOf(b));
  const shown = all.find((kind) => kind === chosen) ?? all[0];
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
            {run === null ? kind : nameOf(run, kind)}
          </option>
        ))}
      </select>
    </label>
  );
}
