import type * as Ort from 'onnxruntime-web';
import type { BackendName } from '../../core/run.ts';
import type { WatchedDevice } from './deviceWatch.ts';
import { mapRuntimeError } from '../errors.ts';
import { threadCount } from './threadCount.ts';

/** The part of ONNX Runtime Web that is used here, so that tests can hand in its Node build or one that fails. */
export type OrtRuntime = {
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: Ort.InferenceSession.SessionOptions): Promise<OrtSession>;
  };
  readonly Tensor: typeof Ort.Tensor;
  readonly env: {
    logLevel?: Ort.Env['logLevel'];
    readonly wasm: { numThreads?: number; wasmPaths?: unknown };
    readonly webgpu: { readonly device: Promise<WatchedDevice> };
  };
};

export type OrtSession = {
  run(
    feeds: Ort.InferenceSession.FeedsType,
    fetches: readonly string[],
    options: Ort.InferenceSession.RunOptions,
  ): Promise<Ort.InferenceSession.ReturnType>;
  release(): Promise<void>;
};

/**
 * The build of the runtime that suits a backend, made ready.
 * Three builds, each with its own binary: plain WASM (the others run it at half the speed), WebGPU for engines that
 * can suspend WebAssembly, and WebGPU for those that cannot. The package's bare entry has a WebGPU of its own that gives
 * silent zeros for half precision, hence never that one.
 * Throws AppError 'runtime-unfetched' if the build does not come, 'no-backend' if it cannot be started.
 */
export async function loadRuntime(backend: BackendName): Promise<OrtRuntime> {
  const ort = await importRuntime(backend).catch((error: unknown) => {
    throw mapRuntimeError(error, 'no-backend');
  });
  // All of these are read once, when the first session is made.
  // transformers.js points the build that it shares with us at a public server; our binary lies beside this script.
  delete ort.env.wasm.wasmPaths;
  ort.env.logLevel = 'error';
  ort.env.wasm.numThreads = threadCount(globalThis.crossOriginIsolated, navigator.hardwareConcurrency);
  return ort;
}

function importRuntime(backend: BackendName): Promise<OrtRuntime> {
  if (backend === 'wasm') return import('onnxruntime-web/wasm');
  return 'Suspending' in WebAssembly ? import('onnxruntime-web/jspi') : import('onnxruntime-web/webgpu');
}
