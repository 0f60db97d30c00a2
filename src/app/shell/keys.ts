import type { HoverStore } from '../../views/hover.ts';
import { toggleOnScreen } from '../shown/turning.ts';
import type { PanelName, ScaleMode } from '../state/view.ts';
import { dispatch, store } from '../state/store.ts';

const NEXT_SCALE: Readonly<Record<ScaleMode, ScaleMode>> = { absolute: 'head', head: 'log', log: 'absolute' };

/** The right-hand side's pages, next one first; the key leads on through them. */
const NEXT_PANEL: Readonly<Record<PanelName, PanelName>> = {
  heads: 'off',
  off: 'importance',
  importance: 'alike',
  alike: 'heads',
};

/** The page's keys, as messages.ts lists them; silent while the person types. Returns its undoing. */
export function listenForKeys(onHelp: () => void, hover: Pick<HoverStore, 'get'>): () => void {
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
      case 'x': {
        // A head of the grid that has the focus has heard the key itself.
        if (event.defaultPrevented) break;
        const head = hover.get().head ?? active;
        if (head !== undefined) toggleOnScreen(head);
        break;
      }
      case 'v':
        dispatch({ type: 'viewChanged', change: { panel: NEXT_PANEL[view.panel] } });
        break;
      case 'l':
        dispatch({ type: 'viewChanged', change: { isLarge: !view.isLarge } });
        break;
      case 'Escape':
        if (closeMessage() || endPreview()) break;
        if (active !== undefined) dispatch({ type: 'headUnpinned', head: active });
        break;
    }
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** Inputs that take no letters: after a click they have the focus, and the keys must go on working. */
const SILENT: ReadonlySet<string> = new Set(['checkbox', 'radio', 'range']);

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.closest('textarea, select, dialog, [role=menu]') !== null ||
    (target instanceof HTMLInputElement && !SILENT.has(target.type))
  );
}

/** A message in which something has the focus is nearer than any head. */
function closeMessage(): boolean {
  const close = document.activeElement?.closest('[data-message]')?.querySelector<HTMLElement>('[data-close]');
  close?.click();
  return close !== null && close !== undefined;
}

/** A head of the grid that has the focus but no pin is only a preview: Esc ends that first. */
function endPreview(): boolean {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !focused.matches('[role=gridcell][aria-selected=false]')) return false;
  focused.blur();
  return true;
}
