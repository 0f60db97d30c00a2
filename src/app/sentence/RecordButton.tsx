import { useEffect, useRef, useState } from 'react';
import { dispatch } from '../state/store.ts';
import { createRecorder } from './recordSound.ts';
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
  const [recorder] = useState(createRecorder);
  const count = useRef(0);
  useEffect(() => recorder.leave, [recorder]);

  const start = async (): Promise<void> => {
    onTrouble(null);
    const onBegun = (): (() => void) => {
      count.current += 1;
      const from = performance.now();
      setSeconds(0);
      const timer = setInterval(() => {
        const now = (performance.now() - from) / 1000;
        setSeconds(now);
        if (now >= most) recorder.stop();
      }, 100);
      return () => {
        clearInterval(timer);
        setSeconds(null);
      };
    };
    try {
      const file = await recorder.record(`recording ${count.current + 1}`, onBegun);
      if (file !== null) dispatch({ type: 'soundOpened', file });
    } catch (thrown) {
      onTrouble(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };

  return seconds === null ? (
    <button type="button" className={styles.button} onClick={() => void start()}>
      Record
    </button>
  ) : (
    <button type="button" className={styles.button} data-recording onClick={recorder.stop}>
      Stop at <span className={styles.seconds}>{seconds.toFixed(1)}</span> of {Number(most.toFixed(1))} s
    </button>
  );
}
