import type { ModelRun } from '../../core/run.ts';
import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { ForetoldLine } from './ForetoldLine.tsx';
import { WriteBar } from './WriteBar.tsx';
import { canWriteOn } from './writing.ts';

const selectIsWriting = (state: AppState) => state.view.written !== null;

/** What the model says comes next: told, or written on. */
export function GoesOnPart({ run }: { readonly run: ModelRun }) {
  const isWriting = useApp(selectIsWriting);
  return isWriting && canWriteOn(run) ? <WriteBar /> : <ForetoldLine run={run} />;
}
