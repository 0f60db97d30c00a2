import { sameHead } from '../../../core/selection.ts';
import type { HeadRef } from '../../../core/selection.ts';
import type { PinAction } from '../actions.ts';
import type { AppState } from '../appState.ts';

export function reducePins(state: AppState, action: PinAction): AppState {
  switch (action.type) {
    case 'headPinned':
      return pin(state, action.head);
    case 'headUnpinned':
      return unpin(state, action.head);
    case 'pinActivated':
      return action.index === state.activePin
        ? state
        : // From now on they are written into the address, which follows the view.
          { ...state, view: { ...state.view }, activePin: action.index, panelLabel: null, arePinsSuggested: false };
    case 'labelSelected':
      return { ...state, panelLabel: action.label };
  }
}

/**
 * Pins a head, or makes an already pinned one the active one and, if it is active already, unpins it: unless it was only
 * suggested, since it may have become so under the pointer of who meant to pin it.
 */
function pin(state: AppState, head: HeadRef): AppState {
  const at = state.view.heads.findIndex((other) => sameHead(other, head));
  if (at === state.activePin && at >= 0 && !state.arePinsSuggested) return unpin(state, head);
  const heads = at >= 0 ? state.view.heads : [...state.view.heads, head];
  return {
    ...state,
    view: { ...state.view, heads },
    activePin: at >= 0 ? at : heads.length - 1,
    panelLabel: null,
    awaitsSuggestion: false,
    arePinsSuggested: false,
  };
}

function unpin(state: AppState, unpinned: HeadRef): AppState {
  const at = state.view.heads.findIndex((head) => sameHead(head, unpinned));
  const heads = state.view.heads.filter((_, index) => index !== at);
  // The active head stays active when one before it goes.
  const activePin = at >= 0 && at < state.activePin ? state.activePin - 1 : state.activePin;
  return {
    ...state,
    view: { ...state.view, heads },
    activePin: Math.max(0, Math.min(activePin, heads.length - 1)),
    panelLabel: null,
    awaitsSuggestion: false,
    arePinsSuggested: false,
  };
}
