import type { BareRequest } from './bareWorker.ts';

/** The model file alone, in a worker of the page that is measured. */
export type BareModel = {
  /** With `isAlone` the file as it is only. */
  open(onnx: string, nVocab: number, isAlone?: boolean): Promise<void>;
  /** Milliseconds of one run, of the file as it is or with its attention exposed. */
  run(ids: readonly number[], isExposed: boolean): Promise<number>;
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
  async open(onnx, nVocab, isAlone = false) {
    await ask({ onnx: new URL(onnx, document.baseURI).href, nVocab, isAlone });
  },
  async run(ids, isExposed) {
    return (await ask({ ids, isExposed })) ?? Number.NaN;
  },
};
