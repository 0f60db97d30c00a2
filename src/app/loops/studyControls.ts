import { AppError, toErrorInfo } from '../../core/errors.ts';
import type { Ablation } from '../../core/ablation/ablation.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { dispatch, store } from '../state/store.ts';
import { inputsOf } from '../study/basis.ts';
import { currentStudy } from '../state/studies.ts';
import type { MeasurePurpose } from '../state/studies.ts';

/** What the panels can ask of the studies; one is under way at a time, and a new one ends it. */
export type StudyControls = {
  /** Measures variants on the sentence on screen or on the pasted list, as `sentences` says; `onSentence` takes the former in any case. */
  readonly measure: (purpose: MeasurePurpose, variants: readonly Ablation[], onSentence?: boolean) => void;
  readonly compare: () => void;
  readonly pause: (isPaused: boolean) => void;
  readonly cancel: () => void;
};

const NOTHING = 'there is no sentence; type or paste one a line';

export function createStudyControls(
  client: Pick<ModelClient, 'measure' | 'compare' | 'pauseStudy' | 'cancelStudy'>,
): StudyControls {
  return {
    measure(purpose, variants, onSentence = false) {
      const state = store.getState();
      try {
        const { inputs, basis } = inputsOf(state, onSentence);
        if (inputs.length === 0) throw new AppError('bad-input', NOTHING);
        if (variants.length === 0) return;
        const plan = { inputs, variants };
        dispatch({ type: 'measureStarted', studyId: client.measure(plan), purpose, plan, basis });
      } catch (thrown) {
        dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, 'bad-input') } });
      }
    },
    compare() {
      const state = store.getState();
      try {
        const { inputs, basis } = inputsOf(state, false);
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
    pause(isPaused) {
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.pauseStudy(isPaused);
      dispatch({ type: 'studyPaused', studyId: study.studyId, isPaused });
    },
    cancel() {
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.cancelStudy();
      dispatch({ type: 'studyStopped', studyId: study.studyId });
    },
  };
}
