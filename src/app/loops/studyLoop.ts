import { AppError, toErrorInfo } from '../../core/errors.ts';
import type { ErrorCode, ErrorInfo } from '../../core/errors.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { basisOnScreen } from '../shown/inputOnScreen.ts';
import type { Action } from '../state/actions.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { currentStudy } from '../state/studies.ts';
import { basisNow } from '../shown/basis.ts';
import type { HeldOutPictures } from './heldOutPictures.ts';
import type { KeptImage } from './imageInput.ts';
import { inputsOf } from './studyInputs.ts';

/** What a study is begun by. */
type Wished = Extract<Action, { readonly onSentence?: true }>;

const NOTHING = 'there is no sentence; type or paste one a line';

/**
 * Begins, holds and ends studies; one is under way at a time, and a new one ends it. Held-out pictures are fetched when they are chosen,
 * when a model comes that has others, or when a study on them is begun. Returns its undoing.
 */
export function startStudyLoop(
  client: Pick<ModelClient, 'measure' | 'compare' | 'attend' | 'pauseStudy' | 'cancelStudy'>,
  image: Pick<KeptImage, 'now'>,
): () => void {
  let heldOut: HeldOutPictures | null = null;
  const refuse = (thrown: unknown, code: ErrorCode = 'bad-input'): void =>
    dispatch({ type: 'sentencesChanged', change: { error: toErrorInfo(thrown, code) } });
  const restsOnHeldOut = (): boolean => basisNow(store.getState()) === 'held-out';
  const areMissing = (): boolean => restsOnHeldOut() && heldOut?.areMissing() !== false;
  /** Fetches the held-out pictures, and does `next` once they are there. What fetches them comes when they are first wanted. */
  const bring = async (next?: () => void): Promise<void> => {
    try {
      if (heldOut === null) {
        if (!restsOnHeldOut()) return;
        const { createHeldOutPictures } = await import('./heldOutPictures.ts');
        heldOut ??= createHeldOutPictures();
      }
      heldOut.bring(next);
    } catch (thrown) {
      refuse(thrown, 'model-fetch-failed');
    }
  };
  /** Begins what is wished for on what it is to rest on, once that is there. */
  const begin = (wish: Wished, on: (given: ReturnType<typeof inputsOf>) => void): void => {
    if (!wish.onSentence && areMissing()) return void bring(() => dispatch(wish));
    try {
      const given = inputsOf(store.getState(), wish.onSentence === true, image.now(), heldOut?.now());
      if (given.inputs.length === 0) throw new AppError('bad-input', NOTHING);
      on(given);
    } catch (thrown) {
      refuse(thrown);
    }
  };
  /** The sentences that come with the page come with the first question about words. */
  const attend = async (onShipped: boolean): Promise<void> => {
    const lists = await import('./wordInputs.ts').catch(() => null);
    const trouble = (wordsError: ErrorInfo | null): void =>
      dispatch({ type: 'sentencesChanged', change: { wordsError } });
    if (lists === null) return trouble({ code: 'model-fetch-failed', detail: '' });
    try {
      const state = store.getState();
      const { inputs, basis, words } = lists.wordInputs(state, onShipped);
      dispatch({ type: 'attendStarted', studyId: client.attend(inputs, words), words: state.view.words, basis });
      if (state.studies.sentences.wordsError !== null) trouble(null);
    } catch (thrown) {
      trouble(toErrorInfo(thrown, 'bad-input'));
    }
  };
  return hear({
    sentencesChanged({ change }) {
      if (change.isList !== undefined) void bring();
    },
    loaded: () => void bring(),
    measureAsked(wish) {
      begin(wish, ({ inputs, basis }) => {
        const { purpose, variants } = wish;
        if (variants.length === 0) return;
        const plan = { inputs, variants };
        dispatch({ type: 'measureStarted', studyId: client.measure(plan), purpose, plan, basis });
      });
    },
    compareAsked(wish) {
      begin(wish, ({ inputs, basis }) => {
        const state = store.getState();
        const isHere = basis.kind === 'sentence';
        const studyId = client.compare(isHere ? null : inputs);
        // The newest run is what is compared.
        dispatch({ type: 'compareStarted', studyId, basis: isHere ? basisOnScreen(state, state.run) : basis });
      });
    },
    attendAsked({ onShipped = false }) {
      void attend(onShipped);
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
