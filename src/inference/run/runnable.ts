import type { ModelCard } from '../../core/card.ts';
import type { BackendInfo, ModelInfo, ModelRun } from '../../core/run.ts';
import type { RunExtras } from '../../core/runExtras.ts';
import type { AblationSupport } from '../../core/ablation/ablatedRun.ts';
import type { Notice, Pace, Request } from '../protocol.ts';
import type { FeedValues } from '../runtime/feeds.ts';
import type { ModelPass, ModelSession } from '../runtime/modelSession.ts';
import type { FilePart } from '../sources/readPart.ts';
import type { LabelStack } from './labelRun.ts';
import type { LayerPlan } from './layerPlan.ts';
import type { LayerOutput } from './pack.ts';
import type { PreparedModel } from './prepared.ts';

/** A model that has run once. */
export type StartedModel = {
  readonly info: ModelInfo;
  readonly backend: BackendInfo;
  readonly card: ModelCard;
  readonly plan: LayerPlan;
  readonly notices: readonly Notice[];
  readonly ablation: AblationSupport;
  readonly firstPass: Pace;
  readonly session: ModelSession;
};

/** A started model with what was read of it before. */
export type RunnableModel = StartedModel & {
  readonly prepared: PreparedModel;
  /** Reads a stretch of its files once more. Throws AppError; rejects with the signal's reason. Left out where there are no files. */
  readonly readPart?: (part: FilePart, signal: AbortSignal) => Promise<Uint8Array>;
};

export type RunRequest = Extract<Request, { type: 'run' }>;

/** A checked run, and its layers as the runtime gave them, since the run's own arrays are handed over. */
export type InputRun = {
  readonly run: ModelRun;
  /** All layers that are shown, each with its place in its stack. */
  readonly shown: readonly LayerOutput[];
  /** Those of the stacks that the labeller reads. */
  readonly stacks: readonly LabelStack[];
  /** Of a recording: what it holds beside the run. */
  readonly extras?: RunExtras;
};

/** A checked run of a model, and what it takes to run the same once more. */
export type ModelInputRun = InputRun & {
  readonly feed: FeedValues;
  readonly pass: ModelPass;
  /** The true class of the input, by its number in config.json; null where nobody knows it. */
  readonly label: number | null;
};
