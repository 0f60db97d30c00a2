import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ModelInput } from '../../core/modelInputs.ts';
import type { AttentionKind } from '../../core/tensor.ts';

/** What is shown of a stack: its kind, the numbers of its layers, and how many heads each has. */
export type ShownStack = readonly [kind: AttentionKind, layers: readonly number[], nHeads: number];

/** One way to open a family, and what comes of it: a row of models/families.json. */
export type FamilyRow = {
  /** The folder that holds it. */
  readonly family: string;
  readonly set: 'zoo' | 'zoo-c';
  /** What people call it. */
  readonly name: string;
  /** The one graph that is opened, its JSON beside it; left out where the folder is opened as it lies. */
  readonly file?: string;
  readonly layout: string;
  readonly takes?: ModelInput;
  readonly precision?: string;
  readonly shown?: readonly ShownStack[];
  /** How many true runs it is compared with: the cases of one sequence, without padding and without a past. */
  readonly nCases?: number;
  /** How far weights may be from those of the framework. */
  readonly tolerance?: number;
  /** What of it is not shown, in words. */
  readonly lacks?: string;
  /** Over how many patches its windows lie, their side, and by how much each layer moves them. */
  readonly windows?: { readonly nRows: number; readonly side: number; readonly shifts: readonly number[] };
  readonly refused?: { readonly code: string; readonly words: string };
};

/** A public graph of another project, and what comes of it. */
export type OpenedRow = Omit<FamilyRow, 'set' | 'file'> & { readonly set: 'opened'; readonly file: string };

/** All rows of models/families.json. */
export function listedRows(): readonly (FamilyRow | OpenedRow)[] {
  return JSON.parse(readFileSync(new URL('../../../models/families.json', import.meta.url), 'utf8'));
}

/** The rows of families. */
export function familyRows(): readonly FamilyRow[] {
  return listedRows().filter((row) => row.set !== 'opened');
}

/** The rows of public graphs. */
export function openedRows(): readonly OpenedRow[] {
  return listedRows().filter((row) => row.set === 'opened');
}

/** Where the folders of a set lie: ours, and those beside the checkout. */
const FOLDERS: Readonly<Record<FamilyRow['set'], URL>> = {
  zoo: new URL('../surgery/fixtures/zoo/', import.meta.url),
  'zoo-c': new URL('../../../../shared/fixtures/zoo-c/', import.meta.url),
};

/** What the truth of a family lies in, beside its files. */
const CASES = 'expected.json';

type FamilyFiles = Pick<FamilyRow, 'set' | 'family' | 'file'>;

/** Whether a set is at hand. Of one that is, every family is: a folder that is not there is a name misspelt. */
export function hasSet(set: FamilyRow['set']): boolean {
  return existsSync(FOLDERS[set]);
}

/** The files of a row as a person opens them: those of its folder, or its one graph with the JSON beside it. Throws where there is no such folder. */
export function familyPaths(row: FamilyFiles): readonly string[] {
  const names = readdirSync(folderOf(row)).filter((name) => name !== CASES);
  const opened = names.filter((name) => row.file === undefined || !name.endsWith('.onnx') || name === row.file);
  return opened.map((name) => folderOf(row) + name);
}

/** The file with the true patterns of some inputs. */
export function casesPath(row: FamilyFiles): string {
  return folderOf(row) + CASES;
}

function folderOf({ set, family }: FamilyFiles): string {
  return fileURLToPath(new URL(`${family}/`, FOLDERS[set]));
}
