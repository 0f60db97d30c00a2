import type { AppState } from '../state/appState.ts';
import { useApp } from '../state/store.ts';
import { ForetoldLine } from './ForetoldLine.tsx';
import { WriteBar } from './WriteBar.tsx';
import { selectCanWriteOn } from './writing.ts';

const selectIsWriting = (state: AppState) => state.view.written !== null;

/** What the model says comes next: told, or written on. */
export function GoesOnPart() {
  const isWriting = useApp(selectIsWriting);
  const canWrite = useApp(selectCanWriteOn);
  return isWriting && canWrite ? <WriteBar /> : <ForetoldLine />;
}
