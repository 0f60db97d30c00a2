import type { ModelInfo } from '../core/run.ts';
import { sameHead } from '../core/selection.ts';
import type { HeadRef } from '../core/selection.ts';
import type { Notice } from '../inference/protocol.ts';
import type { Action } from './actions.ts';
import { NOTHING_ABLATED } from './ablation/ablated.ts';
import { hasHead, headPlaces, headsMissing, turnedPlaces, twinPlaces } from './headNumbers.ts';
import type { AppState, View } from './state.ts';
import { NO_STUDIES } from './studies/studies.ts';

/** The state once a model is there: what belongs to another model goes, heads of a link find their places. */
export function loaded(
  state: AppState,
  { model, backend, card, notices, ablation: support }: Extract<Action, { type: 'modelLoaded' }>,
): AppState {
  const places = state.headsAreNumbers ? headPlaces(state.view.heads, model, state.view.stack) : state.view.heads;
  const turned = state.headsAreNumbers ? turnedPlaces(state.view.ablation, model) : state.view.ablation;
  const isThere = (head: HeadRef): boolean => hasHead(model, head);
  const heads = places.filter(isThere);
  // Heads of another model that were switched off mean nothing here; those of a link wait for its model.
  const isOwn = state.headsAreNumbers || state.shown === null || state.shown.model.id === model.id;
  const ablation = support === null || !isOwn ? [] : turned.filter(isThere);
  const pair = state.headsAreNumbers ? twinPlaces(state.view.twins, model, state.view.stack) : state.view.twins;
  const twins = isOwn && pair !== null && pair.every(isThere) ? pair : null;
  const mode = support === null || support.modes.includes(state.view.mode) ? state.view.mode : support.modes[0];
  const view = { ...state.view, heads, ablation, twins, mode: mode ?? state.view.mode };
  const ready = { status: 'ready', model, backend, card, ablation: support } as const;
  return {
    ...state,
    model: ready,
    shown: ready,
    view: sameView(view, state.view) ? state.view : view,
    // What another model said is no answer of this one.
    ablated: NOTHING_ABLATED,
    studies: { ...NO_STUDIES, sentences: state.studies.sentences },
    activePin: Math.max(0, Math.min(state.activePin, heads.length - 1)),
    awaitsSuggestion: state.awaitsSuggestion || heads.length === 0,
    headsAreNumbers: false,
    notices: [...noticesOfLink(state, model), ...notices],
  };
}

/** What of a link cannot be followed; a model that is opened later has nothing to do with it. */
function noticesOfLink({ view, notices, headsAreNumbers }: AppState, model: ModelInfo): readonly Notice[] {
  if (!headsAreNumbers) return [];
  const missing = headsMissing(view, model);
  return [
    ...notices.filter(({ code }) => code === 'link-broken'),
    ...(missing.length === 0 ? [] : [{ code: 'link-heads-missing', detail: missing.join(', ') } as const]),
  ];
}

function sameView(a: View, b: View): boolean {
  const isSame = (one: readonly HeadRef[], other: readonly HeadRef[]): boolean =>
    one.length === other.length && one.every((head, at) => sameHead(head, other[at] ?? null));
  return (
    isSame(a.heads, b.heads) &&
    isSame(a.ablation, b.ablation) &&
    isSame(a.twins ?? [], b.twins ?? []) &&
    a.mode === b.mode
  );
}
