import type { ErrorInfo } from '../core/errors.ts';
import type { HeadReport } from '../core/labels/report.ts';
import type { BackendInfo, BackendName, ModelInfo, ModelRun } from '../core/run.ts';

/** What the person asked for; `auto` is WebGPU where an adapter exists, else WASM. */
export type BackendWish = BackendName | 'auto';

/** Where the files of a model lie: `base` ends in "/" and holds config.json, tokenizer.json, onnx/model.onnx. */
export type ModelSource = {
  readonly id: string;
  readonly name: string;
  readonly base: string;
  readonly onnxFile: string;
  readonly precision: string;
  /** Bytes of each file by its path under `base`, where a manifest promises them; a shorter file is refused as cut off. */
  readonly sizes?: Readonly<Record<string, number>>;
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
  | { readonly code: 'heads-differ-from-config'; readonly detail: string };

/** To the worker. Every `load` has a loadId, every `run` a runId; both only grow. */
export type Request =
  | { readonly type: 'load'; readonly loadId: number; readonly source: ModelSource; readonly backend: BackendWish }
  | { readonly type: 'run'; readonly runId: number; readonly text: string; readonly pair: string | null };

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
      readonly notices: readonly Notice[];
    }
  | { readonly type: 'load-failed'; readonly loadId: number; readonly error: ErrorInfo }
  | { readonly type: 'ran'; readonly runId: number; readonly run: ModelRun }
  | { readonly type: 'labelled'; readonly runId: number; readonly reports: readonly HeadReport[] }
  | { readonly type: 'run-failed'; readonly runId: number; readonly error: ErrorInfo };
