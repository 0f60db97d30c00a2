import { useEffect } from 'react';
import { halfAt } from '../../core/study/trainedMoments.ts';
import type { TrainedMoment, TrainedMoments } from '../../core/study/trainedMoments.ts';
import controls from '../parts/controls.module.css';
import type { AppState } from '../state/appState.ts';
import { choosing } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { momentsUrlOf, shownMoments } from '../state/trained.ts';
import styles from './Trained.module.css';

const selectHasFailed = (state: AppState) => state.trained.found[momentsUrlOf(state) ?? ''] === 'failed';
const selectModelId = (state: AppState) => state.view.modelId;

/** How the heads of a model came to what they do: the same model at moments of its training. */
export function MomentsPart() {
  const url = useApp(momentsUrlOf);
  const moments = useApp(shownMoments);
  const hasFailed = useApp(selectHasFailed);
  const ask = (): void => {
    if (url !== null) dispatch({ type: 'momentsAsked', url });
  };
  useEffect(ask, [url]);
  if (url === null) return null;
  return (
    <section className={styles.part} aria-labelledby="moments-of-training">
      <h3 id="moments-of-training">How its heads came about</h3>
      {moments !== null ? <Moments moments={moments} /> : null}
      {moments === null && !hasFailed ? <p role="status">Fetching what was measured …</p> : null}
      {hasFailed ? (
        <p role="alert">
          What was measured could not be fetched: check the connection.{' '}
          <button type="button" className={controls.link} onClick={ask}>
            Try again
          </button>
        </p>
      ) : null}
    </section>
  );
}

function Moments({ moments: { rows, models, nSteps, nDates } }: { readonly moments: TrainedMoments }) {
  return (
    <>
      <p>
        Trained for {nSteps.toLocaleString('en')} steps, in which only the right answer was ever asked for: nobody told
        a head where to look. {halfWords(rows)}
      </p>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">step</th>
              <th scope="col" aria-label="open the model" />
              <th scope="col">finds the figure</th>
              <th scope="col">written exactly</th>
              <th scope="col">loss, nats a character</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Moment key={row.step} row={row} id={models.get(row.step)} />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.legend}>
        On {nDates} dates in forms that were held out. Finds the figure: how much weight the figure of the year that is
        to be copied gets in the head that gives it most.
      </p>
    </>
  );
}

function halfWords(rows: readonly TrainedMoment[]): string {
  const [found, exact] = [halfAt(rows, 'found'), halfAt(rows, 'exact')];
  if (found === null || exact === null) return '';
  return `By step ${found} a head had most of its weight on the figure that is to be copied, by step ${exact} most dates came out right.`;
}

function Moment({
  row: { step, found, exact, loss },
  id,
}: {
  readonly row: TrainedMoment;
  readonly id: string | undefined;
}) {
  const isOpen = useApp(selectModelId) === id;
  return (
    <tr>
      <th scope="row">{step}</th>
      <td>
        {id === undefined ? null : isOpen ? (
          'on screen'
        ) : (
          <button
            type="button"
            className={controls.link}
            aria-label={`Open the model after ${step} steps`}
            onClick={() => openModel(id)}
          >
            open
          </button>
        )}
      </td>
      <td>
        <Share value={found} />
      </td>
      <td>
        <Share value={exact} />
      </td>
      <td>{loss.toFixed(3)}</td>
    </tr>
  );
}

/** A share as a bar with its number. */
function Share({ value }: { readonly value: number }) {
  return (
    <span className={styles.share}>
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: `${100 * value}%` }} />
      </span>
      {(100 * value).toFixed(0)} %
    </span>
  );
}

/** Opens it on what is on screen: the same text and target, head and word. */
function openModel(id: string): void {
  const { catalog, view } = store.getState();
  const model = catalog.find((one) => one.id === id);
  if (model === undefined) return;
  dispatch({ type: 'viewChanged', change: { ...choosing(model, view, catalog), stack: view.stack } });
}
