import type { BackendName } from '../src/core/run.ts';
import type { BareRequest, Exposed } from './bareWorker.ts';

/** The model file alone, in a worker of the page that is measured. */
export type BareModel = {
  /** The file once for each of `exposed`, in place of what was open. */
  open(onnx: string, nVocab: number, exposed: readonly Exposed[], backend?: BackendName): Promise<void>;
  /** Milliseconds of one run of the file as it was opened; with `fetchesLayer` of one that brings the inside of its first layer. */
  run(ids: readonly number[], exposed: Exposed, fetchesLayer?: boolean): Promise<number>;
};

const worker = new Worker(new URL('./bareWorker.ts', import.meta.url), { type: 'module' });

function ask(request: BareRequest): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    worker.addEventListener(
      'message',
      ({ data }: MessageEvent<number | string | undefined>) =>
        typeof data === 'string' ? reject(new Error(data)) : resolve(data),
      { once: true },
    );
    worker.postMessage(request, []);
  });
}

window.headlightBare = {
  async open(onnx, nVocab, exposed, backend = 'wasm') {
    await ask({ onnx: new URL(onnx, document.baseURI).href, nVocab, backend, exposed });
  },
  async run(ids, exposed, fetchesLayer = false) {
    return (await ask({ ids, exposed, fetchesLayer })) ?? Number.NaN;
  },
};
