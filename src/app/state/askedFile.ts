import type { ErrorInfo } from '../../core/errors.ts';

/** The figures of what is on screen, in the order of the menu. */
export const FIGURE_KINDS = [
  'pinned',
  'stretch',
  'heads',
  'inside',
  'weights',
  'importance',
  'curve',
  'alike',
  'effect',
  'cost',
  'trained',
] as const;
export type FigureKind = (typeof FIGURE_KINDS)[number];
export type FigureFormat = 'svg' | 'png';

/** All steps of what is looked into, or the row of the query as a table. */
export type InsideFormat = 'json' | 'csv';

/** What can be taken out of the page as a file: of what is on screen, or a table, all of it or line by line where it is long. */
export type AskedFile =
  | { readonly what: 'table'; readonly modelId: string; readonly name: string; readonly csv: string | Iterable<string> }
  | { readonly what: 'run' }
  | { readonly what: 'inside'; readonly format: InsideFormat }
  | { readonly what: 'figure'; readonly kind: FigureKind; readonly format: FigureFormat };

/** Why a file was not made: a part of the page that makes it did not come, or what went wrong. */
export type NotSaved = { readonly what: AskedFile['what']; readonly why: 'unfetched' | ErrorInfo };

/** How far the file is that was asked for last; a run or a table is written without being waited for. */
export type Saving = 'idle' | 'drawing' | NotSaved;
