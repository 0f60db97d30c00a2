import { toErrorInfo } from '../../core/errors.ts';
import { ahead, NotFetched, part } from '../shown/fetched.ts';
import type { AppState } from '../state/appState.ts';
import type { AskedFile, Saving } from '../state/askedFile.ts';
import { dispatch, hear, store } from '../state/store.ts';

/** Makes a file and hands it over; what it throws is why there is none. */
export type SaveAsked = (file: AskedFile, state: AppState) => Promise<void>;

/**
 * Hands over tables, runs and figures as files, once they are asked for. `saver` is fetched when first wanted, or once the page has begun: who
 * only looks need not wait for it. Returns its undoing.
 */
export function startSaveLoop(saver: () => Promise<SaveAsked>): () => void {
  /** The figure that is being made, however the page tells of it meanwhile. */
  let drawn: AskedFile | null = null;
  const fetchSaver = ahead(saver);
  return hear({
    async fileAsked({ file }) {
      const state = store.getState();
      const { what } = file;
      // One at a time is drawn; a run or a table is written between frames, whatever else is made.
      const isDrawn = what === 'figure' || what === 'inside';
      if (isDrawn && drawn !== null) return;
      if (isDrawn) drawn = file;
      tell(drawn === null ? 'idle' : 'drawing');
      try {
        const saveAsked = await part(fetchSaver());
        await saveAsked(file, state);
        // What else went wrong meanwhile stays.
        if (isDrawn && store.getState().saving === 'drawing') tell('idle');
      } catch (thrown) {
        tell({ what, why: thrown instanceof NotFetched ? 'unfetched' : toErrorInfo(thrown, 'figure-failed') });
      } finally {
        if (isDrawn) drawn = null;
      }
    },
  });
}

function tell(saving: Saving): void {
  dispatch({ type: 'savingChanged', saving });
}
