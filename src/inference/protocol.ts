import type { AblatedRun, AblationSupport } from '../core/ablation/ablatedRun.ts';
import type { Ablation } from '../core/ablation/ablation.ts';
import type { HeadComparison } from '../core/alike/comparison.ts';
import type { HeadTimes, TimingPlan } from '../core/cost/headTimes.ts';
import type { Effect } from '../core/effect/effect.ts';
import type { ErrorInfo } from '../core/errors.ts';
import type { ModelCard } from '../core/card.ts';
import type { InsideAnswer, InsideQuestion } from '../core/inside/questions.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { InputOf, ModelInput } from '../core/modelInputs.ts';
import type { BackendInfo, BackendName, ModelInfo, ModelRun } from '../core/run.ts';
import type { RunExtras } from '../core/runExtras.ts';
import type { InputLabels } from '../core/study/labelsOver.ts';
import type { Measured, NoiseFloor, Refused } from '../core/study/results.ts';
import type { AttentionKind, AttentionTensor } from '../core/tensor.ts';
import type { WordSums } from '../core/words/wordSums.ts';

/** What the person asked for; `auto` is WebGPU where an adapter exists, else WASM. */
export type BackendWish = BackendName | 'auto';

/** Where the files of a model lie. */
export type ModelSource = HereSource | HubSource | FilesSource | RecordingSource;

/** A model that comes with the page: `base` ends in "/" and holds the ONNX files and the JSON that stands beside them. */
export type HereSource = {
  readonly from: 'here';
  readonly id: string;
  readonly name: string;
  readonly base: string;
  /** One graph, or an encoder and its decoder. */
  readonly graphs: readonly { readonly role: 'whole' | 'encoder' | 'decoder'; readonly path: string }[];
  readonly precision: string;
  /**
   * Bytes of each file by its path under `base`, where a manifest promises them: a shorter file is refused as cut off, and
   * what is not named is not there.
   */
  readonly sizes?: Readonly<Record<string, number>>;
};

/** Which weight files of a repository to take; `auto` is the best for the backend. */
export type WeightsWish = 'auto' | 'fp32' | 'fp16' | 'q8' | 'q4' | 'q4f16';

/** A repository of a model hub: `host` is an origin with path, without a slash at the end ("https://huggingface.co"). */
export type HubSource = {
  readonly from: 'hub';
  readonly id: string;
  readonly revision: string;
  readonly host: string;
  readonly weights: WeightsWish;
  /** The one graph to take, by its path, where a person chose among several. */
  readonly graph?: string;
  /** What a person said of inputs that nobody else knows, as `writeInputUses` writes it. */
  readonly inputs?: string;
};

/** Files that the person opened: they are read in the page and go nowhere. */
export type FilesSource = {
  readonly from: 'files';
  readonly id: string;
  readonly name: string;
  /** As a hub has it. */
  readonly graph?: string;
  readonly inputs?: string;
  readonly files: readonly { readonly path: string; readonly blob: Blob }[];
};

/** Attention that was computed elsewhere: files of arrays with their tokens; no model runs. */
export type RecordingSource = {
  readonly from: 'recording';
  readonly id: string;
  readonly name: string;
  readonly files: readonly { readonly path: string; readonly blob: Blob }[];
};

/** A model kept in the browser's cache. */
export type CachedModel = {
  readonly id: string;
  readonly host: string;
  readonly revision: string;
  readonly weights: string;
  /** The graph that a person chose of several; left out for what names say. */
  readonly graph?: string;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  /** Nobody knows any more what belongs to it: it can be removed, or fetched anew. */
  readonly isDamaged?: true;
};

/** What a model is run on; its kind must be what `ModelInfo.takes` says. */
export type RunInput = InputOf<ModelInput>;

export type LoadStage = 'files' | 'runtime' | 'graph' | 'session' | 'self-test';

/** What models are told of by themselves; each has its words in `inputs/modelNotices.ts`. */
export type ModelNotice =
  | 'fixed-length'
  | 'film'
  | 'one-line'
  | 'windows'
  | 'last-pass'
  | 'causal-mask'
  | 'heads-fixed'
  | 'random-input'
  | 'inputs-chosen'
  | 'ids-typed'
  | 'several-graphs';

/** Something to tell the person that stops nothing. */
export type Notice =
  | { readonly code: 'webgpu-unavailable'; readonly detail: string }
  | { readonly code: 'webgpu-failed'; readonly detail: string }
  | { readonly code: 'gpu-lost'; readonly detail: string }
  /** The worker did not hear what was wanted, and the model was loaded anew in another. */
  | { readonly code: 'worker-restarted' }
  | { readonly code: 'self-test-passed'; readonly maxDifference: number }
  | { readonly code: 'self-test-differs'; readonly maxDifference: number }
  | { readonly code: 'self-test-failed'; readonly detail: string }
  /** The page runs on WASM because of the model, not of the machine: which operator, and why. */
  | { readonly code: 'webgpu-unsuited'; readonly detail: string }
  | { readonly code: 'recording-warning'; readonly detail: string }
  /** A newer page has been fetched; it is shown from the next visit on. */
  | { readonly code: 'update-waiting' }
  /** A field of the link that was opened, as it stands there. */
  | { readonly code: 'link-broken'; readonly detail: string }
  /** What reads a long link did not come. */
  | { readonly code: 'link-unfetched' }
  /** Heads that the link names and the model has not. */
  | { readonly code: 'link-heads-missing'; readonly detail: string }
  /** What reads the names of opened files did not come. */
  | { readonly code: 'files-unfetched' }
  /** The pad of a model of small pictures, or the pictures that it begins with, did not come. */
  | { readonly code: 'pad-unfetched' }
  /** What a model is that is not as most are, in words of whoever found out: a page need not know of each. */
  | { readonly code: ModelNotice; readonly title: string; readonly body: string }
  | { readonly code: 'heads-differ-from-config'; readonly detail: string };

/** What a study asks: each variant on each input, against the model as it is. */
export type MeasurePlan = {
  readonly inputs: readonly RunInput[];
  readonly variants: readonly Ablation[];
};

/** A pass and how many tokens went through it. */
export type Pace = { readonly ms: number; readonly nTokens: number };

/** To the worker. Every `load` has a loadId, every `run` a runId; both only grow. */
export type Request =
  /** A load will surely ask for these files: they may come by then. */
  | { readonly type: 'prepare'; readonly files: readonly string[] }
  | { readonly type: 'load'; readonly loadId: number; readonly source: ModelSource; readonly backend: BackendWish }
  | { readonly type: 'run'; readonly runId: number; readonly input: RunInput }
  /** The input of the newest run once more, with heads turned down; the newest wins, a new run makes it pointless. */
  | { readonly type: 'ablate'; readonly ablateId: number; readonly ablation: Ablation }
  /** What each of some ablations costs on the newest run, one by one; the newest question wins, a new run makes it pointless. */
  | { readonly type: 'cost'; readonly costId: number; readonly ablations: readonly Ablation[] }
  /** A question about the inside of a layer of the newest run; the newest of each `about` wins, a new run ends them all. */
  | { readonly type: 'inside'; readonly insideId: number; readonly question: InsideQuestion }
  /** Nobody waits for the answer about a thing any more. */
  | { readonly type: 'leave-inside'; readonly about: InsideQuestion['about'] }
  /** A study gives way to loads, runs and ablations between its steps; a new study or a load ends it. */
  | { readonly type: 'measure'; readonly studyId: number; readonly plan: MeasurePlan }
  /** `inputs` null: the newest run as it is, also a recording. */
  | { readonly type: 'compare'; readonly studyId: number; readonly inputs: readonly RunInput[] | null }
  /** What each head gives to these words, in small letters, on each input. */
  | {
      readonly type: 'attend';
      readonly studyId: number;
      readonly inputs: readonly RunInput[];
      readonly words: readonly string[];
    }
  | { readonly type: 'pause-study'; readonly studyId: number; readonly isPaused: boolean }
  | { readonly type: 'cancel-study'; readonly studyId: number }
  /** How long a layer takes with this and that many heads; gives way to everything else between its passes. A new one or a load ends it. */
  | { readonly type: 'time-heads'; readonly timingId: number; readonly plan: TimingPlan }
  | { readonly type: 'stop-timing' }
  /** Ends the load, the run, its labels, the ablation, the cost and the questions about the inside under way; neither a study nor a timing. Answered by `stopped` once all of it has let go. */
  | { readonly type: 'stop'; readonly stopId: number }
  /** Answered by `pong` as soon as the worker hears anything. */
  | { readonly type: 'ping'; readonly pingId: number }
  | { readonly type: 'list-cached' }
  | { readonly type: 'remove-cached'; readonly model: CachedModel };

/** From the worker: that a load has got its turn, that everything is stopped, that it hears. Not for the page, but for who holds the worker. */
export type Sign =
  | { readonly type: 'begun'; readonly loadId: number }
  | { readonly type: 'stopped'; readonly stopId: number }
  | { readonly type: 'pong'; readonly pingId: number };

/** From the worker. `ran` carries its arrays by transfer; `labelled` or `label-failed` follows it. */
export type Reply =
  | {
      readonly type: 'progress';
      readonly loadId: number;
      readonly stage: LoadStage;
      readonly loadedBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly type: 'loaded';
      readonly loadId: number;
      readonly model: ModelInfo;
      readonly backend: BackendInfo;
      readonly card: ModelCard;
      readonly notices: readonly Notice[];
      /** Null where no model runs: a recording. */
      readonly ablation: AblationSupport | null;
      /** Of the pass that every model makes first; null where no model runs. */
      readonly firstPass: Pace | null;
    }
  | { readonly type: 'load-failed'; readonly loadId: number; readonly error: ErrorInfo }
  /** A model that was there starts again, for its graphics device was lost; progress, `loaded` or `load-failed` follow once more. */
  | { readonly type: 'restarting'; readonly loadId: number }
  | {
      readonly type: 'ran';
      readonly runId: number;
      readonly run: ModelRun;
      /** Of a recording: heads switched off in it, measurements and comparisons, as its file holds them. */
      readonly extras?: RunExtras;
    }
  | { readonly type: 'labelled'; readonly runId: number; readonly reports: readonly HeadReport[] }
  | { readonly type: 'label-failed'; readonly runId: number; readonly error: ErrorInfo }
  | { readonly type: 'run-failed'; readonly runId: number; readonly error: ErrorInfo }
  | { readonly type: 'ablated'; readonly ablateId: number; readonly run: AblatedRun }
  /** Follows `ablated`, twice for masked models: first without losses, which take a pass for each token. */
  | {
      readonly type: 'effect';
      readonly ablateId: number;
      readonly effect: Effect;
      readonly isFinal: boolean;
      /** Readable text, as `Token.text`, of every candidate and target of the effect by its id; an id without text is missing. */
      readonly words: ReadonlyMap<number, string>;
    }
  | { readonly type: 'ablate-failed'; readonly ablateId: number; readonly error: ErrorInfo }
  /** One for each ablation of a `cost`, in their order; `words` as of `effect`. */
  | {
      readonly type: 'cost-found';
      readonly costId: number;
      readonly ablation: Ablation;
      readonly effect: Effect;
      readonly isLast: boolean;
      readonly words: ReadonlyMap<number, string>;
    }
  | { readonly type: 'cost-failed'; readonly costId: number; readonly error: ErrorInfo }
  /** Arrays by transfer. An honest no is an answer too: `refused`. */
  /** With `more` a fuller answer to the same question follows. */
  | { readonly type: 'inside-answered'; readonly insideId: number; readonly answer: InsideAnswer; readonly more?: true }
  | { readonly type: 'inside-failed'; readonly insideId: number; readonly error: ErrorInfo }
  | {
      readonly type: 'measured';
      readonly studyId: number;
      /** Only the new ones. */
      readonly results: readonly Measured[];
      /** Only the new ones; they count as done. */
      readonly refused: readonly Refused[];
      /** Of the inputs begun since, where there are several and heads are measured one by one. */
      readonly labels: readonly InputLabels[];
      readonly nDone: number;
      readonly nTotal: number;
      readonly floor: NoiseFloor;
      /** Variants that went through the model together. */
      readonly batch: number;
    }
  | {
      readonly type: 'compared';
      readonly studyId: number;
      readonly input: number;
      /** By stack. */
      readonly comparisons: readonly { readonly kind: AttentionTensor['kind']; readonly comparison: HeadComparison }[];
      readonly nDone: number;
      readonly nTotal: number;
    }
  | {
      readonly type: 'attended';
      readonly studyId: number;
      /** Of the inputs since the last, in order; each by stack. */
      readonly found: readonly (readonly { readonly kind: AttentionKind; readonly sums: WordSums }[])[];
      readonly nDone: number;
      readonly nTotal: number;
    }
  | { readonly type: 'study-done'; readonly studyId: number }
  | { readonly type: 'study-failed'; readonly studyId: number; readonly error: ErrorInfo }
  /** After each round; the timing has ended with `nRoundsInAll` of them. */
  | { readonly type: 'heads-timed'; readonly timingId: number; readonly found: HeadTimes }
  | { readonly type: 'timing-failed'; readonly timingId: number; readonly error: ErrorInfo }
  | { readonly type: 'cached'; readonly models: readonly CachedModel[] };

/** What the page is told: replies of the worker, and that the model which was there is gone with it. */
export type Told = Reply | { readonly type: 'model-lost'; readonly loadId: number; readonly error: ErrorInfo };

/** What is told of a load (`loadId`), a run, an ablation, a cost, a question about the inside, a study or a timing, each named by its number. */
export type ToldOf<Id extends 'loadId' | 'runId' | 'ablateId' | 'costId' | 'insideId' | 'studyId' | 'timingId'> =
  Extract<Told, { readonly [Name in Id]: number }>;

/** A channel on which workers are asked for the addresses that they have fetched, by an empty list; each answers with its own. */
export const FETCHED_CHANNEL = 'headlight:fetched';
