import type { AskedInput } from '../../core/inputUses.ts';
import { keepInputs, savedInputs } from '../state/savedInputs.ts';
import { dispatch, hear, store } from '../state/store.ts';

/** Remembers what a person said that a model's inputs are fed with, and says it again when the model is opened anew. Returns its undoing. */
export function startInputsLoop(storage: () => Pick<Storage, 'getItem' | 'setItem'>): () => void {
  /** Of the model that answered last: by the time that something is said of them, the next load may have begun. */
  let asked: readonly AskedInput[] = [];
  const recall = (): void => {
    const { model, view } = store.getState();
    if (model.status === 'ready') asked = model.card.inputs ?? [];
    else if (model.status === 'failed') asked = model.error.inputs ?? [];
    // What a link says goes before what was said here.
    if (asked.length === 0 || view.inputs !== null) return;
    const inputs = savedInputs(view.modelId, asked, storage);
    if (inputs !== null) dispatch({ type: 'viewChanged', change: { inputs } });
  };
  return hear({
    loaded: recall,
    'load-failed': recall,
    viewChanged({ change }) {
      if (asked.length === 0 || change.inputs === undefined || 'modelId' in change) return;
      keepInputs(store.getState().view.modelId, asked, change.inputs, storage);
    },
  });
}
