import { insideJsonParts } from '../../core/inside/insideJson.ts';
import { AGAINST_COLUMNS, againstTable, ROW_COLUMNS, rowTable, sideBySide } from '../../core/inside/rowTable.ts';
import { formatHead } from '../../core/selection.ts';
import { toCsv } from '../../core/table/csv.ts';
import { fileName, saveCsv, saveInTurns } from '../parts/saveFile.ts';
import type { AppState } from '../state/appState.ts';
import type { InsideFormat } from '../state/askedFile.ts';
import { insideOnScreen } from './insideOnScreen.ts';

/**
 * Saves the query and the key that are looked into: all steps between them as `headlight-<model>-inside-L0H6.json`, or the row of the
 * query as `headlight-<model>-row-L0H6.csv`. Nothing where they are not there any more.
 */
export async function saveInside(format: InsideFormat, state: AppState): Promise<void> {
  const found = insideOnScreen(state);
  if (found === null) return;
  const { run, layerNumber, head, row, keyTokens, scaleOff, temperature } = found;
  const name = formatHead({ layer: layerNumber, head: head.head });
  if (format === 'json') {
    const file = `headlight-${fileName(run.model.id)}-inside-${name}.json`;
    await saveInTurns(file, insideJsonParts(found), 'application/json');
  } else {
    const rows = rowTable(head, row, keyTokens, { scaleOff, temperature: temperature.row });
    const { against } = found;
    const table =
      against === undefined
        ? toCsv(ROW_COLUMNS, rows)
        : toCsv([...ROW_COLUMNS, ...AGAINST_COLUMNS], sideBySide(rows, againstTable(against.row, against.keyTokens)));
    saveCsv(run.model.id, `row-${name}`, table);
  }
}
