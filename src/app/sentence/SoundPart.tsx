import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { soundAxes } from '../../core/soundAxes.ts';
import { SoundMap } from '../../views/SoundMap/SoundMap.tsx';
import { startSoundLoop } from '../loops/soundLoop.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { ClassList } from './ClassList.tsx';
import { PlayButton } from './PlayButton.tsx';
import { PLAYHEAD } from './playhead.ts';
import { RecordButton } from './RecordButton.tsx';
import { SampleSounds } from './SampleSounds.tsx';
import { cutWords, heardWords } from './soundWords.ts';
import { useLooks } from './useLooks.ts';
import styles from './SoundPart.module.css';

/** What is chosen since is on its way, or was refused: what is played is what is on screen. */
const selectSound = (state: AppState) => state.heardSound;
const selectLimits = ({ shown }: AppState) => shown?.model.sound ?? null;
const selectHeard = ({ run }: AppState) => run?.sound;
/** As words, which hold no run. */
const selectWords = ({ run }: AppState) => (run?.sound ? `${heardWords(run.text, run.sound)}${cutWords(run)}` : HINT);

const HINT = 'Choose a sound, drop one on the page, or record one. It stays in the page.';

/** `children`: what else the model reads, the box for a target. */
type SoundPartProps = { readonly children: ReactNode };

/** What a model of sound hears: a file or a recording; its spectrogram with the attention on it; what the model takes it for. */
export function SoundPart({ children }: SoundPartProps) {
  const sound = useApp(selectSound);
  const limits = useApp(selectLimits);
  const heard = useApp(selectHeard);
  const words = useApp(selectWords);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(startSoundLoop, []);
  const choose = (input: HTMLInputElement): void => {
    const file = input.files?.[0];
    // Else the browser does not tell of the same file when it is chosen again: after a recording, or once it was changed.
    input.value = '';
    setTrouble(null);
    if (file !== undefined) dispatch({ type: 'soundOpened', file });
  };
  return (
    <div className={styles.part}>
      <Moments />
      <ClassList />
      <div className={styles.controls}>
        <SampleSounds onTry={() => setTrouble(null)} />
        <label className={styles.file}>
          Sound
          <input type="file" accept="audio/*" onChange={(event) => choose(event.target)} />
        </label>
        {limits === null ? null : <RecordButton maxSeconds={limits.maxSeconds} onTrouble={setTrouble} />}
        {sound !== null && heard ? <PlayButton sound={sound} heard={heard} /> : null}
        <span className={styles.words} role={trouble === null ? 'status' : 'alert'}>
          {trouble ?? words}
        </span>
        {children}
      </div>
    </div>
  );
}

/** The spectrogram with what the lit moment looks at. */
function Moments() {
  const found = useLooks();
  const sound = found?.stack.run.sound;
  if (found === null || sound === undefined) return null;
  return (
    <SoundMap sound={sound} axes={soundAxes(sound, found.stack.tensor.kind)} {...found.looks}>
      <span id={PLAYHEAD} className={styles.playhead} hidden />
    </SoundMap>
  );
}
