import { formatHead } from '../../core/selection.ts';
import type { HeadRef } from '../../core/selection.ts';
import { initialState } from '../state/appState.ts';
import { reduce } from '../state/reduce.ts';
import type { Action } from '../state/actions.ts';
import type { AppState } from '../state/appState.ts';
import { loadedAs } from './models.ts';
import { makeReport } from './reports.ts';
import { makeRun, TINY } from './runs.ts';
import { decodeView } from '../state/url.ts';

/** Labels of two heads, of which the second is the stronger. */
export const REPORTS = [
  makeReport(0, 0, [{ label: 'previous', score: 0.5, share: 0.5 }]),
  makeReport(1, 2, [{ label: 'induction', score: 0.9, share: 0.9 }]),
];

/** The state that a link begins with. */
export const start = (query = '', broken: readonly string[] = []): AppState =>
  initialState(decodeView(query), [], broken);
export const after = (state: AppState, ...actions: Action[]): AppState => actions.reduce(reduce, state);
export const loaded = loadedAs(TINY);

/** Another model, or the same one again. */
export const reloaded = (state: AppState, change: Partial<typeof loaded> = {}): AppState =>
  after(state, { type: 'loadStarted', loadId: 1 }, { ...loaded, ...change, loadId: 1 });

export const wanted = (runId: number): Action => ({ type: 'runWanted', runId });
export const arrived = (runId: number, model = TINY): Action => ({ type: 'ran', runId, run: makeRun(runId, model) });
export const labelled = (runId: number, reports = REPORTS): Action => ({ type: 'labelled', runId, reports });

export const pin = (layer: number, head: number): Action => ({ type: 'headPinned', head: { layer, head } });

export const pins = (state: AppState): string => state.view.heads.map(formatHead).join(' ');
export const active = (state: AppState): HeadRef | undefined => state.view.heads[state.activePin];
