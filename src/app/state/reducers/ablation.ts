import type { ModelRun } from '../../../core/run.ts';
import type { Ablated } from '../ablated.ts';
import type { AblationAction } from '../actions.ts';

/** What came of switching heads off in `run`, the one on screen; an answer to an older question than the newest falls through. */
export function reduceAblated(ablated: Ablated, action: AblationAction, run: ModelRun | null): Ablated {
  if (action.type === 'ablationWanted') return { ...ablated, wantedId: action.ablateId };
  if (action.type === 'ablationKept') return { ...ablated, error: null, errorOf: 0 };
  if (action.ablateId !== ablated.wantedId) return ablated;
  switch (action.type) {
    case 'ablated':
      return {
        ...ablated,
        run: action.run,
        runOf: action.ablateId,
        base: action.run.runId === run?.runId ? run : null,
        error: null,
        errorOf: 0,
      };
    case 'effect':
      // An effect follows its run, and without the run that it is compared with its numbers have no tokens to stand at.
      if (ablated.run === null || ablated.runOf !== action.ablateId || ablated.run.runId !== run?.runId) return ablated;
      return {
        ...ablated,
        effect: action.effect,
        effectOf: action.ablateId,
        effectAblation: ablated.run.ablation,
        effectRun: run,
        isFinal: action.isFinal,
        words: action.words,
      };
    case 'ablate-failed':
      return { ...ablated, error: action.error, errorOf: action.ablateId };
  }
}
