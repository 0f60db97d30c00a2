import { samplesUrlOf } from '../state/catalog.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { fetchSampleSounds } from './sampleSounds.ts';

const urlOf = ({ catalog, shown }: AppState): string | null => samplesUrlOf(catalog, shown?.model.id);

/**
 * Fetches the sounds that lie beside the model on screen, and opens one where it is tried: the first by itself, but only where `isFree` says
 * that a person has brought none. Returns its undoing.
 */
export function startSampleSoundsLoop(isFree: () => boolean): () => void {
  let files: readonly File[] = [];
  let wanted: string | null = null;

  const tryOne = (at: number): void => {
    const file = files[at];
    if (file !== undefined) dispatch({ type: 'soundOpened', file });
  };

  async function bring(): Promise<void> {
    const url = urlOf(store.getState());
    wanted = url;
    files = [];
    dispatch({ type: 'sampleSoundsChanged', samples: url === null ? null : { url, names: 'coming' } });
    if (url === null) return;
    const sounds = await fetchSampleSounds(url);
    if (wanted !== url) return;
    files = sounds?.map(({ file }) => file) ?? [];
    const names = sounds?.map(({ name }) => name) ?? 'failed';
    dispatch({ type: 'sampleSoundsChanged', samples: { url, names } });
    if (isFree()) tryOne(0);
  }

  const unhear = hear({ sampleSoundTried: ({ at }) => tryOne(at), sampleSoundsAsked: () => void bring() });
  const unsubscribe = store.subscribe((state) => {
    if (urlOf(state) !== wanted) void bring();
  });
  void bring();
  return () => {
    wanted = null;
    unhear();
    unsubscribe();
  };
}
