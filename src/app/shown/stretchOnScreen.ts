import { stackOf } from '../../core/stack.ts';
import { fittedStretch } from '../../core/stretch/stretch.ts';
import type { Stretch } from '../../core/stretch/stretch.ts';
import type { AppState } from '../state/appState.ts';
import { shownRun } from './shown.ts';

/** What `useStretch` gives for the stack on screen, for one moment. */
export function stretchOnScreen(state: AppState): Stretch | null {
  const run = shownRun(state);
  const stack = run === null ? null : stackOf(run, state.view.stack);
  return stack === null ? null : fittedStretch(state.view.stretch, stack.tensor);
}
