import { gathered } from './gathered.ts';
import { pauseIfLong } from './pauseIfLong.ts';

/** Hands the person a file made in the page. */
export function saveFile(name: string, parts: readonly (string | Blob)[], type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The same of a file whose parts are made one by one, between frames: a long one does not freeze the page. */
export async function saveInTurns(name: string, parts: Iterable<string>, type: string): Promise<void> {
  saveFile(name, await gathered(parts, pauseIfLong()), type);
}

/** A table as a file that spreadsheets open: `headlight-<model>-<what>.csv`. */
export function saveCsv(modelId: string, what: string, csv: string): void {
  saveFile(csvName(modelId, what), [csv], CSV);
}

/** The same of a table that is long, line by line. */
export async function saveCsvLines(modelId: string, what: string, lines: Iterable<string>): Promise<void> {
  await saveInTurns(csvName(modelId, what), lines, CSV);
}

const CSV = 'text/csv;charset=utf-8';

function csvName(modelId: string, what: string): string {
  return `headlight-${fileName(modelId)}-${what}.csv`;
}

export function fileName(modelId: string): string {
  return modelId.replaceAll(/[^\w.-]/g, '-');
}
