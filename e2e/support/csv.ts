import { readFileSync } from 'node:fs';
import { csvParse } from 'd3';
import type { DSVRowArray } from 'd3';
import type { Download } from 'playwright/test';

/** The rows of a saved CSV file by the names of its columns; words in it may hold commas, in quotes. */
export async function csvOf(download: Download): Promise<DSVRowArray> {
  return csvParse(readFileSync(await download.path(), 'utf8').replace('\ufeff', ''));
}
