import { AppError, toErrorInfo } from '../../core/errors.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { currentStudy } from '../state/studies.ts';
import type { KeptImage } from './imageInput.ts';
import { inputsOf } from './studyInputs.ts';

const NOTHING = 'there is no sentence; type or paste one a line';

/** Begins, holds and ends studies; one is under way at a time, and a new one ends it. Returns its undoing. */
export function startStudyLoop(
  client: Pick<ModelClient, 'measure' | 'compare' | 'pauseStudy' | 'cancelStudy'>,
  image: Pick<KeptImage, 'now'>,
): () => void {
  return hear({
    measureAsked({ purpose, variants, onSentence = false }) {
      const state = store.getState();
      try {
        const { inputs, basis } = inputsOf(state, onSentence, image.now());
        if (inputs.length === 0) throw new AppError('bad-input', NOTHING);
        if (variants.length === 0) return;
        const plan = { inputs, variants };
        dispatch({ type: 'measureStarted', studyId: client.measure(plan), purpose, plan, basis });
      } catch (thrown) {
        dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, 'bad-input') } });
      }
    },
    compareAsked() {
      const state = store.getState();
      try {
        const { inputs, basis } = inputsOf(state, false, image.now());
        if (inputs.length === 0) throw new AppError('bad-input', NOTHING);
        const isHere = basis.kind === 'sentence';
        // The newest run is what is compared: what has been typed since and could not be run is not.
        const texts = isHere && state.run !== null && state.run.text !== '' ? [state.run.text] : basis.texts;
        const studyId = client.compare(isHere ? null : inputs);
        dispatch({ type: 'compareStarted', studyId, basis: { ...basis, texts } });
      } catch (thrown) {
        dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, 'bad-input') } });
      }
    },
    pauseAsked({ isPaused }) {
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.pauseStudy(isPaused);
      dispatch({ type: 'studyPaused', studyId: study.studyId, isPaused });
    },
    cancelAsked() {
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.cancelStudy();
      dispatch({ type: 'studyStopped', studyId: study.studyId });
    },
  });
}
