import { isRecord } from '../../core/isRecord.ts';
import { linkOf } from '../state/headNumbers.ts';
import type { AppState } from '../state/appState.ts';
import { forget, keep, readKept } from '../state/kept.ts';
import type { KeptOnceIn } from '../state/kept.ts';
import { decodeView } from '../state/url.ts';
import type { View } from '../state/view.ts';

const KEY = 'headlight:own-view';

/** What the person had on screen, as a link, and the model, which a link may have no name for. */
type Own = { readonly link: string; readonly modelId: string };

let own: Own | null = null;

/** Keeps what is on screen until the lesson is left, where the browser lets it beyond a reload too. */
export function keepOwnView(state: AppState, storage: KeptOnceIn): void {
  own = { link: linkOf(state), modelId: state.view.modelId };
  keep(KEY, own, storage);
}

/** What was kept, once, as a view without a lesson; null if nothing was. `how` is the type of PerformanceNavigationTiming: after a reload the tab's storage has it. */
export function takeOwnView(how: string | undefined, storage: KeptOnceIn): View | null {
  const found = kept(how, storage);
  own = null;
  forget(KEY, storage);
  return found === null ? null : { ...decodeView(found.link), modelId: found.modelId, lesson: null };
}

/** Whether one is kept that `takeOwnView` would give. */
export function hasOwnView(how: string | undefined, storage: KeptOnceIn): boolean {
  return kept(how, storage) !== null;
}

function kept(how: string | undefined, storage: KeptOnceIn): Own | null {
  const found = own ?? (how === 'reload' ? readKept(KEY, storage) : null);
  return isOwn(found) ? found : null;
}

function isOwn(value: unknown): value is Own {
  return isRecord(value) && typeof value['link'] === 'string' && typeof value['modelId'] === 'string';
}
