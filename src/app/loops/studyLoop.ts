import { AppError, toErrorInfo } from '../../core/errors.ts';
import type { InputOf } from '../../core/modelInputs.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { currentStudy } from '../state/studies.ts';
import { basisNow, heldOutNow } from '../study/basis.ts';
import type { KeptImage } from './imageInput.ts';
import { inputsOf } from './studyInputs.ts';

const NOTHING = 'there is no sentence; type or paste one a line';

/**
 * Begins, holds and ends studies; one is under way at a time, and a new one ends it. Held-out pictures are fetched when they are chosen,
 * or a study on them is begun. Returns its undoing.
 */
export function startStudyLoop(
  client: Pick<ModelClient, 'measure' | 'compare' | 'pauseStudy' | 'cancelStudy'>,
  image: Pick<KeptImage, 'now'>,
): () => void {
  /** Pixels have no place in the state. */
  let heldOut: { readonly url: string; readonly pictures: readonly InputOf<'image'>[] } | null = null;
  const refuse = (thrown: unknown): void =>
    dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, 'bad-input') } });
  /** The address of pictures that are needed and not there. */
  const missing = (): string | null => {
    const state = store.getState();
    const { url = null } = (basisNow(state) === 'held-out' ? heldOutNow(state) : null) ?? {};
    return url === heldOut?.url ? null : url;
  };
  const fetchMissing = async (then: () => void): Promise<void> => {
    const url = missing();
    if (url === null) return;
    try {
      const { fetchHeldOut } = await import('./heldOut.ts');
      const pictures = await fetchHeldOut(url);
      heldOut = { url, pictures };
      const names = pictures.map(({ name }) => name);
      dispatch({ type: 'sentencesChanged', change: { heldOut: { url, names } } });
      if (heldOutNow(store.getState())?.url === url) then();
    } catch (thrown) {
      refuse(thrown);
    }
  };
  const given = (onSentence: boolean) => {
    const state = store.getState();
    const found = inputsOf(state, onSentence, image.now(), heldOut?.pictures);
    if (found.inputs.length === 0) throw new AppError('bad-input', NOTHING);
    return found;
  };
  return hear({
    sentencesChanged: ({ change }) => void (change.isList === true && fetchMissing(() => {})),
    measureAsked(action) {
      const { purpose, variants, onSentence = false } = action;
      if (!onSentence && missing() !== null) return void fetchMissing(() => dispatch(action));
      try {
        const { inputs, basis } = given(onSentence);
        if (variants.length === 0) return;
        const plan = { inputs, variants };
        dispatch({ type: 'measureStarted', studyId: client.measure(plan), purpose, plan, basis });
      } catch (thrown) {
        refuse(thrown);
      }
    },
    compareAsked(action) {
      if (missing() !== null) return void fetchMissing(() => dispatch(action));
      try {
        const { inputs, basis } = given(false);
        const { run } = store.getState();
        const isHere = basis.kind === 'sentence';
        // The newest run is what is compared: what has been typed since and could not be run is not.
        const texts = isHere && run !== null && run.text !== '' ? [run.text] : basis.texts;
        const studyId = client.compare(isHere ? null : inputs);
        dispatch({ type: 'compareStarted', studyId, basis: { ...basis, texts } });
      } catch (thrown) {
        refuse(thrown);
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
