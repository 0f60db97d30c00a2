import type { TrainedHeads, TrainedRow } from '../../core/study/trainedHeads.ts';
import { counted } from '../../core/numberWords.ts';
import controls from '../parts/controls.module.css';
import type { AppState } from '../state/appState.ts';
import { choosing } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { spreadWords, TRAINED_WORDS } from '../shown/trainedWords.ts';
import styles from './Trained.module.css';

type TrainedTableProps = { readonly rows: readonly TrainedRow[]; readonly trained: TrainedHeads };

const selectModelId = (state: AppState) => state.view.modelId;

/** The numbers, and the way to the models themselves. */
export function TrainedTable({ rows, trained }: TrainedTableProps) {
  const modelId = useApp(selectModelId);
  const words = TRAINED_WORDS[trained.kind];
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">heads</th>
              <th scope="col" aria-label="open the model" />
              <th scope="col">{words.quality}</th>
              <th scope="col">loss, nats</th>
              <th scope="col">seeds</th>
              <th scope="col">parameters</th>
              <th scope="col">weights of attention</th>
              <th scope="col">ms a {words.input}</th>
              <th scope="col">training, s</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ heads, nSeeds, of }) => (
              <tr key={heads}>
                <th scope="row">{heads}</th>
                <td>
                  <OpenModel
                    heads={heads}
                    id={trained.models.get(heads)}
                    isOpen={trained.models.get(heads) === modelId}
                  />
                </td>
                <td>{spreadWords(of.quality, words)}</td>
                <td>{spreadWords(of.loss, { times: 1, decimals: 3 })}</td>
                <td>{nSeeds}</td>
                <td>{of.parameters.mean.toLocaleString('en')}</td>
                <td>{of.weightsOfAttention.mean.toLocaleString('en')}</td>
                <td>{of.milliseconds.mean.toFixed(2)}</td>
                <td>{of.trainingCpuSeconds.mean.toFixed(0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.legend}>
        Means over the seeds; ± is half of what they lie apart. What opens is a model of the first seed. Times are those
        of one thread of the machine that trained them.
      </p>
    </>
  );
}

type OpenModelProps = { readonly heads: number; readonly id: string | undefined; readonly isOpen: boolean };

function OpenModel({ heads, id, isOpen }: OpenModelProps) {
  if (id === undefined) return null;
  if (isOpen) return <>on screen</>;
  return (
    <button
      type="button"
      className={controls.link}
      aria-label={`Open the model with ${counted(heads, 'head')}`}
      onClick={() => openModel(id)}
    >
      open
    </button>
  );
}

function openModel(id: string): void {
  const { catalog, view } = store.getState();
  const model = catalog.find((one) => one.id === id);
  if (model !== undefined) dispatch({ type: 'viewChanged', change: { ...choosing(model, view, catalog), heads: [] } });
}
