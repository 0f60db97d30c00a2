import { READS } from '../../core/families.ts';
import type { AppState } from '../state/appState.ts';
import { choosing } from '../state/catalog.ts';
import type { CatalogModel } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import styles from './OpenDialog.module.css';

const selectCatalog = (state: AppState) => state.catalog;

type HereListProps = { readonly onDone: () => void };

/** The models that come with the page: what each reads, what is fetched to open it, and what it is good for; those that are there to be compared with one of these are folded away. */
export function HereList({ onDone }: HereListProps) {
  const catalog = useApp(selectCatalog);
  if (catalog.length === 0) return null;
  const compared = catalog.filter(({ isListed }) => !isListed);
  return (
    <section className={styles.part}>
      <h3>With this page</h3>
      <ul className={styles.list} aria-label="With this page">
        {catalog
          .filter(({ isListed }) => isListed)
          .map((entry) => (
            <HereModel key={entry.id} entry={entry} onDone={onDone} />
          ))}
      </ul>
      {compared.length === 0 ? null : (
        <details>
          <summary>{compared.length} more, each like one of these with other heads or at an earlier moment</summary>
          <ul className={styles.list} aria-label="To compare">
            {compared.map((entry) => (
              <HereModel key={entry.id} entry={entry} onDone={onDone} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function HereModel({ entry, onDone }: HereListProps & { readonly entry: CatalogModel }) {
  const open = (): void => {
    const { view, catalog } = store.getState();
    dispatch({ type: 'viewChanged', change: choosing(entry, view, catalog) });
    onDone();
  };
  return (
    <li>
      <button type="button" className={styles.pick} onClick={open}>
        {entry.name}
      </button>
      <span>
        {entry.nLayers} × {entry.nHeads}, reads {READS[entry.takes]}, {(entry.bytes / 1e6).toFixed(1)} MB:{' '}
        {entry.description}
      </span>
    </li>
  );
}
