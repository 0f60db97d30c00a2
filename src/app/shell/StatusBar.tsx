import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { bytesOf, errorMessage, noticeMessage, STAGE_WORDS, WAIT_WORDS } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';
import { canRetry, waitOf } from '../shown/pageState.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { useLasting } from '../parts/useLasting.ts';
import { HubChoice } from '../open/HubChoice.tsx';
import { MessageBox } from './MessageBox.tsx';
import styles from './StatusBar.module.css';

const selectModel = (state: AppState) => state.model;
const selectRunError = (state: AppState) => state.runError;
const selectNotices = (state: AppState) => state.notices;
const selectHasRun = (state: AppState) => state.run !== null;
const selectWait = (state: AppState) => waitOf(state)?.what ?? null;
const selectWaitKey = (state: AppState) => waitOf(state)?.key ?? null;

/** Progress where the result will be, and troubles in words, below what is worked with; what was on screen stays. */
export function StatusBar() {
  const model = useApp(selectModel);
  const runError = useApp(selectRunError);
  const notices = useApp(selectNotices);
  const hasRun = useApp(selectHasRun);
  const [closed, setClosed] = useState<ErrorInfo | null>(null);
  const wait = useApp(selectWait);
  const isLong = useLasting(useApp(selectWaitKey));
  const stop = isLong ? (
    <button type="button" onClick={() => dispatch({ type: 'stopAsked' })}>
      Stop
    </button>
  ) : null;
  const error = model.status === 'failed' ? model.error : runError;
  const told = notices.flatMap((notice) => {
    const message = noticeMessage(notice);
    return message === null ? [] : [{ notice, message }];
  });
  return (
    <div className={styles.bar} data-told={error !== null || told.length > 0 || undefined}>
      {model.status === 'loading' ? (
        <div className={hasRun ? styles.quiet : styles.progress}>
          <label>
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
        {error === null ? null : (
          <Trouble
            message={errorMessage(error)}
            isClosed={closed === error}
            onToggle={(isClosed) => setClosed(isClosed ? error : null)}
          >
            {error.code === 'hub-unasked' ? (
              <HubChoice />
            ) : canRetry({ model, runError }) ? (
              <button type="button" onClick={() => dispatch({ type: 'retryAsked' })}>
                Try again
              </button>
            ) : null}
          </Trouble>
        )}
        {told.map(({ notice, message }) => (
          <MessageBox
            key={`${notice.code} ${message.body}`}
            role="status"
            message={message}
            onClose={() => dispatch({ type: 'noticeDismissed', notice })}
          />
        ))}
      </div>
    </div>
  );
}

type TroubleProps = {
  readonly message: Message;
  readonly isClosed: boolean;
  readonly onToggle: (isClosed: boolean) => void;
  /** The way out of it, which stays when the words are closed. */
  readonly children: ReactNode;
};

/** What stands between the person and a result: closed it is one line, for as long as it lasts. */
function Trouble({ message, isClosed, onToggle, children }: TroubleProps) {
  return isClosed ? (
    <div role="status" className={styles.folded}>
      <span className={styles.title}>{message.title}</span>
      <button type="button" onClick={() => onToggle(false)}>
        Say why
      </button>
      {children}
    </div>
  ) : (
    <MessageBox role="alert" message={message} onClose={() => onToggle(true)}>
      {children}
    </MessageBox>
  );
}
