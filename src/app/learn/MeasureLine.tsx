import { useEffect, useState } from 'react';
import type { AppState } from '../state/appState.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { currentStudy, isUnderWay } from '../state/studies.ts';
import { inputKey } from '../shown/inputOnScreen.ts';
import { pageState } from '../shown/pageState.ts';
import { isMeasured, MEASURES } from './measures.ts';
import styles from './learn.module.css';

const selectIsReady = (state: AppState) => pageState(state) === 'ready' && state.run !== null;

/** What a measurement is about: another sentence, picture, stack or mode is another wish. */
const selectAbout = (state: AppState) => `${inputKey(state)} ${state.view.stack} ${state.view.mode}`;

/** What a page of a lesson measures when it is opened, how far that is, and how it is ended. */
export function MeasureLine({ measures }: { readonly measures: readonly string[] }) {
  const missing = useApp((state) => measures.find((id) => !isMeasured(id, state)) ?? null);
  const about = useApp(selectAbout);
  const isReady = useApp(selectIsReady);
  const isFree = useApp((state) => currentStudy(state.studies) === null);
  const study = useApp((state) => (missing === null ? null : (MEASURES[missing]?.study(state) ?? null)));
  const [asked] = useState(() => new Set<string>());
  const wish = `${missing} ${about}`;
  // What was stopped elsewhere, as by leaving the page that had begun it, nobody has stopped here.
  const isStopped = study?.status === 'stopped' && asked.has(wish);
  useEffect(() => {
    // Once for each sentence: what the person has stopped, or has measured in its place, is theirs.
    for (const id of measures) if (isMeasured(id, store.getState())) asked.add(`${id} ${about}`);
    if (missing === null || !isReady || !isFree || isStopped || asked.has(wish)) return;
    if (measure(missing)) asked.add(wish);
  }, [measures, missing, about, wish, isReady, isFree, isStopped, asked]);
  if (missing === null) return null;
  return (
    <p className={styles.hint} role="status">
      {study !== null && isUnderWay(study) ? (
        <>
          Measuring: <progress value={study.nDone} max={study.nTotal || 1} aria-label="Measuring" /> {study.nDone} of{' '}
          {study.nTotal}{' '}
          <button
            type="button"
            onClick={() => {
              asked.add(wish);
              dispatch({ type: 'cancelAsked' });
            }}
          >
            Stop
          </button>
        </>
      ) : (isStopped || asked.has(wish)) && isReady && isFree ? (
        <>
          {isStopped ? 'Stopped: its numbers are not there.' : 'Something else was measured since.'}{' '}
          <button type="button" onClick={() => measure(missing)}>
            Measure this sentence
          </button>
        </>
      ) : (
        'To be measured …'
      )}
    </p>
  );
}

/** Whether it could be asked for. */
function measure(id: string): boolean {
  const wish = MEASURES[id]?.ask(store.getState()) ?? null;
  if (wish !== null) dispatch(wish);
  return wish !== null;
}
