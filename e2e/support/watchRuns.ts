import type { Page } from 'playwright/test';

type Tensor = { readonly nKeys: number; readonly data: Float32Array };
type Said = {
  readonly type: string;
  readonly run?: { readonly attention: readonly Tensor[]; readonly thumbnails?: readonly Tensor[] };
};

/** What a run brought: keys, whether its weights lie in memory that page and worker share, and the side of its thumbnails; the patterns are not held on to. */
type SeenRun = {
  readonly nTokens: number;
  readonly isShared: boolean;
  readonly side: number | null;
  readonly pattern: WeakRef<Tensor>;
  readonly memory: WeakRef<ArrayBufferLike>;
};

declare global {
  interface Window {
    /** Every run that came from a worker, in order; filled by the script that `watchRuns` installs. */
    seenRuns: SeenRun[];
  }
}

/** Notes each run that comes, from the next loading of the page on. */
export function watchRuns(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    window.seenRuns = [];
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data: { type, run } }: MessageEvent<Said>) => {
          const [tensor] = (type === 'ran' && run?.attention) || [];
          if (tensor === undefined) return;
          const canShare = typeof SharedArrayBuffer === 'function';
          window.seenRuns.push({
            nTokens: tensor.nKeys,
            isShared: canShare && tensor.data.buffer instanceof SharedArrayBuffer,
            side: run?.thumbnails?.[0]?.nKeys ?? null,
            pattern: new WeakRef(tensor),
            memory: new WeakRef(tensor.data.buffer),
          });
        });
      }
    };
  });
}
