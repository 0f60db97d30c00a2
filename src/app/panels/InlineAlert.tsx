import { useState } from 'react';
import type { Message } from '../messages.ts';
import controls from './controls.module.css';

type Props = { readonly message: Message | null; readonly kept?: string };

/** What could not be done, at the place where it was asked for, until it is closed; `kept` is what stays all the same. */
export function InlineAlert({ message, kept = '' }: Props) {
  return message === null ? null : <OpenAlert key={`${message.title} ${message.body}`} message={message} kept={kept} />;
}

function OpenAlert({ message, kept }: { readonly message: Message; readonly kept: string }) {
  const [isClosed, setClosed] = useState(false);
  return isClosed ? null : (
    <p role="alert" className={controls.alert}>
      <strong>{message.title}</strong> {message.body} {kept}{' '}
      <button type="button" className={controls.link} aria-label="Dismiss" onClick={() => setClosed(true)}>
        ×
      </button>
    </p>
  );
}
