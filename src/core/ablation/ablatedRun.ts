import type { ClassShare } from '../classes.ts';
import type { Objective } from '../effect/effect.ts';
import type { Logits } from '../run.ts';
import type { AttentionTensor } from '../tensor.ts';
import type { Ablation, MeanOver } from './ablation.ts';

/** Which heads of a loaded model can be turned down, and how; found out when it starts. */
export type AblationSupport = {
  /** Null if every head of every stack can be turned down in every mode; else what cannot, in words for people. */
  readonly limits: string | null;
  /** Modes that work for all shown layers. */
  readonly modes: readonly Ablation['mode'][];
  readonly objective: Objective;
  /** What `mean` is to be the mean over; `AblatedRun` says what it was: without reference sentences, the positions of the input. */
  readonly meanOver: MeanOver;
};

/** The last run once more with heads turned down. */
export type AblatedRun = {
  /** The run that it is to be compared with. */
  readonly runId: number;
  readonly ablation: Ablation;
  /** What the means were taken over that stand in for the heads; null in every other mode than `mean`. */
  readonly meanOver: MeanOver | null;
  /** The patterns as the heads made them; what was put in the place of a turned-down head is not drawn in. */
  readonly attention: readonly AttentionTensor[];
  readonly logits: Logits | null;
  /** As `ModelRun.classes`. */
  readonly classes?: readonly ClassShare[];
  readonly forwardMs: number;
};
