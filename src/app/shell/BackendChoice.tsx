import { cutText } from '../../core/quote.ts';
import type { BackendWish } from '../../inference/protocol.ts';
import { backendWords } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';
import { isSavedRun } from '../state/firstView.ts';
import { dispatch, useApp } from '../state/store.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import styles from './Header.module.css';

const selectWish = (state: AppState) => state.view.backend;
const selectModelId = (state: AppState) => state.view.modelId;
const selectShown = (state: AppState) => state.shown;
const selectPictured = (state: AppState) => state.run?.model ?? null;
const selectSelfTest = (state: AppState) => state.notices.find((notice) => notice.code === 'self-test-passed');

const BADGE_TERMS = {
  WASM: 'wasm',
  WebGPU: 'webgpu',
  fp32: 'fp32',
  fp16: 'fp16',
  '8 bits': 'q8',
  '4 bits': 'q4',
} as const;

/** On what the model is to run, and on what it does. */
export function BackendChoice() {
  const wish = useApp(selectWish);
  const modelId = useApp(selectModelId);
  const shown = useApp(selectShown);
  const pictured = useApp(selectPictured);
  const selfTest = useApp(selectSelfTest);
  const isSaved = useApp(isSavedRun);
  return (
    <>
      <label className={styles.field}>
        <span>Backend</span>
        <select
          value={wish}
          onChange={(event) => dispatch({ type: 'viewChanged', change: { backend: readWish(event.target.value) } })}
        >
          <option value="auto">automatic</option>
          <option value="webgpu">WebGPU</option>
          <option value="wasm">WASM</option>
        </select>
      </label>
      <span className={styles.badge} data-backend={shown?.backend.name}>
        {pictured !== null && pictured.id !== modelId ? `on screen: ${cutText(pictured.name)} · ` : ''}
        {isSaved
          ? 'saved run'
          : shown === null
            ? ''
            : withTerms(backendWords(shown.backend, shown.model.precision), BADGE_TERMS)}
        {selfTest?.code === 'self-test-passed' ? (
          <span
            title={`Compared with WASM on this machine: the largest difference of a weight is ${selfTest.maxDifference.toExponential(1)}`}
          >
            {' '}
            · same as WASM ✓
          </span>
        ) : null}
      </span>
    </>
  );
}

function readWish(value: string): BackendWish {
  return value === 'webgpu' || value === 'wasm' ? value : 'auto';
}
