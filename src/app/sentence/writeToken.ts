import { dispatch } from '../state/store.ts';

/** Writes a token behind the others. */
export function writeToken(written: readonly number[], id: number): void {
  dispatch({ type: 'viewChanged', change: { written: [...written, id] } });
}
