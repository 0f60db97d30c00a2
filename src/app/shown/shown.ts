import type { Ablation, MeanOver } from '../../core/ablation/ablation.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';
import type { AppState } from '../state/appState.ts';
import { isSavedRun } from '../state/firstView.ts';

/** Whether what is open was recorded: its file is all there is, and no model can be asked for more. */
export function isRecording({ model }: Pick<AppState, 'model'>): boolean {
  return model.status === 'ready' && model.ablation === null;
}

/** Whether words are large: by wish, and always before a room. */
export function isLargeOnScreen({ view }: Pick<AppState, 'view'>): boolean {
  return view.isLarge || view.isPresenting;
}

/** Whether a newer run than the one on screen is on its way: one that has failed is not. */
export function isRunUnderWay(state: Pick<AppState, 'run' | 'wantedRunId' | 'failedRunId'>): boolean {
  const { run, wantedRunId, failedRunId } = state;
  return (run?.runId ?? 0) !== wantedRunId && failedRunId !== wantedRunId;
}

/**
 * Whether the run on screen can be asked more about: the worker has it, and no newer one is under way, whose arrival will ask. One that has
 * failed leaves the run on screen as it is.
 */
export function isRunLive(state: Pick<AppState, 'run' | 'wantedRunId' | 'failedRunId'>): boolean {
  return state.run !== null && !isSavedRun(state) && !isRunUnderWay(state);
}

/** What the view asks to be switched off; null for nothing, and where no model runs. */
export function wantedAblation({ view, model }: Pick<AppState, 'view' | 'model'>): Ablation | null {
  if (view.ablation.length === 0 || model.status !== 'ready' || model.ablation === null) return null;
  return { mode: view.mode, heads: view.ablation };
}

/** The run with heads switched off, if it is of the run on screen and of what the view asks for; else null. */
export function currentAblated({ ablated, run, view }: AppState): AblatedRun | null {
  const found = ablated.run;
  if (found === null || found.runId !== run?.runId) return null;
  return isAsked(found.ablation, view) ? found : null;
}

/**
 * What stands in for heads in the mode `mean`: what it was for the run on screen, and until that is there what it is to be. Null
 * where a recording does not say.
 */
export function meanOverOf(state: AppState): MeanOver | null {
  const promised = state.model.status === 'ready' ? state.model.ablation?.meanOver : undefined;
  return currentAblated(state)?.meanOver ?? promised ?? null;
}

/** What was done to the run that is looked into; null for the model as it is, which a person may also wish to see while heads are off. */
export function insideAblated(state: AppState): AblatedRun | null {
  return state.view.picture === 'before' ? null : currentAblated(state);
}

/** Whether the run that is to be looked into is on its way, with heads turned down that are not yet. */
export function isInsideUnderWay(state: AppState): boolean {
  const { ablated, view } = state;
  if (view.picture === 'before' || wantedAblation(state) === null || currentAblated(state) !== null) return false;
  return ablated.error === null || ablated.errorOf !== ablated.wantedId;
}

/**
 * Whether the picture is still that of the run and the ablation before, because the newer ablated run is on its way: a
 * picture of the model as it is would flash up between the two. It ends with the answer, also with a failure.
 */
export function isPictureHeld(state: AppState): boolean {
  const { ablated, run, view } = state;
  if (view.picture === 'before' || ablated.base === null || ablated.errorOf === ablated.wantedId) return false;
  return ablated.base.model.id === run?.model.id && wantedAblation(state) !== null && currentAblated(state) === null;
}

/** The run that grid and pinned heads show. */
export function shownRun(state: AppState): ModelRun | null {
  return isPictureHeld(state) ? state.ablated.base : state.run;
}

/** What they show of it with heads switched off; null where they show the model as it is. */
export function shownAblated(state: AppState): AblatedRun | null {
  if (state.view.picture === 'before') return null;
  return isPictureHeld(state) ? state.ablated.run : currentAblated(state);
}

/** Whether the effect on screen is of the run on screen and of what the view asks for; else it is an older one that stays meanwhile. */
export function isEffectCurrent({ ablated, run, view }: AppState): boolean {
  const { effectAblation, effectRun } = ablated;
  return effectAblation !== null && effectRun !== null && effectRun === run && isAsked(effectAblation, view);
}

/** How far the page is with what is switched off, as scripts and styles read it from the root element. */
export function ablationState(state: AppState): 'none' | 'running' | 'losses' | 'ready' | 'failed' {
  if (isRecording(state)) return currentAblated(state) === null ? 'none' : 'ready';
  if (wantedAblation(state) === null || state.run === null) return 'none';
  if (isEffectCurrent(state)) return state.ablated.isFinal ? 'ready' : 'losses';
  return state.ablated.error === null ? 'running' : 'failed';
}

/** In an ablation the same heads stand, but newly made, where only something else of the view has changed. */
function isAsked({ heads, mode }: Ablation, view: AppState['view']): boolean {
  if (mode !== view.mode || heads.length !== view.ablation.length) return false;
  return (
    heads === view.ablation ||
    heads.every((one, index) => {
      const other = view.ablation[index];
      return (
        other !== undefined &&
        one.kind === other.kind &&
        one.layer === other.layer &&
        one.head === other.head &&
        one.keep === other.keep
      );
    })
  );
}
