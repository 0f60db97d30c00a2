import type { HeadRef } from '../../core/selection.ts';
import { dispatch } from '../state/store.ts';

/** Holds two heads side by side. */
export function selectTwins(a: HeadRef, b: HeadRef): void {
  dispatch({ type: 'viewChanged', change: { twins: [a, b] } });
}
