import { READS } from '../../core/families.ts';
import type { AppState } from '../state/appState.ts';
import { choosing } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import styles from './OpenDialog.module.css';

const selectCatalog = (state: AppState) => state.catalog;

/** The models that come with the page: what each reads, what is fetched to open it, and what it is good for. */
export function HereList({ onDone }: { readonly onDone: () => void }) {
  const catalog = useApp(selectCatalog);
  if (catalog.length === 0) return null;
  return (
    <section className={styles.part}>
      <h3>With this page</h3>
      <ul className={styles.list} aria-label="With this page">
        {catalog.map((entry) => (
          <li key={entry.id}>
            <button
              type="button"
              className={styles.pick}
              onClick={() => {
                dispatch({ type: 'viewChanged', change: choosing(entry, store.getState().view, catalog) });
                onDone();
              }}
            >
              {entry.name}
            </button>
            <span>
              {entry.nLayers} × {entry.nHeads}, reads {READS[entry.takes]}, {(entry.bytes / 1e6).toFixed(1)} MB:{' '}
              {entry.description}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
