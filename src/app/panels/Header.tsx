import type { BackendWish } from '../../inference/protocol.ts';
import type { CatalogModel } from '../catalog.ts';
import { backendWords } from '../messages.ts';
import type { AppState, ThemeWish } from '../state.ts';
import { dispatch, useApp } from '../store.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { ShareButton } from './ShareButton.tsx';
import styles from './Header.module.css';

const selectView = (state: AppState) => state.view;
const selectModel = (state: AppState) => state.model;

const THEMES: Readonly<Record<ThemeWish, { readonly next: ThemeWish; readonly name: string; readonly sign: string }>> =
  {
    auto: { next: 'light', name: 'as the system', sign: '◐' },
    light: { next: 'dark', name: 'light', sign: '○' },
    dark: { next: 'auto', name: 'dark', sign: '●' },
  };

/** The line at the top: which model runs on what, and what can be done with the whole page. */
export function Header({
  catalog,
  onHelp,
}: {
  readonly catalog: readonly CatalogModel[];
  readonly onHelp: () => void;
}) {
  const view = useApp(selectView);
  const model = useApp(selectModel);
  const theme = THEMES[view.theme];
  const isKnown = catalog.some((entry) => entry.id === view.modelId);
  return (
    <header className={styles.header}>
      <h1 className={styles.brand}>Headlight</h1>
      <label className={styles.field}>
        <span>Model</span>
        <select
          value={view.modelId}
          onChange={(event) => dispatch({ type: 'viewChanged', change: { modelId: event.target.value } })}
        >
          {isKnown ? null : <option value={view.modelId}>{view.modelId} (unknown)</option>}
          {catalog.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}, {entry.nLayers} × {entry.nHeads}
            </option>
          ))}
        </select>
      </label>
      <label className={styles.field}>
        <span>Backend</span>
        <select
          value={view.backend}
          onChange={(event) => dispatch({ type: 'viewChanged', change: { backend: readWish(event.target.value) } })}
        >
          <option value="auto">automatic</option>
          <option value="webgpu">WebGPU</option>
          <option value="wasm">WASM</option>
        </select>
      </label>
      <span className={styles.badge} data-backend={model.status === 'ready' ? model.backend.name : undefined}>
        {model.status === 'ready' ? backendWords(model.backend, model.model.precision) : ''}
      </span>
      <span className={styles.spring} />
      <ExportMenu />
      <ShareButton />
      <button
        type="button"
        className={styles.plain}
        aria-pressed={view.isLarge}
        aria-label="Larger, for the back of the room"
        title="Larger, for the back of the room"
        onClick={() => dispatch({ type: 'viewChanged', change: { isLarge: !view.isLarge } })}
      >
        Aa
      </button>
      <button
        type="button"
        className={styles.plain}
        aria-label={`Colours: ${theme.name}`}
        title={`Colours: ${theme.name}`}
        onClick={() => dispatch({ type: 'viewChanged', change: { theme: theme.next } })}
      >
        {theme.sign}
      </button>
      <button type="button" className={styles.plain} aria-label="Help and keys" title="Help and keys" onClick={onHelp}>
        ?
      </button>
    </header>
  );
}

function readWish(value: string): BackendWish {
  return value === 'webgpu' || value === 'wasm' ? value : 'auto';
}
