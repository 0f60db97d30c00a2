import { useState } from 'react';
import type { ErrorInfo } from '../../core/errors.ts';
import { endsModel } from './besideMessages.ts';
import type { Message } from './messages.ts';
import controls from './controls.module.css';

type Props = {
  /** What went wrong: one that is closed stays so, the next is told even if it says the same. */
  readonly error: ErrorInfo | null;
  readonly wordsOf: (error: ErrorInfo) => Message;
  /** What stays all the same. */
  readonly kept?: string;
  /** Asks once more, where that may help; what has taken the model along is mended where that is told. */
  readonly onAgain?: () => void;
};

/** What could not be done, at the place where it was asked for, until it is closed. */
export function InlineAlert({ error, wordsOf, kept = '', onAgain }: Props) {
  const [closed, setClosed] = useState<ErrorInfo | null>(null);
  if (error === null || error === closed) return null;
  const { title, body } = wordsOf(error);
  return (
    <p role="alert" className={controls.alert}>
      <strong>{title}</strong> {body} {kept}{' '}
      {onAgain === undefined || endsModel(error) ? null : (
        <button type="button" className={controls.link} onClick={onAgain}>
          Ask again
        </button>
      )}{' '}
      <button type="button" className={controls.link} aria-label="Dismiss" onClick={() => setClosed(error)}>
        ×
      </button>
    </p>
  );
}
