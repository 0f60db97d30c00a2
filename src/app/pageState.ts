import type { AppState } from './state.ts';

/** The state of the page in one word, as scripts and styles read it from the root element. */
export type PageState = 'loading' | 'running' | 'ready' | 'failed';

export function pageState(state: AppState): PageState {
  if (state.model.status === 'loading') return 'loading';
  if (state.model.status === 'failed' || state.runError !== null) return 'failed';
  if (state.view.text.trim() === '' && state.run === null) return 'ready';
  if (state.run?.runId !== state.wantedRunId || state.labelledRunId !== state.wantedRunId) return 'running';
  return 'ready';
}
