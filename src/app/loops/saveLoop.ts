import { saveCsv, saveCsvLines } from '../parts/saveFile.ts';
import { hear } from '../state/store.ts';

/** Hands over tables as files, once they are asked for. Returns its undoing. */
export function startSaveLoop(): () => void {
  return hear({
    tableAsked({ modelId, what, csv }) {
      if (typeof csv === 'string') saveCsv(modelId, what, csv);
      else void saveCsvLines(modelId, what, csv);
    },
  });
}
