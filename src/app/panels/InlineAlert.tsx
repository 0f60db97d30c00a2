import type { Message } from '../messages.ts';
import controls from './controls.module.css';

/** What could not be done, at the place where it was asked for; `kept` is what stays all the same. */
export function InlineAlert({ message, kept = '' }: { readonly message: Message | null; readonly kept?: string }) {
  return message === null ? null : (
    <p role="alert" className={controls.alert}>
      <strong>{message.title}</strong> {message.body} {kept}
    </p>
  );
}
