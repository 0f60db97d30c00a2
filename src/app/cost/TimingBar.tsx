import { useState } from 'react';
import { Choice } from '../parts/Choice.tsx';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { backendWords, errorMessage } from '../parts/messages.ts';
import { dispatch } from '../state/store.ts';
import type { Timing } from '../state/timing.ts';
import styles from './cost.module.css';

/** The layer that is timed: the width of the textbook's, since what is asked is how times compare. */
const WIDTH = 512;
const COUNTS: readonly number[] = [1, 2, 4, 8, 16];

const LENGTHS = ['64', '256', '512'] as const;

type TimingBarProps = {
  readonly timing: Timing;
  /** Whether times answer to what is compared. */
  readonly isShown: boolean;
};

/** What begins and ends the timing of a layer here, and how it was done. */
export function TimingBar({ timing, isShown }: TimingBarProps) {
  const [length, setLength] = useState<(typeof LENGTHS)[number]>('512');
  const { isPending, error } = timing;
  return (
    <>
      <div className={styles.bar}>
        {isPending ? (
          <button type="button" onClick={() => dispatch({ type: 'timingStopAsked' })}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            onClick={() =>
              dispatch({ type: 'timingAsked', plan: { d: WIDTH, nTokens: Number(length), counts: COUNTS } })
            }
          >
            Time it here
          </button>
        )}
        <Choice
          name="timed-tokens"
          title="tokens"
          values={LENGTHS}
          value={length}
          wordsOf={(one) => one}
          isDisabled={isPending}
          onChange={setLength}
        />
        <span className={styles.words} role="status">
          {isPending ? progressWords(timing) : ''}
        </span>
      </div>
      <InlineAlert error={error} wordsOf={errorMessage} kept="What was measured before stays." />
      <p className={styles.words}>{isShown ? methodWords(timing) : OTHER_WIDTH}</p>
    </>
  );
}

const OTHER_WIDTH =
  'Times are measured at one width of the heads together: choose that below to see them beside what they cost.';

function progressWords({ found, plan, isPending }: Timing): string {
  if (!isPending || found === null || found.plan !== plan) return 'Preparing …';
  return `${found.times.nRounds} of ${found.times.nRoundsInAll} rounds`;
}

/** How what is known was measured; before that, how it would be. */
function methodWords({ found }: Timing): string {
  const [passes, where] =
    found === null
      ? ['Fastest of several passes', 'on what the model runs on; takes seconds']
      : [`Fastest of ${found.times.nRounds} passes`, backendWords(found.times.backend, 'fp32')];
  return `${passes} of one layer ${WIDTH} wide, random numbers, no mask, with ${COUNTS.join(', ')} heads; ${where}. Ratios carry over to other machines better than times.`;
}
