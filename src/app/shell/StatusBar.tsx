import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { useLasting } from '../parts/useLasting.ts';
import { hasMessages, waitOf } from '../shown/pageState.ts';
import type { AppState } from '../state/appState.ts';
import { isSavedRun } from '../state/firstView.ts';
import { dispatch, useApp } from '../state/store.ts';
import { bytesOf, STAGE_WORDS, WAIT_WORDS } from './progressWords.ts';
import styles from './StatusBar.module.css';

const loadMessages = async () => (await import('./Messages.tsx')).Messages;
const Messages = fetched(loadMessages);
// Beside the model, not after it: that this does not come may be the first thing to tell.
loadMessages().catch(() => undefined);

const selectModel = (state: AppState) => state.model;
const selectHasRun = (state: AppState) => state.run !== null;
const selectWait = (state: AppState) => waitOf(state)?.what ?? null;
const selectWaitKey = (state: AppState) => waitOf(state)?.key ?? null;

/** Progress where the result will be, and troubles in words, below what is worked with; what was on screen stays. */
export function StatusBar() {
  const model = useApp(selectModel);
  const isTold = useApp(hasMessages);
  const hasRun = useApp(selectHasRun);
  const isSaved = useApp(isSavedRun);
  const wait = useApp(selectWait);
  const isLong = useLasting(useApp(selectWaitKey));
  const stop = isLong ? (
    <button type="button" onClick={() => dispatch({ type: 'stopAsked' })}>
      Stop
    </button>
  ) : null;
  return (
    <div className={styles.bar} data-told={isTold || undefined}>
      {model.status === 'loading' ? (
        <div className={hasRun ? styles.quiet : styles.progress}>
          <label>
            {isSaved ? 'Saved run, the model is on its way. ' : ''}
            {STAGE_WORDS[model.stage]} {model.stage === 'files' ? bytesOf(model.loadedBytes, model.totalBytes) : '…'}
            <progress
              value={model.stage === 'files' && model.totalBytes > 0 ? model.loadedBytes : undefined}
              max={model.totalBytes || 1}
            />
          </label>
          {stop}
        </div>
      ) : null}
      {isLong && wait !== null && wait !== 'load' ? (
        <div role="status" className={styles.quiet}>
          {WAIT_WORDS[wait]}
          {stop}
        </div>
      ) : null}
      <div className={styles.messages}>
        {isTold ? (
          <LazyPart>
            <Messages />
          </LazyPart>
        ) : null}
      </div>
    </div>
  );
}
