import type { ErrorInfo } from '../core/errors.ts';
import type { ModelCard } from '../core/card.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { BackendInfo, BackendName, ModelInfo, ModelRun } from '../core/run.ts';

/** What the person asked for; `auto` is WebGPU where an adapter exists, else WASM. */
export type BackendWish = BackendName | 'auto';

/** Where the files of a model lie. */
export type ModelSource = HereSource | HubSource | FilesSource | RecordingSource;

/** A model that comes with the page: `base` ends in "/" and holds config.json, tokenizer.json and the ONNX file. */
export type HereSource = {
  readonly from: 'here';
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly onnxFile: string;
  readonly precision: string;
  /** Bytes of each file by its path under `base`, where a manifest promises them; a shorter file is refused as cut off. */
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
};

/** Files that the person opened: they are read in the page and go nowhere. */
export type FilesSource = {
  readonly from: 'files';
  readonly id: string;
  readonly name: string;
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
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
};

/** What a model is run on; its kind must be what `ModelInfo.takes` says. */
export type RunInput =
  | { readonly kind: 'text'; readonly text: string; readonly pair: string | null }
  | { readonly kind: 'ids'; readonly ids: readonly number[] }
  /** A recording is shown as it is. */
  | { readonly kind: 'nothing' }
  /** `target` null: the model writes it itself, greedily. */
  | { readonly kind: 'text-to-text'; readonly source: string; readonly target: string | null }
  /** RGBA pixels. Shape: [row, column, 4]. */
  | {
      readonly kind: 'image';
      readonly name: string;
      readonly width: number;
      readonly height: number;
      readonly pixels: Uint8ClampedArray;
    };

export type LoadStage = 'files' | 'runtime' | 'graph' | 'session' | 'self-test';

/** Something to tell the person that stops nothing. */
export type Notice =
  | { readonly code: 'webgpu-unavailable'; readonly detail: string }
  | { readonly code: 'webgpu-failed'; readonly detail: string }
  | { readonly code: 'gpu-lost'; readonly detail: string }
  | { readonly code: 'self-test-passed'; readonly maxDifference: number }
  | { readonly code: 'self-test-differs'; readonly maxDifference: number }
  | { readonly code: 'self-test-failed'; readonly detail: string }
  /** The page runs on WASM because of the model, not of the machine: which operator, and why. */
  | { readonly code: 'webgpu-unsuited'; readonly detail: string }
  | { readonly code: 'recording-warning'; readonly detail: string }
  | { readonly code: 'heads-differ-from-config'; readonly detail: string };

/** To the worker. Every `load` has a loadId, every `run` a runId; both only grow. */
export type Request =
  | { readonly type: 'load'; readonly loadId: number; readonly source: ModelSource; readonly backend: BackendWish }
  | { readonly type: 'run'; readonly runId: number; readonly input: RunInput }
  | { readonly type: 'list-cached' }
  | { readonly type: 'remove-cached'; readonly model: CachedModel };

/** From the worker. `ran` carries its arrays by transfer; `labelled` follows it. */
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
    }
  | { readonly type: 'load-failed'; readonly loadId: number; readonly error: ErrorInfo }
  | { readonly type: 'ran'; readonly runId: number; readonly run: ModelRun }
  | { readonly type: 'labelled'; readonly runId: number; readonly reports: readonly HeadReport[] }
  | { readonly type: 'run-failed'; readonly runId: number; readonly error: ErrorInfo }
  | { readonly type: 'cached'; readonly models: readonly CachedModel[] };
