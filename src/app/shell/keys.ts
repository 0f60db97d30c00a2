import { SHORTCUTS } from './shortcuts.ts';
import type { KeyReach } from './shortcuts.ts';

const LISTENING = Object.values(SHORTCUTS);

/** The page's keys, as shortcuts.ts lists them; silent while the person types. Returns its undoing. */
export function listenForKeys(reach: KeyReach): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    LISTENING.find(({ key }) => key.test(event.key))?.does(event, reach);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Inputs that take no letters: after a click they have the focus, and the keys must go on working. */
const SILENT: ReadonlySet<string> = new Set(['checkbox', 'radio', 'range']);

/** Whether keys belong to what has the focus. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('textarea, select, dialog, [role=menu]') !== null ||
    (target instanceof HTMLInputElement && !SILENT.has(target.type))
  );
}
