import type { HeadReport } from '../../core/labels/report.ts';
import type { ModelRun } from '../../core/run.ts';
import { FIGURE_WORDS, figureKinds, figureNames, isInsideThere } from './available.ts';
import type { FigureKind } from './available.ts';
import { part } from '../parts/fetched.ts';
import type { Message } from '../parts/messages.ts';
import { freshReports } from '../shown/selectors.ts';
import type { AppState } from '../state/appState.ts';
import { store, useApp } from '../state/store.ts';
import { isSavedRun } from '../state/firstView.ts';
import { extrasOf, saveRun } from './exportRun.ts';
import { notSaved } from './notSaved.ts';
import type { Saved } from './notSaved.ts';
import type { InsideFormat } from './saveInside.ts';
import styles from './ExportMenu.module.css';

const selectRun = (state: AppState) => state.run;

const FORMATS = ['svg', 'png'] as const;
type FigureFormat = (typeof FORMATS)[number];

/** How far a file is that was asked for. */
export type Progress = 'idle' | 'drawing' | Message;

type ExportItemsProps = {
  readonly progress: Progress;
  readonly onProgress: (progress: Progress) => void;
  /** What was asked for is there, or is made without the menu. */
  readonly onDone: () => void;
  readonly onFailed: () => void;
  /** Whether the focus goes to the first item. */
  readonly takesFocus: boolean;
};

/** All that can be taken out of the page, and how far it is. */
export function ExportItems({ progress, onProgress, onDone, onFailed, takesFocus }: ExportItemsProps) {
  const run = useApp(selectRun);
  const reports = useApp(freshReports);
  const isSaved = useApp(isSavedRun);
  const saving = savingOf({ progress, onProgress, onDone, onFailed });
  const isBusy = progress === 'drawing';
  return (
    <>
      <button
        type="button"
        role="menuitem"
        ref={takesFocus ? focusItem : null}
        className={styles.item}
        // What came with the page was rounded and run elsewhere.
        disabled={run === null || reports === null || isSaved}
        title={isSaved ? 'Once the model is there' : undefined}
        onClick={() => {
          if (run !== null && reports !== null) saving.saveRun(run, reports);
        }}
      >
        Run (JSON)
      </button>
      <InsideItems isBusy={isBusy} onSave={saving.saveInside} />
      <FigureItems isBusy={isBusy} onSave={saving.saveFigure} />
    </>
  );
}

/** A menu that opens takes the focus to its first item. */
function focusItem(item: HTMLElement | null): void {
  item?.focus();
}

/**
 * Saves the run on screen and what is looked into, and draws and saves figures; `onDone` and `onFailed` follow whatever became of the menu
 * meanwhile. What makes files is fetched when first wanted: who only looks need not wait for it.
 */
function savingOf({ progress, onProgress, onDone, onFailed }: Omit<ExportItemsProps, 'takesFocus'>) {
  const save = async (what: Saved, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      onProgress('idle');
    } catch (thrown) {
      onProgress(notSaved(what, thrown));
      onFailed();
    }
  };
  /** The menu stays open for what is drawn, one at a time. */
  const saveWatched = (what: Saved, work: () => Promise<void>): void => {
    if (progress === 'drawing') return;
    onProgress('drawing');
    void save(what, async () => {
      await work();
      onDone();
    });
  };
  return {
    saveFigure: (kind: FigureKind, format: FigureFormat): void =>
      saveWatched('figure', async () => {
        const { saveFigure } = await part(import('./saveFigure.ts'));
        await saveFigure(kind, format, store.getState());
      }),
    saveInside: (format: InsideFormat): void =>
      saveWatched('inside', async () => {
        const { saveInside } = await part(import('./saveInside.ts'));
        await saveInside(format, store.getState());
      }),
    /** The menu does not stay for it: a large run is written between frames. */
    saveRun: (run: ModelRun, reports: readonly HeadReport[]): void => {
      const state = store.getState();
      onDone();
      void save('run', async () => {
        await saveRun(run, reports, extrasOf(state));
      });
    },
  };
}

type ItemsProps<Save> = { readonly isBusy: boolean; readonly onSave: Save };

/** The part of the export menu that draws what is on screen for a paper or a slide: one line a figure, one choice of format. */
function FigureItems({ isBusy, onSave }: ItemsProps<(kind: FigureKind, format: FigureFormat) => void>) {
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

const INSIDE_NAMES: Readonly<Record<InsideFormat, string>> = { json: 'Inside (JSON)', csv: 'Inside, row (CSV)' };

/** The part of the menu that saves the query and the key that are looked into; there while they are. */
function InsideItems({ isBusy, onSave }: ItemsProps<(format: InsideFormat) => void>) {
  if (!useApp(isInsideThere)) return null;
  return (['json', 'csv'] as const).map((format) => (
    <button
      key={format}
      type="button"
      role="menuitem"
      aria-disabled={isBusy}
      className={styles.item}
      onClick={() => onSave(format)}
    >
      {INSIDE_NAMES[format]}
    </button>
  ));
}
