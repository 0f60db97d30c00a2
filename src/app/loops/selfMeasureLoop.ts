import { leaveOneOut } from '../../core/ablation/orders.ts';
import { alikeMs, importanceMs, wordsMs } from '../shown/expected.ts';
import { basisNow } from '../shown/basis.ts';
import { pageState } from '../shown/pageState.ts';
import { basisName, inputKey, textOnScreen } from '../shown/inputOnScreen.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/appState.ts';
import { dispatch, hear, store } from '../state/store.ts';
import { isStudied } from '../state/pageNames.ts';
import { currentStudy } from '../state/studies.ts';
import type { Study } from '../state/studies.ts';

/** What takes longer waits for a person's press. */
const SHORT_MS = 2000;

/**
 * A page that shows what a short study finds begins it when it is opened, once for each opening: what is typed on does not. It ends
 * as soon as the person leaves the page or changes what it is about. Returns its undoing.
 */
export function startSelfMeasureLoop(): () => void {
  /** The page was opened, and waits for a run with its labels. */
  let isOpened = isStudied(store.getState().view.panel);
  /** The study that was begun here, while it may be under way: `coming` until it has begun. */
  let own: number | 'coming' | null = null;
  let isOwnWish = false;
  /** The first measure of a model may be of a pass that warms it up: what looks long by that alone waits for a second. */
  let measuredOf: AppState['model'] | null = null;

  const begin = (): void => {
    const state = store.getState();
    if (!isOpened || state.run === null || pageState(state) !== 'ready') return;
    const isFirst = measuredOf !== state.model;
    const found = wishOf(state);
    isOpened = found === 'long' && isFirst;
    if (found === null || found === 'long') return;
    own = 'coming';
    isOwnWish = true;
    dispatch(found);
    isOwnWish = false;
  };
  /** What a person asks for takes the place of what was begun here, also before that has begun. */
  const isAsked = (): void => {
    if (!isOwnWish) own = null;
  };
  const hasBegun = ({ studyId }: { readonly studyId: number }): void => {
    own = own === 'coming' ? studyId : null;
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.view === before.view && state.image === before.image && state.studies === before.studies) return;
    const isLeft = state.view.panel !== before.view.panel;
    const isChanged = isLeft || isAbout(state) !== isAbout(before);
    if (isLeft) isOpened = isStudied(state.view.panel);
    // What was never measured is still waited for.
    else if (isChanged && own !== null) isOpened = false;
    if (!isChanged || own === null) return;
    const begun = own;
    own = null;
    // Not while others are being told of the change; what a person has begun meanwhile goes on.
    queueMicrotask(() => {
      const current = currentStudy(store.getState().studies)?.studyId;
      if (begun === 'coming' ? current === undefined : current === begun) dispatch({ type: 'cancelAsked' });
    });
  });
  const unhear = hear({
    viewChanged: begin,
    viewRestored: begin,
    labelled() {
      begin();
      measuredOf = store.getState().model;
    },
    measureAsked: isAsked,
    compareAsked: isAsked,
    attendAsked: isAsked,
    measureStarted: hasBegun,
    compareStarted: hasBegun,
    attendStarted: hasBegun,
  });
  begin();
  return () => {
    unsubscribe();
    unhear();
  };
}

/** What a study begun by itself is about: once it changes, nobody waits for the answer. */
function isAbout(state: AppState): string {
  const { view, image, studies } = state;
  // Words are looked for in other sentences than the one on screen.
  if (view.panel === 'words')
    return JSON.stringify([view.modelId, view.graph, view.words, studies.sentences.isWordsList]);
  return `${inputKey(state)} ${view.mode} ${image?.id}`;
}

/** What is to be measured on the page that is open, or that it takes long; null for nothing: it is there, or something else is under way. */
function wishOf(state: AppState): Action | 'long' | null {
  const { view, model, run, studies } = state;
  if (model.status !== 'ready' || run === null || currentStudy(studies) !== null) return null;
  const unlessLong = (ms: number | null, wish: Action): Action | 'long' | null =>
    ms === null ? null : ms < SHORT_MS ? wish : 'long';
  if (view.panel === 'words') {
    const { words, sentences } = studies;
    const isThere = words !== null && words.words === view.words && words.status !== 'stopped';
    return isThere || sentences.isWordsList ? null : unlessLong(wordsMs(state), { type: 'attendAsked' });
  }
  if (basisNow(state) !== 'sentence') return null;
  const text = textOnScreen(state);
  const isMissing = (study: Study | null | undefined): boolean =>
    !study || basisName(study.basis) !== text || study.status === 'stopped';
  if (view.panel === 'alike')
    return isMissing(studies.alike) ? unlessLong(alikeMs(state), { type: 'compareAsked' }) : null;
  if (view.panel !== 'importance' || !isMissing(studies.measured.importance)) return null;
  const variants = leaveOneOut(run.attention, view.mode);
  return unlessLong(importanceMs(state), { type: 'measureAsked', purpose: 'importance', variants });
}
