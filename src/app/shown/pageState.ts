import { ablationState, isRunUnderWay } from './shown.ts';
import type { AppState } from '../state/appState.ts';
import { openQuestions } from '../state/inside.ts';

/** The state of the page in one word, as scripts and styles read it from the root element. */
type PageState = 'loading' | 'running' | 'ready' | 'failed';

export function pageState(state: AppState): PageState {
  if (state.model.status === 'loading') return 'loading';
  if (state.model.status === 'failed' || state.runError !== null || lacksInput(state)) return 'failed';
  if (state.view.text.trim() === '' && state.run === null) return 'ready';
  if (state.run?.runId !== state.wantedRunId || state.labelledRunId !== state.wantedRunId) return 'running';
  return 'ready';
}

/** Whether there is nothing to run on, and nothing on its way: what lies beside the model to begin with did not come, which is told beside its place. */
function lacksInput({ sampleSounds, sound, image, run, notices }: AppState): boolean {
  if (run !== null || sound !== null || image !== null) return false;
  return sampleSounds?.names === 'failed' || notices.some(({ code }) => code === 'pad-unfetched');
}

/** Something that is waited for and can be stopped; `key` is another one whenever something else is waited for. */
type Wait = { readonly what: 'folder' | 'load' | 'run' | 'label' | 'ablate' | 'cost' | 'inside'; readonly key: string };

/** The first thing that the page waits for; null for nothing. Studies have a bar of their own. */
export function waitOf(state: AppState): Wait | null {
  const { model, run, wantedRunId, labelledRunId, ablated, costs, listing } = state;
  const wait = (what: Wait['what'], id: number): Wait => ({ what, key: `${what} ${id}` });
  if (listing !== null) return wait('folder', listing);
  if (model.status === 'loading') return wait('load', state.loadId);
  if (model.status === 'failed') return null;
  if (isRunUnderWay(state)) return wait('run', wantedRunId);
  const ablation = ablationState(state);
  const isAblating = ablation === 'running' || ablation === 'losses';
  if (isAblating && ablated.errorOf !== ablated.wantedId) return wait('ablate', ablated.wantedId);
  if (run !== null && run.runId === wantedRunId && labelledRunId !== wantedRunId) return wait('label', wantedRunId);
  if (costs.isPending) return wait('cost', costs.wantedId);
  const asked = openQuestions(state.inside).find(({ insideId, isPending }) => isPending && insideId !== 0);
  if (asked !== undefined) return wait('inside', asked.insideId);
  return null;
}

/** Whether "Try again" can help: it brings back a model that is not there, or repeats what the person ended. */
export function canRetry({ model, runError }: Pick<AppState, 'model' | 'runError'>): boolean {
  return model.status === 'failed' || runError?.code === 'stopped';
}

/** The badge of the backend tells this one quietly. */
const QUIET_NOTICE = 'self-test-passed';

/** Whether there is trouble, or a notice, to tell in words. */
export function hasMessages({ model, runError, notices }: Pick<AppState, 'model' | 'runError' | 'notices'>): boolean {
  return model.status === 'failed' || runError !== null || notices.some(({ code }) => code !== QUIET_NOTICE);
}
