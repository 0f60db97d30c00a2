import { bytesOf, errorMessage, noticeMessage, STAGE_WORDS } from '../messages.ts';
import type { AppState } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import styles from './StatusBar.module.css';

const selectModel = (state: AppState) => state.model;
const selectRunError = (state: AppState) => state.runError;
const selectNotices = (state: AppState) => state.notices;
const selectHasRun = (state: AppState) => state.run !== null;

/** Progress where the result will be, and troubles in words; what was on screen stays under them. */
export function StatusBar({ onRetry }: { readonly onRetry: () => void }) {
  const model = useApp(selectModel);
  const runError = useApp(selectRunError);
  const notices = useApp(selectNotices);
  const hasRun = useApp(selectHasRun);
  const error = model.status === 'failed' ? model.error : runError;
  const message = error === null ? null : errorMessage(error);
  return (
    <div className={styles.bar}>
      {model.status === 'loading' ? (
        <div className={hasRun ? styles.quiet : styles.progress}>
          <label>
            {STAGE_WORDS[model.stage]} {model.stage === 'files' ? bytesOf(model.loadedBytes, model.totalBytes) : '…'}
            <progress
              value={model.stage === 'files' && model.totalBytes > 0 ? model.loadedBytes : undefined}
              max={model.totalBytes || 1}
            />
          </label>
        </div>
      ) : null}
      {message === null ? null : (
        <div role="alert" className={styles.alert}>
          <strong>{message.title}</strong> {message.body}
          {model.status === 'failed' ? (
            <button type="button" onClick={onRetry}>
              Try again
            </button>
          ) : null}
        </div>
      )}
      {notices.map((notice) => {
        const words = noticeMessage(notice);
        return words === null ? null : (
          <div key={`${notice.code} ${words.body}`} role="status" className={styles.notice}>
            <strong>{words.title}</strong> {words.body}
            <button type="button" aria-label="Dismiss" onClick={() => dispatch({ type: 'noticeDismissed', notice })}>
              ×
            </button>
          </div>
        );
      })}
    </div>
  );
}
