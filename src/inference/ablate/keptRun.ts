import type { MaskStep } from '../../core/effect/objectives.ts';
import type { Logits } from '../../core/run.ts';
import type { Interventions } from '../runtime/interventions.ts';
import type { ModelInputRun } from '../run/runnable.ts';
import type { Subject } from './subject.ts';

/** The newest run as ablations need it; what they have in common is worked out once and kept here. */
export type KeptRun = {
  readonly runId: number;
  readonly done: ModelInputRun;
  /** The scores that the page was given no longer are the worker's: a copy, or null where that would be large. The next run's may be written over it. */
  readonly copy: Logits | null;
  subject: Subject | null;
  masked: MaskedScores | null;
  /** What is done to its layers; left out for the model as it is. */
  readonly off?: Interventions;
};

/** What the model as it is says to copies of the sentence with one word each hidden, and how long one copy took. */
export type MaskedScores = {
  readonly steps: readonly MaskStep[];
  /** By step. Shape: [vocabulary] each. */
  readonly rows: readonly Float32Array[];
};

/** Scores up to this many numbers (8 MB) are copied in no time; more are worked out once more if they are needed. */
const MAX_COPIED = 2 ** 21;

/** Must be called before the arrays of the run are handed over. `copied` makes the copy of its scores. */
export function keepRun(
  done: ModelInputRun,
  copied: (numbers: Float32Array) => Float32Array = (numbers) => numbers.slice(),
): KeptRun {
  const said = done.pass.logits ?? done.pass.output;
  const copy = said && said.data.length <= MAX_COPIED ? { ...said, data: copied(said.data) } : null;
  return { runId: done.run.runId, done, copy, subject: null, masked: null };
}
