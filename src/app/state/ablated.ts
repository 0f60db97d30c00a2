import type { Ablation } from '../../core/ablation/ablation.ts';
import type { Effect } from '../../core/effect/effect.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { ModelRun } from '../../core/run.ts';
import type { AblatedRun } from '../../core/ablation/ablatedRun.ts';

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
