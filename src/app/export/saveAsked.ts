import { part } from '../shown/fetched.ts';
import { saveCsv, saveCsvLines } from '../parts/saveFile.ts';
import { freshReports } from '../shown/selectors.ts';
import type { AppState } from '../state/appState.ts';
import type { AskedFile } from '../state/askedFile.ts';
import { extrasOf, saveRun } from './exportRun.ts';

/** Saves a table, the run on screen or what is looked into, or draws and saves a figure; nothing of what is not there any more. */
export async function saveAsked(file: AskedFile, state: AppState): Promise<void> {
  switch (file.what) {
    case 'table': {
      const { modelId, name, csv } = file;
      return typeof csv === 'string' ? saveCsv(modelId, name, csv) : saveCsvLines(modelId, name, csv);
    }
    case 'run': {
      const { run } = state;
      const reports = freshReports(state);
      if (run !== null && reports !== null) await saveRun(run, reports, extrasOf(state));
      return;
    }
    case 'inside': {
      const { saveInside } = await part(import('./saveInside.ts'));
      return saveInside(file.format, state);
    }
    case 'figure': {
      const { saveFigure } = await part(import('./saveFigure.ts'));
      return saveFigure(file.kind, file.format, state);
    }
  }
}
