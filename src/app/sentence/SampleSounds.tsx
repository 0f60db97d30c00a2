import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';
import { TryList } from './TryList.tsx';
import styles from './SoundPart.module.css';

const selectSamples = (state: AppState) => state.sampleSounds;

/** Sounds that lie beside the model, to be chosen from. Their place is kept until they are there. */
export function SampleSounds({ onTry }: { readonly onTry: () => void }) {
  const names = useApp(selectSamples)?.names;
  if (names === undefined) return null;
  if (names === 'failed')
    return (
      <span role="alert">
        The sounds to try could not be fetched: check the connection.{' '}
        <button type="button" className={controls.link} onClick={() => dispatch({ type: 'sampleSoundsAsked' })}>
          Try again
        </button>
      </span>
    );
  return (
    <span className={styles.samples}>
      <TryList
        names={names === 'coming' ? [] : names.map((name) => `“${name}”`)}
        onTry={(at) => {
          onTry();
          dispatch({ type: 'sampleSoundTried', at });
        }}
      />
    </span>
  );
}
