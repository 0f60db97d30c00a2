import { linkOf } from '../state/headNumbers.ts';
import type { AppState } from '../state/appState.ts';
import { decodeView } from '../state/url.ts';
import type { View } from '../state/view.ts';

const KEY = 'headlight:own-view';

/** The part of Storage that is used; reading `window.sessionStorage` itself throws where storage is blocked. */
type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What the person had on screen, as a link, and the model, which a link may have no name for. */
type Own = { readonly link: string; readonly modelId: string };

let own: Own | null = null;

/** Keeps what is on screen until the lesson is left, beyond a reload too. */
export function keepOwnView(state: AppState, storage: () => TabStorage): void {
  own = { link: linkOf(state), modelId: state.view.modelId };
  try {
    storage().setItem(KEY, JSON.stringify(own));
  } catch {
    // Blocked or full: a reload in the middle of a lesson loses it.
  }
}

/** What was kept, once, as a view without a lesson; null if nothing was. `how` is the type of PerformanceNavigationTiming: after a reload the tab's storage has it. */
export function takeOwnView(how: string | undefined, storage: () => TabStorage): View | null {
  const found = kept(how, storage);
  own = null;
  try {
    storage().removeItem(KEY);
  } catch {
    // Blocked storage holds nothing.
  }
  return found === null ? null : { ...decodeView(found.link), modelId: found.modelId, lesson: null };
}

/** Whether one is kept that `takeOwnView` would give. */
export function hasOwnView(how: string | undefined, storage: () => TabStorage): boolean {
  return kept(how, storage) !== null;
}

function kept(how: string | undefined, storage: () => TabStorage): Own | null {
  return own ?? (how === 'reload' ? stored(storage) : null);
}

function stored(storage: () => TabStorage): Own | null {
  try {
    const found: unknown = JSON.parse(storage().getItem(KEY) ?? 'null');
    return isOwn(found) ? found : null;
  } catch {
    return null;
  }
}

function isOwn(value: unknown): value is Own {
  return (
    typeof value === 'object' &&
    value !== null &&
    'link' in value &&
    typeof value.link === 'string' &&
    'modelId' in value &&
    typeof value.modelId === 'string'
  );
}
