import { ENOUGH_ROUNDS } from '../../core/cost/headTimes.ts';
import { Choice } from '../parts/Choice.tsx';
import { InlineAlert } from '../parts/InlineAlert.tsx';
import { timingMessage } from '../parts/besideMessages.ts';
import { backendWords } from '../parts/choiceWords.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import type { Timing } from '../state/timing.ts';
import { TIMED_LENGTHS } from '../state/view.ts';
import styles from './cost.module.css';

/** The layer that is timed: the width of the textbook's, since what is asked is how times compare. */
const WIDTH = 512;
const COUNTS: readonly number[] = [1, 2, 4, 8, 16];

const selectLength = (state: AppState) => state.view.timed;

type TimingBarProps = {
  readonly timing: Timing;
  /** Whether times answer to what is compared. */
  readonly isShown: boolean;
};

/** What begins and ends the timing of a layer here, and how it was done. */
export function TimingBar({ timing, isShown }: TimingBarProps) {
  const length = useApp(selectLength);
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
          title="tokens of the timed layer"
          values={TIMED_LENGTHS}
          value={length}
          wordsOf={(one) => one}
          isDisabled={isPending}
          onChange={(timed) => dispatch({ type: 'viewChanged', change: { timed } })}
        />
        <span className={styles.words} role="status">
          {progressWords(timing)}
        </span>
      </div>
      <InlineAlert error={error} wordsOf={timingMessage} kept="What was measured before stays." />
      <p className={styles.words}>{isShown ? methodWords(timing) : OTHER_WIDTH}</p>
    </>
  );
}

const OTHER_WIDTH =
  'Times are measured at one width of the heads together: choose that below to see them beside what they cost.';

function progressWords({ isPending, progress }: Timing): string {
  if (isPending && progress === null) return 'Preparing …';
  if (progress === null) return '';
  const { nRounds, nRoundsInAll } = progress;
  if (isPending) return `${nRounds} of ${nRoundsInAll} rounds`;
  return nRounds < ENOUGH_ROUNDS ? `Ended after ${nRounds} rounds: times are told from ${ENOUGH_ROUNDS} on.` : '';
}

/** How what is known was measured; before that, how it would be. */
function methodWords({ found }: Timing): string {
  const [passes, where] =
    found === null
      ? ['Fastest of several passes', 'on what the model runs on; takes seconds']
      : [`Fastest of ${found.times.nRounds} passes`, backendWords(found.times.backend, 'fp32')];
  return `${passes} of one layer ${WIDTH} wide, random numbers, no mask, keys and values not shared, with ${COUNTS.join(', ')} heads; ${where}. Ratios carry over to other machines better than times.`;
}
