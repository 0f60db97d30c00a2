import { useState } from 'react';
import type { ReactNode } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { errorMessage, noticeMessage } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';
import { GraphChoice } from '../open/GraphChoice.tsx';
import { LazyPart } from '../parts/LazyPart.tsx';
import { fetched } from '../shown/fetched.ts';
import { HubChoice } from '../open/HubChoice.tsx';
import { canRetry } from '../shown/pageState.ts';
import { useIsStacked } from '../shown/useEnvironment.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { MessageBox } from './MessageBox.tsx';
import styles from './StatusBar.module.css';

const selectModel = (state: AppState) => state.model;
const selectRunError = (state: AppState) => state.runError;
/** Of the model that ran last, also where it has failed since. */
const selectThing = ({ shown }: AppState) =>
  shown?.model.sound ? 'sound' : shown?.model.takes === 'image' ? 'picture' : 'sentence';
const selectNotices = (state: AppState) => state.notices;

/** Troubles in words, each with the way out of it, until they are over or closed. */
export function Messages() {
  const model = useApp(selectModel);
  const runError = useApp(selectRunError);
  const notices = useApp(selectNotices);
  const thing = useApp(selectThing);
  const [closed, setClosed] = useState<ErrorInfo | null>(null);
  const graphs = model.status === 'ready' ? model.card.graphs : undefined;
  const error = model.status === 'failed' ? model.error : runError;
  return (
    <>
      {error === null ? null : (
        <Trouble
          message={errorMessage(error, thing)}
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
          {error.graphs ? <GraphChoice graphs={error.graphs} /> : null}
          {error.inputs ? (
            <LazyPart>
              <InputsForm inputs={error.inputs} />
            </LazyPart>
          ) : null}
        </Trouble>
      )}
      {notices.map((notice) => {
        const message = noticeMessage(notice);
        return message === null ? null : (
          <NoticeBox
            key={`${notice.code} ${message.body}`}
            message={message}
            onClose={() => dispatch({ type: 'noticeDismissed', notice })}
          >
            {notice.code === 'several-graphs' && graphs ? <GraphChoice graphs={graphs} /> : null}
          </NoticeBox>
        );
      })}
    </>
  );
}

const InputsForm = fetched(async () => (await import('../open/InputsForm.tsx')).InputsForm);

type TroubleProps = {
  readonly message: Message;
  readonly isClosed: boolean;
  readonly onToggle: (isClosed: boolean) => void;
  /** The way out of it, which stays when the words are closed. */
  readonly children: ReactNode;
};

type NoticeProps = { readonly message: Message; readonly onClose: () => void; readonly children: ReactNode };

/** What is good to know and in nobody's way: on a phone, where it would lie over the heads, its heading until more is asked for. */
function NoticeBox({ message, onClose, children }: NoticeProps) {
  const isStacked = useIsStacked();
  const [isOpen, setOpen] = useState(false);
  if (!isStacked)
    return (
      <MessageBox role="status" message={message} onClose={onClose}>
        {children}
      </MessageBox>
    );
  // One and the same box, so that what is added is read out, and the button that was pressed keeps the focus.
  return (
    <div role="status" className={isOpen ? styles.notice : styles.folded} data-message>
      <div className={isOpen ? styles.words : styles.heading}>
        <strong>{message.title}</strong>{' '}
        {isOpen ? (
          <>
            {message.body} {children}
          </>
        ) : null}
      </div>
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Say less' : 'Say more'}
      </button>
      <button type="button" aria-label="Dismiss" data-close onClick={onClose}>
        ×
      </button>
    </div>
  );
}

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
