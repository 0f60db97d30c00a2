import type { ModelRun } from '../../core/run.ts';
import { isAsOpened, OF_MODEL, OF_TEXT } from './sameFields.ts';
import type { View } from './view.ts';

/** The number of the run that comes with the page: those of the worker count from 1. */
export const SAVED_RUN_ID = 0;

/** The model that the page begins with as the list of models names it, for as long as that list is on its way. */
export const FIRST_NAME = 'Bookworm GPT, 4 × 8';

/** What decides which run is shown. What else a link holds is how it is looked at. */
const OF_RUN = [...OF_MODEL, ...OF_TEXT, 'stack', 'ablation'] as const satisfies readonly (keyof View)[];

/** Whether a view is of the sentence and the model that the page begins with. */
export function isFirst(view: View): boolean {
  return OF_RUN.every((name) => isAsOpened(view, name));
}

/** Whether what is on screen came with the page: its model has not run yet. */
export function isSavedRun({ run }: { readonly run: ModelRun | null }): boolean {
  return run?.runId === SAVED_RUN_ID;
}
