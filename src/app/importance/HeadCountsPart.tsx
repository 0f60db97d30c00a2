import { useEffect } from 'react';
import { headCountRows } from '../../core/study/headCounts.ts';
import type { HeadCountRow, HeadCounts, Spread } from '../../core/study/headCounts.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';
import styles from './HeadCountsPart.module.css';

const selectCounts = (state: AppState) => state.headCounts;

/** What more and fewer heads come to, by models that differ in nothing else; its words follow its numbers. */
export function HeadCountsPart() {
  const counts = useApp(selectCounts);
  useEffect(() => dispatch({ type: 'headCountsAsked' }), []);
  if (counts === null) return null;
  const rows = headCountRows(counts.runs);
  return (
    <section className={styles.part} aria-labelledby="how-many-heads">
      <h3 id="how-many-heads">How many heads?</h3>
      <p>{wordsOf(rows, counts)}</p>
      <CountsTable rows={rows} models={counts.models} />
    </section>
  );
}

/** What is said of the best, of chance, and of the time. */
function wordsOf(rows: readonly HeadCountRow[], { runs }: HeadCounts): string {
  const byAccuracy = rows.toSorted((a, b) => b.of.accuracy.mean - a.of.accuracy.mean);
  const [best, worst] = [byAccuracy[0], byAccuracy.at(-1)];
  const [few, many] = [rows[0], rows.at(-1)];
  if (!best || !worst || !few || !many) return '';
  const points = (share: number): string => (100 * share).toFixed(1);
  const apart = Math.max(...rows.map(({ of }) => of.accuracy.spread));
  const nSeeds = Math.max(...rows.map((row) => row.nSeeds));
  const chance =
    nSeeds === 1
      ? 'Each was trained once: so small a difference may be chance.'
      : `Trained again from another beginning, one and the same differs by up to ${points(apart)} points.`;
  const times = (many.of.millisecondsPerPicture.mean / few.of.millisecondsPerPicture.mean).toFixed(1);
  return (
    `The picture model with ${rows.map(({ heads }) => heads).join(', ')} heads a layer, all else the same: as wide, as many parameters, ` +
    `the same pictures and steps. On ${(runs[0]?.pictures ?? 0).toLocaleString('en')} held-out pictures ${best.heads} did best and ${worst.heads} ` +
    `worst, ${points(best.of.accuracy.mean - worst.of.accuracy.mean)} points apart. ${chance} ` +
    `A picture takes ${times} times as long with ${many.heads} heads as with ${few.heads}.`
  );
}

function CountsTable({ rows, models }: { readonly rows: readonly HeadCountRow[]; readonly models: string }) {
  const accuracies = rows.map(({ of }) => of.accuracy.mean);
  const [least, most] = [Math.min(...accuracies) - 0.01, Math.max(...accuracies) + 0.005];
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">heads</th>
            <th scope="col">named rightly</th>
            <th scope="col" aria-label="the same as a bar" />
            <th scope="col">loss, nats</th>
            <th scope="col">seeds</th>
            <th scope="col">parameters</th>
            <th scope="col">weights of attention</th>
            <th scope="col">ms a picture</th>
            <th scope="col">training, s</th>
            <th scope="col" aria-label="open the model" />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ heads, nSeeds, of }) => (
            <tr key={heads}>
              <th scope="row">{heads}</th>
              <td>{spreadWords(of.accuracy, (share) => (100 * share).toFixed(2))} %</td>
              <td aria-hidden="true" className={styles.track}>
                <span style={{ width: `${(100 * (of.accuracy.mean - least)) / (most - least)}%` }} />
              </td>
              <td>{spreadWords(of.loss, (loss) => loss.toFixed(3))}</td>
              <td>{nSeeds}</td>
              <td>{of.parameters.mean.toLocaleString('en')}</td>
              <td>{of.weightsOfAttention.mean.toLocaleString('en')}</td>
              <td>{of.millisecondsPerPicture.mean.toFixed(2)}</td>
              <td>{of.trainingCpuSeconds.mean.toFixed(0)}</td>
              <td>
                <button
                  type="button"
                  className={controls.link}
                  aria-label={`Open the model with ${heads} ${heads === 1 ? 'head' : 'heads'}`}
                  onClick={() =>
                    dispatch({ type: 'viewChanged', change: { modelId: `${models}${heads}`, stack: null, heads: [] } })
                  }
                >
                  open
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.legend}>
        Bars begin at {(100 * least).toFixed(1)} %. Mean over the seeds; ± is half of what they lie apart. Times are
        those of one thread of the machine that trained them.
      </p>
    </div>
  );
}

function spreadWords({ mean, spread }: Spread, write: (value: number) => string): string {
  return spread === 0 ? write(mean) : `${write(mean)} ± ${write(spread / 2)}`;
}
