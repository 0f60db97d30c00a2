import { useEffect } from 'react';
import type { AppState } from '../state/appState.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { currentStudy, isUnderWay } from '../state/studies.ts';
import { pageState } from '../shown/pageState.ts';
import { isMeasured, MEASURES } from './measures.ts';
import styles from './learn.module.css';

const selectIsReady = (state: AppState) => pageState(state) === 'ready' && state.run !== null;

/** What a page of a lesson measures when it is opened, how far that is, and how it is ended. */
export function MeasureLine({ measures }: { readonly measures: readonly string[] }) {
  const missing = useApp((state) => measures.find((id) => !isMeasured(id, state)) ?? null);
  const isReady = useApp(selectIsReady);
  const isFree = useApp((state) => currentStudy(state.studies) === null);
  const study = useApp((state) => (missing === null ? null : (MEASURES[missing]?.study(state) ?? null)));
  const isStopped = study?.status === 'stopped';
  useEffect(() => {
    // What was stopped is not begun again by itself.
    if (missing === null || !isReady || !isFree || isStopped) return;
    const wish = MEASURES[missing]?.ask(store.getState()) ?? null;
    if (wish !== null) dispatch(wish);
  }, [missing, isReady, isFree, isStopped]);
  if (missing === null) return null;
  return (
    <p className={styles.hint} role="status">
      {study !== null && isUnderWay(study) ? (
        <>
          Measuring: <progress value={study.nDone} max={study.nTotal || 1} aria-label="Measuring" /> {study.nDone} of{' '}
          {study.nTotal}{' '}
          <button type="button" onClick={() => dispatch({ type: 'cancelAsked' })}>
            Stop
          </button>
        </>
      ) : isStopped ? (
        'Stopped: its numbers are not there. Measure them on the page on the right.'
      ) : (
        'To be measured …'
      )}
    </p>
  );
}
