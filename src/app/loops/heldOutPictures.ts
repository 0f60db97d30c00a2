import { toErrorInfo } from '../../core/errors.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import { dispatch, store } from '../state/store.ts';
import { basisNow, heldOutNow } from '../shown/basis.ts';
import { fetchHeldOut } from './heldOut.ts';

type Pictures = readonly InputOf<'image'>[];

/** The held-out pictures that studies rest on: pixels have no place in the state. */
export type HeldOutPictures = {
  /** Those that were fetched last. */
  readonly now: () => Pictures;
  /** Whether a study begun now would rest on pictures that are not there. */
  readonly areMissing: () => boolean;
  /**
   * Fetches what is missing, once however often it is asked for, and says if it does not come. Then does what was asked with it last,
   * if a study would still rest on them.
   */
  readonly bring: (next?: () => void) => void;
};

export function createHeldOutPictures(): HeldOutPictures {
  let kept: { readonly url: string; readonly pictures: Pictures } | null = null;
  let wish: (() => void) | undefined;
  const coming = new Set<string>();
  const areMissing = (): boolean => ![null, kept?.url].includes(wantedUrl());
  const bringFrom = async (url: string): Promise<void> => {
    try {
      const pictures = await fetchHeldOut(url);
      if (![null, url].includes(wantedUrl())) return;
      kept = { url, pictures };
      dispatch({ type: 'sentencesChanged', change: { heldOut: { url, names: pictures.map(({ name }) => name) } } });
      if (wantedUrl() === url) wish?.();
    } catch (thrown) {
      if (wantedUrl() === url)
        dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, 'model-truncated') } });
    } finally {
      coming.delete(url);
    }
  };
  return {
    now: () => kept?.pictures ?? [],
    areMissing,
    bring(next) {
      const url = wantedUrl();
      wish = next;
      if (url === null || !areMissing() || coming.has(url)) return;
      coming.add(url);
      void bringFrom(url);
    },
  };
}

/** The address of the pictures that a study begun now would rest on; null where it rests on something else. */
function wantedUrl(): string | null {
  const state = store.getState();
  return basisNow(state) === 'held-out' ? (heldOutNow(state)?.url ?? null) : null;
}
