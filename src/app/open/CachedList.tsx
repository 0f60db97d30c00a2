import type { CachedModel } from '../../inference/protocol.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import { DEFAULT_HOST } from '../state/modelAddress.ts';
import styles from './OpenDialog.module.css';

const selectCached = (state: AppState) => state.cached;

/** What the browser keeps of models that were fetched: opened again without a network, or removed. */
export function CachedList({ onDone }: { readonly onDone: () => void }) {
  const cached = useApp(selectCached);
  return (
    <section className={styles.part}>
      <h3>Kept in this browser</h3>
      {cached === null || cached.length === 0 ? (
        <p>
          {cached === null
            ? 'Looking …'
            : 'Nothing yet. What is fetched from a hub is kept here, and opens again without a network.'}
        </p>
      ) : (
        <ul className={styles.list} aria-label="Kept in this browser">
          {cached.map((model) => (
            <li key={`${model.host} ${model.id} ${model.revision} ${model.weights} ${model.graph}`}>
              <button
                type="button"
                className={styles.pick}
                disabled={model.id === '' || model.host === ''}
                onClick={() => {
                  dispatch({ type: 'hostAgreed', host: model.host });
                  dispatch({
                    type: 'viewChanged',
                    change: {
                      modelId: model.id,
                      host: model.host,
                      revision: model.revision,
                      weights: wishOf(model),
                      graph: model.graph ?? null,
                      stack: null,
                    },
                  });
                  onDone();
                }}
              >
                {nameOf(model)}
              </button>
              <span>{model.isDamaged ? DAMAGED : about(model)}</span>
              <button
                type="button"
                aria-label={`Remove ${nameOf(model)}`}
                onClick={() => dispatch({ type: 'removalAsked', model })}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const DAMAGED = 'damaged: open it to fetch it anew, or remove it';

function about(model: CachedModel): string {
  const from = model.host === DEFAULT_HOST ? '' : `, from ${model.host}`;
  const graph = model.graph === undefined ? '' : `${model.graph.slice(model.graph.lastIndexOf('/') + 1)}, `;
  return `${graph}${model.weights}, ${megabytes(model)} MB, revision ${model.revision.slice(0, 8)}${from}`;
}

/** Of a damaged entry nobody may know even that. */
function nameOf({ id }: CachedModel): string {
  return id === '' ? 'a model without a name' : id;
}

function megabytes({ files }: CachedModel): string {
  return (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
}

function wishOf({ weights }: CachedModel) {
  return weights === 'fp32' || weights === 'fp16' || weights === 'q8' || weights === 'q4' || weights === 'q4f16'
    ? weights
    : 'auto';
}
