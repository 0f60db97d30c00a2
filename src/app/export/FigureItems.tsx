import { useState } from 'react';
import { toErrorInfo } from '../../core/errors.ts';
import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import { FIGURE_WORDS, figureKinds, figureNames, isInsideThere } from './available.ts';
import type { FigureKind } from './available.ts';
import { errorMessage } from '../parts/messages.ts';
import type { Message } from '../parts/messages.ts';
import { store, useApp } from '../state/store.ts';
import styles from './ExportMenu.module.css';

const FORMATS = ['svg', 'png'] as const;
type Format = (typeof FORMATS)[number] | 'json' | 'csv';

/** How far a figure is that was asked for. */
type FigureProgress = 'idle' | 'drawing' | Message;

/** What makes files is fetched when first wanted, or soon after the page (App.tsx): who only looks need not wait for it. */
const NOT_SAVED: Message = {
  title: 'The run was not saved.',
  body: 'A part of the page could not be fetched. Check the connection and load the page again.',
};

/** Saves the run on screen and what is looked into, and draws and saves figures; `onDone` and `onFailed` follow whatever became of the menu meanwhile. */
export function useSaving(onDone: () => void, onFailed: () => void) {
  const [progress, setProgress] = useState<FigureProgress>('idle');
  const save = async (kind: FigureKind, format: Format): Promise<void> => {
    if (progress === 'drawing') return;
    setProgress('drawing');
    try {
      const { saveFigure } = await import('./saveFigure.ts');
      await saveFigure(kind, format, store.getState());
      setProgress('idle');
      onDone();
    } catch (error) {
      setProgress(errorMessage(toErrorInfo(error, 'figure-failed')));
      onFailed();
    }
  };
  /** The menu does not stay for it: a large run is written between frames. */
  const saveRun = async (run: ModelRun, reports: readonly HeadReport[]): Promise<void> => {
    const state = store.getState();
    onDone();
    try {
      const made = await import('./exportRun.ts');
      await made.saveRun(run, reports, made.extrasOf(state));
    } catch (error) {
      console.error(error);
      setProgress(NOT_SAVED);
      onFailed();
    }
  };
  return { progress, save, saveRun };
}

export type FigureItemsProps = {
  readonly isBusy: boolean;
  readonly onSave: (kind: FigureKind, format: Format) => void;
};

/** The part of the export menu that draws what is on screen for a paper or a slide: one line a figure, one choice of format. */
export function FigureItems({ isBusy, onSave }: FigureItemsProps) {
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
export function InsideItems({ isBusy, onSave }: FigureItemsProps) {
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

/** What became of the figure that was asked for last; nothing once it is saved. */
export function FigureProgressLine({ progress }: { readonly progress: FigureProgress }) {
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
