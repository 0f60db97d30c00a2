import { useState } from 'react';
import styles from './learn.module.css';

type Tally = { readonly right: number; readonly wrong: number };

const NONE: Tally = { right: 0, wrong: 0 };
const kept = new Map<string, Tally>();

/** How many of a class guessed right, counted by whoever taps; kept as long as the page is open. */
export function TallyPart({ id, isOpen }: { readonly id: string; readonly isOpen: boolean }) {
  const [tally, setTally] = useState(kept.get(id) ?? NONE);
  const set = (next: Tally): void => {
    kept.set(id, next);
    setTally(next);
  };
  if (!isOpen) return null;
  const { right, wrong } = tally;
  return (
    <p className={styles.tally}>
      In class:{' '}
      <button type="button" onClick={() => set({ right: right + 1, wrong })}>
        + had it <b>{right}</b>
      </button>{' '}
      <button type="button" onClick={() => set({ right, wrong: wrong + 1 })}>
        + had not <b>{wrong}</b>
      </button>
      {right + wrong === 0 ? null : (
        <button type="button" onClick={() => set(NONE)}>
          begin anew
        </button>
      )}
    </p>
  );
}
