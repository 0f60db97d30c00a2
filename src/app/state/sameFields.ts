import { FIELDS } from './fields.ts';
import type { View } from './view.ts';

type Names = readonly (keyof View)[];

/** What says which model reads. */
export const OF_MODEL = ['modelId', 'graph', 'inputs', 'host', 'revision', 'weights'] as const satisfies Names;

/** What it reads, where that is typed, and what it wrote on behind it. */
export const OF_TEXT = ['text', 'pair', 'written'] as const satisfies Names;

/** Whether these fields of two views are the same. */
export function areSame(one: View, other: View, names: Names): boolean {
  return names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}

/** Whether a field is as on a page just opened. */
export function isAsOpened(view: View, name: keyof View): boolean {
  return JSON.stringify(view[name]) === JSON.stringify(FIELDS[name].fallback);
}
