import { ABLATION_MODES } from '../../core/ablation/ablation.ts';
import type { AblationMode } from '../../core/ablation/ablation.ts';
import { keep, readKept } from './kept.ts';
import type { KeptIn } from './kept.ts';

/** Heads turned down together, kept under a name in this browser; `heads` is written as in a link. */
export type SavedSet = {
  readonly name: string;
  readonly modelId: string;
  readonly heads: string;
  readonly mode: AblationMode;
};

const KEY = 'headlight:head-sets';
const MAX_SETS = 100;
const MAX_NAME = 60;

/** The sets kept in this browser; none where storage is blocked or holds something else. */
export function readSavedSets(storage: KeptIn): readonly SavedSet[] {
  const found = readKept(KEY, storage);
  return Array.isArray(found) ? found.flatMap(readSet).slice(0, MAX_SETS) : [];
}

/** Keeps the sets in this browser; false where it does not let them be kept beyond this visit. */
export function keepSavedSets(sets: readonly SavedSet[], storage: KeptIn): boolean {
  return keep(KEY, sets, storage);
}

/** The sets with one more, in place of the one that has its name. */
export function withSet(sets: readonly SavedSet[], set: SavedSet): readonly SavedSet[] {
  const named = { ...set, name: set.name.trim().slice(0, MAX_NAME) };
  return [...withoutSet(sets, named), named].slice(-MAX_SETS);
}

export function withoutSet(sets: readonly SavedSet[], { name, modelId }: SavedSet): readonly SavedSet[] {
  return sets.filter((other) => other.name !== name || other.modelId !== modelId);
}

function readSet(value: unknown): readonly SavedSet[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!('name' in value && 'modelId' in value && 'heads' in value && 'mode' in value)) return [];
  const { name, modelId, heads } = value;
  const mode = ABLATION_MODES.find((one) => one === value.mode);
  if (typeof name !== 'string' || typeof modelId !== 'string' || typeof heads !== 'string') return [];
  return mode === undefined || name === '' ? [] : [{ name, modelId, heads, mode }];
}
