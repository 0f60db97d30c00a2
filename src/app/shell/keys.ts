import { isTyping } from '../parts/isTyping.ts';
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
