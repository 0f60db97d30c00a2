import * as node from 'onnxruntime-web';
import type { OrtRuntime, OrtSession } from '../runtime/runtime.ts';

node.env.wasm.numThreads = 1;
node.env.logLevel = 'error';

/** The runtime's Node build: WASM only. */
export const nodeRuntime: OrtRuntime = {
  InferenceSession: node.InferenceSession,
  Tensor: node.Tensor,
  env: { wasm: node.env.wasm, webgpu: { device: new Promise(() => {}) } },
};

/** What a pretended graphics device does wrong. */
export type GpuFaults = {
  readonly create?: Error;
  /** Replaces the outcome of each run. */
  readonly run?: (outputs: Awaited<ReturnType<OrtSession['run']>>) => ReturnType<OrtSession['run']>;
};

/** A runtime whose WebGPU is WASM in disguise, with a device that can be lost and a record of what was done. */
export function pretendGpuRuntime(faults: GpuFaults = {}) {
  const log: string[] = [];
  const losing = new AbortController();
  const lost = new Promise<{ message: string; reason: string }>((resolve) => {
    losing.signal.addEventListener('abort', () => resolve({ message: losing.signal.reason, reason: 'unknown' }));
  });
  const runtime: OrtRuntime = {
    ...nodeRuntime,
    env: { wasm: node.env.wasm, webgpu: { device: Promise.resolve({ lost }) } },
    InferenceSession: {
      async create(bytes, options) {
        const provider = options.executionProviders?.[0] === 'webgpu' ? 'webgpu' : 'wasm';
        log.push(`create ${provider}`);
        if (provider === 'webgpu' && faults.create) throw faults.create;
        const session = await nodeRuntime.InferenceSession.create(bytes, { ...options, executionProviders: ['wasm'] });
        return {
          async run(feeds, fetches, runOptions) {
            log.push(`run ${provider}`);
            const outputs = await session.run(feeds, fetches, runOptions);
            return provider === 'webgpu' && faults.run ? faults.run(outputs) : outputs;
          },
          async release() {
            log.push(`release ${provider}`);
            await session.release();
          },
        };
      },
    },
  };
  return { runtime, log, lose: (message: string) => losing.abort(message) };
}
