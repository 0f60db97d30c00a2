import { useEffect, useRef, useState } from 'react';
import { dispatch } from '../state/store.ts';
import { recordSound } from './recordSound.ts';
import type { Recording } from './recordSound.ts';
import styles from './SoundPart.module.css';

/** Longer recordings fill the memory before they tell more. */
const MAX_SECONDS = 30;

type RecordButtonProps = {
  /** What the model takes; what comes later would be cut. */
  readonly maxSeconds: number;
  readonly onTrouble: (words: string | null) => void;
};

/** Asks for the microphone when it is pressed, and lets it go when it is pressed again, or once the model has heard all it can. */
export function RecordButton({ maxSeconds, onTrouble }: RecordButtonProps) {
  const most = Math.min(MAX_SECONDS, maxSeconds);
  const [seconds, setSeconds] = useState<number | null>(null);
  const recording = useRef<Recording | null>(null);
  const count = useRef(0);
  const isThere = useRef(false);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
      recording.current?.stop();
    };
  }, []);

  const start = async (): Promise<void> => {
    onTrouble(null);
    try {
      count.current += 1;
      const begun = await recordSound(`recording ${count.current}`);
      recording.current = begun;
      // The model was changed while the browser asked.
      if (!isThere.current) return begun.stop();
      const from = performance.now();
      setSeconds(0);
      const timer = setInterval(() => {
        const now = (performance.now() - from) / 1000;
        setSeconds(now);
        if (now >= most) begun.stop();
      }, 100);
      const file = await begun.file;
      clearInterval(timer);
      if (isThere.current) dispatch({ type: 'soundOpened', file });
    } catch (thrown) {
      onTrouble(thrown instanceof Error ? thrown.message : String(thrown));
    } finally {
      recording.current = null;
      setSeconds(null);
    }
  };

  return seconds === null ? (
    <button type="button" className={styles.button} onClick={() => void start()}>
      Record
    </button>
  ) : (
    <button type="button" className={styles.button} data-recording onClick={() => recording.current?.stop()}>
      Stop at <span className={styles.seconds}>{seconds.toFixed(1)}</span> of {Number(most.toFixed(1))} s
    </button>
  );
}
