import type { HeadTimes, TimingPlan } from '../../core/cost/headTimes.ts';
import type { ErrorInfo } from '../../core/errors.ts';

/** What was timed, and what is known of it. */
export type FoundTimes = { readonly plan: TimingPlan; readonly times: HeadTimes };

/** How long a layer takes with this and that many heads: the last answer, which stays until a newer one comes. */
export type Timing = {
  /** The newest question; 0 while there was none. */
  readonly wantedId: number;
  readonly isPending: boolean;
  /** What was asked last. */
  readonly plan: TimingPlan | null;
  /** How far it is, or was when it ended; null before its first rounds. */
  readonly progress: { readonly nRounds: number; readonly nRoundsInAll: number } | null;
  /** What is known, and of which plan: the last answer of enough rounds. */
  readonly found: FoundTimes | null;
  readonly error: ErrorInfo | null;
};

export const NO_TIMING: Timing = {
  wantedId: 0,
  isPending: false,
  plan: null,
  progress: null,
  found: null,
  error: null,
};
