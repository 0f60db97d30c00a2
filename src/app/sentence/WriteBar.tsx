import { useMemo } from 'react';
import type { ReactNode, Ref } from 'react';
import { probabilityPercent } from '../../core/numberWords.ts';
import { isolated, visibleText } from '../../core/tokenText.ts';
import type { AppState } from '../state/appState.ts';
import { hasTarget } from '../state/runText.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { inPlace, willGo } from './inPlace.ts';
import { SamplingChoice } from './SamplingChoice.tsx';
import { usePlay } from './usePlay.ts';
import { writeToken } from './writeToken.ts';
import { writingOf } from './writing.ts';
import type { Writing } from './writing.ts';
import { writingWords } from './writeWords.ts';
import styles from './WriteBar.module.css';

// As text it is the same while it says the same, and holds no run: what a part was drawn from before is kept until it is drawn again.
const selectWriting = (state: AppState) => JSON.stringify(writingOf(state));
const selectText = ({ view }: AppState) => view.text;
const selectPair = ({ view }: AppState) => view.pair;
const selectSound = ({ sound }: AppState) => sound?.file.name;
const selectImage = ({ image }: AppState) => image?.name;
const selectIsTarget = ({ run }: AppState) => run !== null && hasTarget(run);
const selectWritten = ({ view }: AppState) => view.written;
const selectSampling = ({ view }: AppState) => view.sampling;
const NOTHING: readonly number[] = [];

/** The model writes on: token by token or by itself, and back; which words it might take, and another in their place. */
export function WriteBar() {
  const said = useApp(selectWriting);
  const writing = useMemo((): Writing | null => JSON.parse(said), [said]);
  const text = useApp(selectText);
  const written = useApp(selectWritten) ?? NOTHING;
  const sampling = useApp(selectSampling);
  const pair = useApp(selectPair);
  const isTarget = useApp(selectIsTarget);
  const given = [useApp(selectSound) ?? '', useApp(selectImage) ?? ''];
  const { isPlaying, play } = usePlay(writing, [text, pair ?? '', ...given].join('\n'), written);
  const goesOn = isTarget ? 'The target goes on with' : 'The model goes on with';
  if (writing === null) return null;
  const { status, nextId, candidates } = writing;
  const change = (next: Partial<AppState['view']>) => () => {
    play(false);
    dispatch({ type: 'viewChanged', change: next });
  };
  const choose = (id: number) => () => {
    play(false);
    writeToken(written, id);
  };
  const canGoOn = status === 'ready';
  const isThere = status !== 'waiting' && status !== 'unsaid';
  return (
    <section className={styles.bar} aria-label="Write on">
      <div className={styles.row}>
        <Press ref={inPlace} can={canGoOn} onPress={choose(nextId)}>
          Step
        </Press>
        <Press can={canGoOn || isPlaying} onPress={() => play(!isPlaying)}>
          {isPlaying ? 'Pause' : 'Play'}
        </Press>
        <Press can={written.length > 0} onPress={change({ written: written.slice(0, -1) })}>
          Back
        </Press>
        <Press
          can={written.length > 0 && isThere}
          title={`What is written becomes the ${isTarget ? 'target' : 'sentence'}`}
          onPress={() => {
            const { run } = store.getState();
            change(isTarget ? { pair: run?.pair ?? '', written: [] } : { text: run?.text ?? text, written: [] })();
          }}
        >
          Keep
        </Press>
        <Press
          can
          title="Only what you typed stays"
          onPress={() => {
            willGo();
            change({ written: null })();
          }}
        >
          End
        </Press>
        <SamplingChoice sampling={sampling} />
      </div>
      <div className={styles.said}>
        <span>{goesOn}</span>
        <ol aria-label={goesOn}>
          {candidates.map((one, rank) => (
            // By rank, so that the focus stays where it is while words come and go.
            <li key={rank}>
              <Press
                can={isThere && status !== 'full'}
                isNext={one.id === nextId}
                title={one.id === nextId ? 'Step writes this' : 'Write this instead'}
                onPress={choose(one.id)}
              >
                <b dir="auto">{isolated(visibleText(one))}</b> {probabilityPercent(one.probability)}
              </Press>
            </li>
          ))}
        </ol>
      </div>
      <p className={styles.words} role="status" aria-live={isPlaying ? 'off' : 'polite'}>
        {writingWords(writing, isTarget ? 'target' : 'text')}
      </p>
    </section>
  );
}

type PressProps = {
  readonly ref?: Ref<HTMLButtonElement>;
  readonly can: boolean;
  readonly title?: string;
  /** Whether it is the word that a step writes. */
  readonly isNext?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
};

/** A button that keeps the focus while it can do nothing: for the moment of a run, or at an end. */
function Press({ ref, can, title, isNext = false, onPress, children }: PressProps) {
  return (
    <button
      ref={ref}
      type="button"
      title={title}
      aria-disabled={!can}
      data-next={isNext || undefined}
      onClick={can ? onPress : undefined}
    >
      {children}
    </button>
  );
}
