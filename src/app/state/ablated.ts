import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AblatedRun, ToldOf } from '../../inference/protocol.ts';

/** What the worker said of the run with heads turned down. The last answer stays until a newer one is there. */
export type Ablated = {
  /** The newest ablation asked for; 0 while none is wanted. */
  readonly wantedId: number;
  readonly run: AblatedRun | null;
  readonly runOf: number;
  /** The run on screen that it is of, as it is without the ablation. */
  readonly base: ModelRun | null;
  readonly effect: Effect | null;
  /** Which ablation the effect is of: it follows its run. */
  readonly effectOf: number;
  /** What the effect is of: the run that it is compared with, and what was switched off. */
  readonly effectRun: ModelRun | null;
  readonly effectAblation: Ablation | null;
  /** False while losses that take a pass for each token are on their way. */
  readonly isFinal: boolean;
  /** Readable text of the effect's candidates and targets by id. */
  readonly words: ReadonlyMap<number, string>;
  readonly error: ErrorInfo | null;
  /** Which ablation failed so; 0 for none. */
  readonly errorOf: number;
};

export const NOTHING_ABLATED: Ablated = {
  wantedId: 0,
  run: null,
  runOf: 0,
  base: null,
  effect: null,
  effectOf: 0,
  effectAblation: null,
  effectRun: null,
  isFinal: false,
  words: new Map(),
  error: null,
  errorOf: 0,
};

export type AblationAction =
  | { readonly type: 'ablationWanted'; readonly ablateId: number }
  | ToldOf<'ablateId'>
  /** What is wanted again is what was answered last. */
  | { readonly type: 'ablationKept' };

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
