import type { SweepTimes } from './sweepWorker.ts';

/** A study of all heads beside requests for single ones, in a worker of the page that is measured. */
export type SweepBench = {
  times(base: string, text: string, repeats: number): Promise<readonly SweepTimes[]>;
};

window.headlightSweep = {
  times(base, text, repeats) {
    const worker = new Worker(new URL('./sweepWorker.ts', import.meta.url), { type: 'module' });
    return new Promise((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<readonly SweepTimes[] | string>) => {
        worker.terminate();
        if (typeof data === 'string') reject(new Error(data));
        else resolve(data);
      });
      worker.postMessage({ base: new URL(base, document.baseURI).href, text, repeats }, []);
    });
  },
};
