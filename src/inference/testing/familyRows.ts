import { existsSync, readFileSync } from 'node:fs';
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

/** The rows of models/families.json. */
export function familyRows(): readonly FamilyRow[] {
  return JSON.parse(readFileSync(new URL('../../../models/families.json', import.meta.url), 'utf8'));
}

/** Where the folders of a set lie: ours, and those beside the checkout. */
export const FAMILY_FOLDERS = {
  zoo: new URL('../surgery/fixtures/zoo/', import.meta.url),
  'zoo-c': new URL('../../../../shared/fixtures/zoo-c/', import.meta.url),
} as const;

/** Whether the folder of a row is at hand. */
export function hasFamily({ set, family }: Pick<FamilyRow, 'set' | 'family'>): boolean {
  return existsSync(fileURLToPath(new URL(`${family}/`, FAMILY_FOLDERS[set])));
}
