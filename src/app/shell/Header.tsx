import { useId, useState } from 'react';
import { MODEL_INPUTS } from '../../core/modelInputs.ts';
import { cutText } from '../../core/quote.ts';
import type { AppState } from '../state/appState.ts';
import type { ThemeWish } from '../state/view.ts';
import { FIELDS } from '../state/fields.ts';
import { FIRST_NAME } from '../state/firstView.ts';
import { choosing } from '../state/catalog.ts';
import type { CatalogModel } from '../state/catalog.ts';
import { dispatch, store, useApp } from '../state/store.ts';
import { ExportMenu } from '../export/ExportMenu.tsx';
import { fetched } from '../shown/fetched.ts';
import { LazyPart } from '../parts/LazyPart.tsx';
import { BackendChoice } from './BackendChoice.tsx';
import { ShareButton } from './ShareButton.tsx';
import { toggleLessons } from './toggleLessons.ts';
import controls from '../parts/controls.module.css';
import styles from './Header.module.css';

const PresentPart = fetched(async () => (await import('./PresentPart.tsx')).PresentPart);

const selectCatalog = (state: AppState) => state.catalog;
const selectModelId = (state: AppState) => state.view.modelId;
const selectTheme = (state: AppState) => state.view.theme;
const selectIsLarge = (state: AppState) => state.view.isLarge;
const selectIsPresenting = (state: AppState) => state.view.isPresenting;
const selectIsLearning = (state: AppState) => state.view.lesson !== null;
const selectModel = (state: AppState) => state.model;

const THEMES: Readonly<Record<ThemeWish, { readonly next: ThemeWish; readonly name: string; readonly sign: string }>> =
  {
    auto: { next: 'light', name: 'as the system', sign: '◐' },
    light: { next: 'dark', name: 'light', sign: '○' },
    dark: { next: 'auto', name: 'dark', sign: '●' },
  };

type HeaderProps = { readonly onHelp: () => void; readonly onOpen: () => void; readonly onCard: () => void };

/**
 * The line at the top: which model runs on what, and what can be done with the whole page. Always one line: what has no room in
 * it hangs from the button "Menu".
 */
export function Header({ onHelp, onOpen, onCard }: HeaderProps) {
  const model = useApp(selectModel);
  const isPresenting = useApp(selectIsPresenting);
  const [isOpen, setOpen] = useState(false);
  const menu = useId();
  return (
    <header
      className={styles.header}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) setOpen(false);
      }}
    >
      <div className={styles.line}>
        <h1 className={styles.brand}>Headlight</h1>
        <ModelChoice />
        {isPresenting ? (
          <LazyPart>
            <PresentPart />
          </LazyPart>
        ) : (
          <>
            <button type="button" className={controls.plain} onClick={onOpen}>
              Open
            </button>
            <button
              type="button"
              className={`${controls.plain} ${styles.menu}`}
              aria-expanded={isOpen}
              aria-controls={menu}
              onClick={() => setOpen(!isOpen)}
            >
              Menu
            </button>
            <div
              id={menu}
              role="presentation"
              className={styles.rest}
              data-open={isOpen || undefined}
              onKeyDown={(event) => {
                if (!isOpen || event.key !== 'Escape') return;
                event.stopPropagation();
                setOpen(false);
              }}
            >
              <div className={styles.runs}>
                <button type="button" className={controls.plain} onClick={onCard} disabled={model.status !== 'ready'}>
                  About
                </button>
                <BackendChoice />
              </div>
              <div className={styles.tools}>
                <LearnButton />
                <ExportMenu />
                <ShareButton />
                <LargeButton />
                <ThemeButton />
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
            </div>
          </>
        )}
      </div>
    </header>
  );
}

function ModelChoice() {
  const catalog = useApp(selectCatalog);
  const modelId = useApp(selectModelId);
  const model = useApp(selectModel);
  const isOwn = (entry: CatalogModel): boolean => entry.isListed || entry.id === modelId;
  const isKnown = catalog.some((entry) => entry.id === modelId);
  return (
    <label className={`${styles.field} ${styles.model}`}>
      <span className={styles.offscreenIfNarrow}>Model</span>
      <select
        value={modelId}
        onChange={(event) => {
          const entry = catalog.find(({ id }) => id === event.target.value);
          if (entry !== undefined)
            dispatch({ type: 'viewChanged', change: choosing(entry, store.getState().view, catalog) });
        }}
      >
        {isKnown ? null : (
          <option value={modelId}>
            {modelId === FIELDS.modelId.fallback
              ? FIRST_NAME
              : cutText(model.status === 'ready' && model.model.id === modelId ? model.model.name : modelId)}
          </option>
        )}
        {Object.entries(MODEL_INPUTS).map(([takes, { does }]) =>
          does === null ? null : (
            <optgroup key={takes} label={does}>
              {catalog
                .filter((entry) => entry.takes === takes && isOwn(entry))
                .map((entry) => (
                  <option key={entry.id} value={entry.id}>
                    {entry.name}, {entry.nLayers} × {entry.nHeads}
                  </option>
                ))}
            </optgroup>
          ),
        )}
      </select>
    </label>
  );
}

function LearnButton() {
  const isLearning = useApp(selectIsLearning);
  return (
    <button type="button" className={controls.plain} aria-pressed={isLearning} onClick={toggleLessons}>
      Learn
    </button>
  );
}

function LargeButton() {
  const isLarge = useApp(selectIsLarge);
  return (
    <button
      type="button"
      className={controls.plain}
      aria-pressed={isLarge}
      aria-label="Larger, for the back of the room"
      title="Larger, for the back of the room"
      onClick={() => dispatch({ type: 'viewChanged', change: { isLarge: !isLarge } })}
    >
      Aa
    </button>
  );
}

function ThemeButton() {
  const theme = THEMES[useApp(selectTheme)];
  return (
    <button
      type="button"
      className={controls.plain}
      aria-label={`Colours: ${theme.name}`}
      title={`Colours: ${theme.name}`}
      onClick={() => dispatch({ type: 'viewChanged', change: { theme: theme.next } })}
    >
      {theme.sign}
    </button>
  );
}
