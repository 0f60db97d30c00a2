import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FamilyRow, OpenedRow, PartRow } from '../../core/families.ts';

/** All rows of models/families.json. */
export function listedRows(): readonly (FamilyRow | OpenedRow | PartRow)[] {
  return JSON.parse(readFileSync(new URL('../../../models/families.json', import.meta.url), 'utf8'));
}

/** The rows of families. */
export function familyRows(): readonly FamilyRow[] {
  return listedRows().filter((row) => row.set !== 'opened' && row.set !== 'part');
}

/** The rows of public graphs. */
export function openedRows(): readonly OpenedRow[] {
  return listedRows().filter((row) => row.set === 'opened');
}

/** The rows of parts. */
export function partRows(): readonly PartRow[] {
  return listedRows().filter((row) => row.set === 'part');
}

/** Where the folders of a set lie: ours, and those beside the checkout. */
const FOLDERS: Readonly<Record<FamilyRow['set'], URL>> = {
  zoo: new URL('../surgery/fixtures/zoo/', import.meta.url),
  sound: new URL('../sound/fixtures/', import.meta.url),
  vision: new URL('../vision/fixtures/', import.meta.url),
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
