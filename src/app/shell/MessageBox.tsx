import type { ReactNode } from 'react';
import type { Message } from '../parts/messages.ts';
import styles from './StatusBar.module.css';

type MessageBoxProps = {
  readonly message: Message;
  /** An alert interrupts who hears the page; a status waits for a pause. */
  readonly role: 'alert' | 'status';
  readonly onClose: () => void;
  /** What can be done about it. */
  readonly children?: ReactNode;
};

/** A message that can always be closed: by its button, or by Esc while something in it has the focus (keys.ts). */
export function MessageBox({ message, role, onClose, children }: MessageBoxProps) {
  return (
    <div role={role} className={role === 'alert' ? styles.alert : styles.notice} data-message>
      <div className={styles.words}>
        <strong>{message.title}</strong> {message.body} {children}
      </div>
      <button type="button" className={styles.close} aria-label="Dismiss" data-close onClick={onClose}>
        ×
      </button>
    </div>
  );
}
