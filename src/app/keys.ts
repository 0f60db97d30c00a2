import type { ScaleMode } from './state.ts';
import { dispatch, store } from './store.ts';

const NEXT_SCALE: Readonly<Record<ScaleMode, ScaleMode>> = { absolute: 'head', head: 'log', log: 'absolute' };

/** The page's keys, as messages.ts lists them; silent while the person types. Returns its undoing. */
export function listenForKeys(onHelp: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const { view, activePin } = store.getState();
    const active = view.heads[activePin];
    if (/^[1-9]$/.test(event.key)) {
      const index = Number(event.key) - 1;
      if (index < view.heads.length) dispatch({ type: 'pinActivated', index });
      return;
    }
    switch (event.key) {
      case '?':
        onHelp();
        break;
      case '/':
        event.preventDefault();
        document.querySelector<HTMLElement>('textarea')?.focus();
        break;
      case 'e':
        dispatch({ type: 'viewChanged', change: { showsEvidence: !view.showsEvidence } });
        break;
      case 'h':
        dispatch({ type: 'viewChanged', change: { hidesSinks: !view.hidesSinks } });
        break;
      case 's':
        dispatch({ type: 'viewChanged', change: { scale: NEXT_SCALE[view.scale] } });
        break;
      case 'l':
        dispatch({ type: 'viewChanged', change: { isLarge: !view.isLarge } });
        break;
      case 'Escape':
        if (endPreview()) break;
        if (active !== undefined) dispatch({ type: 'headUnpinned', head: active });
        break;
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('textarea, select, dialog, [role=menu]') !== null ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  );
}

/** A head of the grid that has the focus but no pin is only a preview: Esc ends that first. */
function endPreview(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !focused.matches('[role=gridcell][aria-selected=false]')) return false;
  focused.blur();
  return true;
}
