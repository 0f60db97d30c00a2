import type * as Ort from 'onnxruntime-web';
import type { BackendName } from '../../core/run.ts';
import type { WatchedDevice } from './deviceWatch.ts';
import { mapRuntimeError } from '../errors.ts';
import { smallestGraph } from './smallestGraph.ts';
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
  await begun.get(backend);
  return configured(backend);
}

/** Builds of the runtime whose binaries are on their way. */
const begun = new Map<BackendName, Promise<void>>();

/**
 * Has the runtime come, binary and all, before there is a model for it. What fails is told when it is wanted: the runtime remembers why it could not
 * be started, and a script that did not come is asked for again.
 */
export function beginRuntime(backend: BackendName): void {
  if (!begun.has(backend))
    begun.set(
      backend,
      start(backend).catch(() => undefined),
    );
}

/** The binary is fetched when the first session is made; on the processor, so that no graphics device is asked for. */
async function start(backend: BackendName): Promise<void> {
  const ort = await configured(backend);
  const session = await ort.InferenceSession.create(smallestGraph(), { executionProviders: ['wasm'] });
  await session.release();
}

async function configured(backend: BackendName): Promise<OrtRuntime> {
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
