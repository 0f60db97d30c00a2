import type { ReactNode } from 'react';
import type { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { PicturePart } from './PicturePart.tsx';
import styles from './SentencePanel.module.css';

const SoundPart = fetched(async () => (await import('./SoundPart.tsx')).SoundPart);

type GivenPartProps = {
  readonly box: (typeof MODEL_INPUTS)[keyof typeof MODEL_INPUTS]['box'];
  /** The box for a second thing that the model reads. */
  readonly children: ReactNode;
};

/** What a model reads that is not typed: a picture, a sound, or nothing that a person could give. */
export function GivenPart({ box, children }: GivenPartProps) {
  if (box === 'file') return <PicturePart />;
  if (box !== 'sound') return <Nothing />;
  return (
    <LazyPart>
      <SoundPart>{children}</SoundPart>
    </LazyPart>
  );
}

const selectIsRecorded = ({ shown }: AppState) => shown?.backend.name === 'recorded';

function Nothing() {
  return (
    <span className={styles.recorded}>
      {useApp(selectIsRecorded)
        ? 'Recorded attention: no model runs, nothing can be typed.'
        : 'This model reads vectors and is fed random ones: nothing can be typed.'}
    </span>
  );
}
