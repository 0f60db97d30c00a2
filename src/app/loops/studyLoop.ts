import { AppError, toErrorInfo } from '../../core/errors.ts';
import type { ErrorCode, ErrorInfo } from '../../core/errors.ts';
import type { ModelClient } from '../../inference/door/client.ts';
import { basisOnScreen } from '../shown/inputOnScreen.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { isStudied } from '../state/pageNames.ts';
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
 * when a model comes that has others while such a page is open, or when a study on them is begun. Returns its undoing.
 */
export function startStudyLoop(
  client: Pick<ModelClient, 'measure' | 'compare' | 'attend' | 'pauseStudy' | 'cancelStudy'>,
  image: Pick<KeptImage, 'now'>,
): () => void {
  let heldOut: HeldOutPictures | null = null;
  const refuseBasis = (thrown: unknown, code: ErrorCode = 'bad-input'): void =>
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
      refuseBasis(thrown, 'model-fetch-failed');
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
      refuseBasis(thrown);
    }
  };
  /** Counts questions about words: one that waits for its sentences is left for a newer one, and where it is called off. */
  let newest = 0;
  /**
   * The sentences that come with the page come with the first question about words. It is about the words and the list that were there as it
   * was asked, and about that model alone.
   */
  const attend = async (asked: AppState, onShipped: boolean): Promise<void> => {
    newest += 1;
    const own = newest;
    const lists = await import('./wordInputs.ts').catch(() => null);
    if (own !== newest || store.getState().model !== asked.model) return;
    const refuse = (wordsError: ErrorInfo): void => dispatch({ type: 'sentencesChanged', change: { wordsError } });
    if (lists === null) return refuse({ code: 'model-fetch-failed', detail: '' });
    try {
      const { inputs, basis, words } = lists.wordInputs(asked, onShipped);
      dispatch({ type: 'attendStarted', studyId: client.attend(inputs, words), words: asked.view.words, basis });
    } catch (thrown) {
      refuse(toErrorInfo(thrown, 'bad-input'));
    }
  };
  return hear({
    sentencesChanged({ change }) {
      if (change.isList !== undefined) void bring();
    },
    // On another page they may never be wanted: there they wait for the study.
    loaded() {
      if (isStudied(store.getState().view.panel)) void bring();
    },
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
      void attend(store.getState(), onShipped);
    },
    pauseAsked({ isPaused }) {
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.pauseStudy(isPaused);
      dispatch({ type: 'studyPaused', studyId: study.studyId, isPaused });
    },
    cancelAsked() {
      newest += 1;
      const study = currentStudy(store.getState().studies);
      if (study === null) return;
      client.cancelStudy();
      dispatch({ type: 'studyStopped', studyId: study.studyId });
    },
  });
}
