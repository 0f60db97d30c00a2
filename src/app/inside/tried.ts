import type { SharpenedHeads, Sharpening } from '../../core/inside/questions.ts';
import type { HeadRef } from '../../core/selection.ts';
import type { AppState } from '../state/appState.ts';
import type { TriedOn } from '../state/view.ts';

const UNSCALED: Sharpening = { scaleOff: true };

let last: { readonly tau: number; readonly how: Sharpening } | null = null;

/** The softmax that is tried in place of the model's own; null for none. The same value as long as it is the same. */
export function triedSoftmax({ view: { tau, isUnscaled } }: Pick<AppState, 'view'>): Sharpening | null {
  if (isUnscaled) return UNSCALED;
  if (tau === 1) return null;
  if (last?.tau !== tau) last = { tau, how: { tau } };
  return last.how;
}

/** "without the scale", "at temperature 2" */
export function triedWords(how: Sharpening): string {
  return 'scaleOff' in how ? 'without the scale' : `at temperature ${how.tau}`;
}

/** On which heads it is tried. */
export function triedHeads(on: TriedOn, head: HeadRef): SharpenedHeads {
  return on === 'all' ? 'all' : on === 'layer' ? { layer: head.layer } : head;
}
