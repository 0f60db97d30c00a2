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
  /** The study that was begun here, while it may be under way. */
  let own: number | null = null;

  const begin = (): void => {
    const state = store.getState();
    if (!isOpened || state.run === null || pageState(state) !== 'ready') return;
    isOpened = false;
    const wish = wishOf(state);
    if (wish === null) return;
    dispatch(wish);
    own = currentStudy(store.getState().studies)?.studyId ?? null;
  };

  const unsubscribe = store.subscribe((state, before) => {
    if (state.view === before.view && state.image === before.image) return;
    const isLeft = state.view.panel !== before.view.panel;
    const isChanged = isLeft || isAbout(state) !== isAbout(before);
    if (isLeft) isOpened = isStudied(state.view.panel);
    else if (isChanged) isOpened = false;
    if (!isChanged || own === null) return;
    const begun = own;
    own = null;
    // Not while others are being told of the change; what a person has begun meanwhile goes on.
    queueMicrotask(() => {
      if (currentStudy(store.getState().studies)?.studyId === begun) dispatch({ type: 'cancelAsked' });
    });
  });
  const unhear = hear({
    viewChanged: begin,
    viewRestored: begin,
    labelled: begin,
  });
  begin();
  return () => {
    unsubscribe();
    unhear();
  };
}

/** What a study begun by itself is about: once it changes, nobody waits for the answer. */
function isAbout(state: AppState): string {
  return `${inputKey(state)} ${state.view.mode} ${state.image?.id}`;
}

/** What is to be measured on the page that is open; null for nothing: it is there, takes long, or something else is under way. */
function wishOf(state: AppState): Action | null {
  const { view, model, run, studies } = state;
  if (model.status !== 'ready' || run === null || basisNow(state) !== 'sentence' || currentStudy(studies) !== null)
    return null;
  const isShort = (ms: number | null): boolean => ms !== null && ms < SHORT_MS;
  const text = textOnScreen(state);
  const isMissing = (study: Study | null | undefined): boolean =>
    !study || basisName(study.basis) !== text || study.status === 'stopped';
  if (view.panel === 'alike')
    return isMissing(studies.alike) && isShort(alikeMs(state)) ? { type: 'compareAsked' } : null;
  if (view.panel === 'words') return studies.words === null && isShort(wordsMs(state)) ? { type: 'attendAsked' } : null;
  if (view.panel !== 'importance' || !isMissing(studies.measured.importance) || !isShort(importanceMs(state)))
    return null;
  return { type: 'measureAsked', purpose: 'importance', variants: leaveOneOut(run.attention, view.mode) };
}
