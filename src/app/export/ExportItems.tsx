import type { RefObject } from 'react';
import { toErrorInfo } from '../../core/errors.ts';
import { freshReports } from '../shown/selectors.ts';
import { FIGURE_WORDS, figureKinds, figureNames, isInsideThere } from './available.ts';
import type { FigureKind } from './available.ts';
import { errorMessage } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';
import type { AppState } from '../state/appState.ts';
import { store, useApp } from '../state/store.ts';
import { extrasOf, saveRun } from './exportRun.ts';
import styles from './ExportMenu.module.css';

const FORMATS = ['svg', 'png'] as const;
type Format = (typeof FORMATS)[number] | 'json' | 'csv';

/** How far a figure is that was asked for. */
export type Progress = 'idle' | 'drawing' | Message;

const selectRun = (state: AppState) => state.run;

type Props = {
  readonly menu: RefObject<HTMLDivElement | null>;
  /** Whether it was opened by the person, and not to tell what became of a file. */
  readonly isFocused: boolean;
  readonly progress: Progress;
  readonly onProgress: (progress: Progress) => void;
  /** These two follow whatever became of the menu meanwhile. */
  readonly onDone: () => void;
  readonly onFailed: () => void;
};

/** What can be taken out of the page, and what became of what was asked for last. */
export function ExportItems({ menu, isFocused, progress, onProgress, onDone, onFailed }: Props) {
  const run = useApp(selectRun);
  const reports = useApp(freshReports);
  const isBusy = progress === 'drawing';
  const onSave = async (kind: FigureKind, format: Format): Promise<void> => {
    if (isBusy) return;
    onProgress('drawing');
    try {
      const { saveFigure } = await import('./saveFigure.ts');
      await saveFigure(kind, format, store.getState());
      onProgress('idle');
      onDone();
    } catch (error) {
      onProgress(errorMessage(toErrorInfo(error, 'figure-failed')));
      onFailed();
    }
  };
  const onNotSaved = (error: unknown): void => {
    console.error(error);
    onProgress({ title: 'The run was not saved.', body: 'Close other tabs, which take memory, and try again.' });
    onFailed();
  };
  const files: FigureItemsProps = { isBusy, onSave: (kind, format) => void onSave(kind, format) };
  return (
    <>
      <div role="menu" aria-label="Export" ref={menu}>
        <button
          type="button"
          role="menuitem"
          ref={isFocused ? focusItem : null}
          className={styles.item}
          disabled={run === null || reports === null}
          onClick={() => {
            if (run === null || reports === null) return;
            // The menu does not stay for it: a large run is written between frames.
            onDone();
            saveRun(run, reports, extrasOf(store.getState())).catch(onNotSaved);
          }}
        >
          Run (JSON)
        </button>
        <InsideItems {...files} />
        <FigureItems {...files} />
      </div>
      <ProgressLine progress={progress} />
    </>
  );
}

/** A menu that opens takes the focus to its first item. */
function focusItem(item: HTMLElement | null): void {
  item?.focus();
}

type FigureItemsProps = {
  readonly isBusy: boolean;
  readonly onSave: (kind: FigureKind, format: Format) => void;
};

/** The part of the export menu that draws what is on screen for a paper or a slide: one line a figure, one choice of format. */
function FigureItems({ isBusy, onSave }: FigureItemsProps) {
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
          onClick={() => onSave(kind, format)}
        >
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  ));
}

const INSIDE_FORMATS = { json: 'Inside (JSON)', csv: 'Inside, row (CSV)' } as const;

/** The part of the menu that saves the query and the key that are looked into; there while they are. */
function InsideItems({ isBusy, onSave }: FigureItemsProps) {
  if (!useApp(isInsideThere)) return null;
  return (['json', 'csv'] as const).map((format) => (
    <button
      key={format}
      type="button"
      role="menuitem"
      aria-disabled={isBusy}
      className={styles.item}
      onClick={() => onSave('inside', format)}
    >
      {INSIDE_FORMATS[format]}
    </button>
  ));
}

/** Nothing once the file is saved. */
function ProgressLine({ progress }: { readonly progress: Progress }) {
  if (progress === 'idle') return null;
  if (progress === 'drawing') {
    return (
      <p role="status" className={styles.words}>
        Drawing …
      </p>
    );
  }
  return (
    <p role="alert" className={styles.words}>
      <strong>{progress.title}</strong> {progress.body}
    </p>
  );
}
