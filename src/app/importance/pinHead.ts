import type { HeadRef } from '../../core/selection.ts';
import { dispatch } from '../state/store.ts';

/** Pins a head of a map or a list; what else is known of it there is no part of a pin. */
export function pinHead({ layer, head }: HeadRef): void {
  dispatch({ type: 'headPinned', head: { layer, head } });
}
