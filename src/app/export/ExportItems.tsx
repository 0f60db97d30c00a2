import type { RefObject } from 'react';
import { FIGURE_WORDS, figureKinds, figureNames, isInsideThere } from './available.ts';
import { freshReports } from '../shown/selectors.ts';
import type { AppState } from '../state/appState.ts';
import type { AskedFile, InsideFormat } from '../state/askedFile.ts';
import { isSavedRun } from '../state/firstView.ts';
import { dispatch, useApp } from '../state/store.ts';
import { notSaved } from './notSaved.ts';
import styles from '../parts/Popover.module.css';

const selectRun = (state: AppState) => state.run;
const selectSaving = (state: AppState) => state.saving;

const FORMATS = ['svg', 'png'] as const;

type ExportItemsProps = {
  readonly menu: RefObject<HTMLDivElement | null>;
  /** What was asked for is made without the menu. */
  readonly onDone: () => void;
  /** Whether the focus goes to the first item. */
  readonly takesFocus: boolean;
};

/** All that can be taken out of the page, and how far it is. */
export function ExportItems({ menu, onDone, takesFocus }: ExportItemsProps) {
  const run = useApp(selectRun);
  const reports = useApp(freshReports);
  const isSaved = useApp(isSavedRun);
  const isBusy = useApp(selectSaving) === 'drawing';
  return (
    <>
      <div role="menu" aria-label="Export" ref={menu}>
        <button
          type="button"
          role="menuitem"
          ref={takesFocus ? focusItem : null}
          className={styles.item}
          // What came with the page was rounded and run elsewhere.
          disabled={run === null || reports === null || isSaved}
          title={isSaved ? 'Once the model is there' : undefined}
          onClick={() => {
            ask({ what: 'run' });
            // A large run is written between frames: the menu does not stay for it.
            onDone();
          }}
        >
          Run (JSON)
        </button>
        <InsideItems isBusy={isBusy} />
        <FigureItems isBusy={isBusy} />
      </div>
      <ProgressLine />
    </>
  );
}

/** What became of the file that was asked for last; nothing once it is saved. */
function ProgressLine() {
  const saving = useApp(selectSaving);
  if (saving === 'idle') return null;
  if (saving === 'drawing') {
    return (
      <p role="status" className={styles.words}>
        Drawing …
      </p>
    );
  }
  const { title, body } = notSaved(saving);
  return (
    <p role="alert" className={styles.words}>
      <strong>{title}</strong> {body}
    </p>
  );
}

/** A menu that opens takes the focus to its first item. */
function focusItem(item: HTMLElement | null): void {
  item?.focus();
}

function ask(file: AskedFile): void {
  dispatch({ type: 'fileAsked', file });
}

type ItemsProps = { readonly isBusy: boolean };

/** The part of the export menu that draws what is on screen for a paper or a slide: one line a figure, one choice of format. */
function FigureItems({ isBusy }: ItemsProps) {
  const kinds = figureKinds(useApp(figureNames));
  return kinds.map((kind) => (
    <div key={kind} role="group" aria-label={`Figure: ${FIGURE_WORDS[kind]}`} className={styles.formats}>
      <span aria-hidden="true">Figure: {FIGURE_WORDS[kind]}</span>
      {FORMATS.map((format) => (
        <button
          key={format}
          type="button"
          role="menuitem"
          aria-label={`Figure: ${FIGURE_WORDS[kind]} as ${format.toUpperCase()}`}
          aria-disabled={isBusy}
          className={styles.item}
          onClick={() => ask({ what: 'figure', kind, format })}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  ));
}

const INSIDE_NAMES: Readonly<Record<InsideFormat, string>> = { json: 'Inside (JSON)', csv: 'Inside, row (CSV)' };

/** The part of the menu that saves the query and the key that are looked into; there while they are. */
function InsideItems({ isBusy }: ItemsProps) {
  if (!useApp(isInsideThere)) return null;
  return (['json', 'csv'] as const).map((format) => (
    <button
      key={format}
      type="button"
      role="menuitem"
      aria-disabled={isBusy}
      className={styles.item}
      onClick={() => ask({ what: 'inside', format })}
    >
      {INSIDE_NAMES[format]}
    </button>
  ));
}
