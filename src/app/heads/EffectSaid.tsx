import { effectWords, withoutWords } from '../parts/effectWords.ts';
import { ablationState, isRecording } from '../shown/shown.ts';
import type { ShownStack } from '../shown/useStack.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, useApp } from '../state/store.ts';
import controls from '../parts/controls.module.css';

const selectAblated = (state: AppState) => state.ablated;
const selectHeads = (state: AppState) => state.view.ablation;
const selectMode = (state: AppState) => state.view.mode;

/** What switching heads off comes to, in one line. */
export function EffectSaid({ stack }: { readonly stack: ShownStack }) {
  const { effect, effectAblation, isFinal } = useApp(selectAblated);
  const state = useApp(ablationState);
  const heads = useApp(selectHeads);
  const mode = useApp(selectMode);
  const isRecorded = useApp(isRecording);
  // The old numbers stay with the heads that they are of until the new ones are there.
  const known = effect === null || effectAblation === null || state === 'failed' ? null : { effect, effectAblation };
  const what = withoutWords(known?.effectAblation ?? { heads, mode }, stack.run.attention);
  const waiting = isRecorded ? 'the file holds no effect' : state === 'failed' ? 'could not be measured' : '…';
  return (
    <>
      <span role="status">
        {what}: {known === null ? waiting : effectWords(known.effect, isFinal)}
      </span>
      <button type="button" className={controls.link} onClick={seeWhere}>
        {state === 'failed' ? 'see why' : 'see where'}
      </button>
    </>
  );
}

function seeWhere(): void {
  dispatch({ type: 'viewChanged', change: { panel: 'off' } });
}
