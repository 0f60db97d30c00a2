import { cutText } from '../../core/quote.ts';
import { withTerms } from '../../views/parts/withTerms.tsx';
import type { BackendWish } from '../../inference/protocol.ts';
import { backendWords } from '../parts/messages.ts';
import type { AppState } from '../state/appState.ts';
import type { ThemeWish } from '../state/view.ts';
import { dispatch, useApp } from '../state/store.ts';
import { ExportMenu } from '../export/ExportMenu.tsx';
import { ShareButton } from './ShareButton.tsx';
import controls from '../parts/controls.module.css';
import styles from './Header.module.css';

const selectCatalog = (state: AppState) => state.catalog;
const selectView = (state: AppState) => state.view;
const selectModel = (state: AppState) => state.model;
const selectShown = (state: AppState) => state.shown;
const selectPictured = (state: AppState) => state.run?.model ?? null;
const selectSelfTest = (state: AppState) => state.notices.find((notice) => notice.code === 'self-test-passed');

const THEMES: Readonly<Record<ThemeWish, { readonly next: ThemeWish; readonly name: string; readonly sign: string }>> =
  {
    auto: { next: 'light', name: 'as the system', sign: '◐' },
    light: { next: 'dark', name: 'light', sign: '○' },
    dark: { next: 'auto', name: 'dark', sign: '●' },
  };

const BADGE_TERMS = {
  WASM: 'wasm',
  WebGPU: 'webgpu',
  fp32: 'fp32',
  fp16: 'fp16',
  '8 bits': 'q8',
  '4 bits': 'q4',
} as const;

/** The line at the top: which model runs on what, and what can be done with the whole page. */
export function Header({
  onHelp,
  onOpen,
  onCard,
}: {
  readonly onHelp: () => void;
  readonly onOpen: () => void;
  readonly onCard: () => void;
}) {
  const catalog = useApp(selectCatalog).filter(({ isListed }) => isListed);
  const view = useApp(selectView);
  const model = useApp(selectModel);
  const shown = useApp(selectShown);
  const pictured = useApp(selectPictured);
  const selfTest = useApp(selectSelfTest);
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
          {isKnown ? null : (
            <option value={view.modelId}>
              {model.status === 'ready' && model.model.id === view.modelId
                ? cutText(model.model.name)
                : cutText(view.modelId)}
            </option>
          )}
          {catalog.map((entry) => (
            <option key={entry.id} value={entry.id}>
              {entry.name}, {entry.nLayers} × {entry.nHeads}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className={controls.plain} onClick={onOpen}>
        Open
      </button>
      <button type="button" className={controls.plain} onClick={onCard} disabled={model.status !== 'ready'}>
        About
      </button>
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
      <span className={styles.badge} data-backend={shown?.backend.name}>
        {pictured !== null && pictured.id !== view.modelId ? `on screen: ${cutText(pictured.name)} · ` : ''}
        {shown === null ? '' : withTerms(backendWords(shown.backend, shown.model.precision), BADGE_TERMS)}
        {selfTest?.code === 'self-test-passed' ? (
          <span
            title={`Compared with WASM on this machine: the largest difference of a weight is ${selfTest.maxDifference.toExponential(1)}`}
          >
            {' '}
            · same as WASM ✓
          </span>
        ) : null}
      </span>
      <span className={styles.spring} />
      <div className={styles.tools}>
        <ExportMenu />
        <ShareButton />
        <button
          type="button"
          className={controls.plain}
          aria-pressed={view.isLarge}
          aria-label="Larger, for the back of the room"
          title="Larger, for the back of the room"
          onClick={() => dispatch({ type: 'viewChanged', change: { isLarge: !view.isLarge } })}
        >
          Aa
        </button>
        <button
          type="button"
          className={controls.plain}
          aria-label={`Colours: ${theme.name}`}
          title={`Colours: ${theme.name}`}
          onClick={() => dispatch({ type: 'viewChanged', change: { theme: theme.next } })}
        >
          {theme.sign}
        </button>
        <button
          type="button"
          className={controls.plain}
          aria-label="Help and keys"
          title="Help and keys"
          onClick={onHelp}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function readWish(value: string): BackendWish {
  return value === 'webgpu' || value === 'wasm' ? value : 'auto';
}
