import { useEffect, useState } from 'react';
import { fetchSampleSounds } from '../loops/sampleSounds.ts';
import type { SampleSound } from '../loops/sampleSounds.ts';
import type { AppState } from '../state/appState.ts';
import { samplesUrlOf } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';
import { TryList } from './TryList.tsx';

const selectUrl = ({ catalog, shown }: AppState) => samplesUrlOf(catalog, shown?.model.id);

type Fetched = { readonly url: string; readonly sounds: readonly SampleSound[] | null };

/** Sounds that lie beside the model, to be chosen from; the first is heard at once where nothing was chosen yet. */
export function SampleSounds({ onTry }: { readonly onTry: () => void }) {
  const url = useApp(selectUrl);
  const [fetched, setFetched] = useState<Fetched | null>(null);
  useEffect(() => (url === null ? undefined : bring(url, setFetched)), [url]);
  if (url === null || fetched?.url !== url) return null;
  const { sounds } = fetched;
  if (sounds !== null)
    return (
      <TryList
        names={sounds.map(({ name }) => `“${name}”`)}
        onTry={(at) => {
          onTry();
          tryOne(sounds[at]);
        }}
      />
    );
  return (
    <span role="alert">
      The sounds to try could not be fetched: check the connection.{' '}
      <button type="button" className={controls.link} onClick={() => bring(url, setFetched)}>
        Try again
      </button>
    </span>
  );
}

/** Returns its undoing. */
function bring(url: string, onFetched: (fetched: Fetched) => void): () => void {
  let isWanted = true;
  const fetchAll = async (): Promise<void> => {
    const sounds = await fetchSampleSounds(url);
    if (!isWanted) return;
    onFetched({ url, sounds });
    if (store.getState().sound === null) tryOne(sounds?.[0]);
  };
  void fetchAll();
  return () => {
    isWanted = false;
  };
}

function tryOne(sample: SampleSound | undefined): void {
  if (sample !== undefined) dispatch({ type: 'soundOpened', file: sample.file });
}
