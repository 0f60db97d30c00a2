import type { OnProgress } from '../sources/modelFiles.ts';
import type { LoadStage, Reply } from '../protocol.ts';

/** What a load is done with. */
export type LoadTools = {
  /** Aborts once the load is over, however it ended: its other reads stop with it. */
  readonly signal: AbortSignal;
  /** As a `Job` has it. */
  readonly turn: () => Promise<void>;
  readonly onStage: (stage: LoadStage) => void;
  readonly onProgress: OnProgress;
};

/** Told bytes are so many milliseconds apart: each makes the page draw, which on a slow machine has better to do meanwhile. */
const APART_MS = 250;

/**
 * Does a load with tools of its own, which are of no more use afterwards: what still reads is aborted, and no progress is
 * told of a load that is over. `outer` aborts once the load is replaced. Rejects as `work` does.
 */
export async function withLoadTools(
  loadId: number,
  outer: AbortSignal,
  turn: () => Promise<void>,
  post: (reply: Reply) => void,
  work: (tools: LoadTools) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const signal = AbortSignal.any([outer, over.signal]);
  // Bytes are told with every stage that follows them.
  let bytes = { loadedBytes: 0, totalBytes: 0 };
  /** Runs while nothing is to be told yet; what came meanwhile is told as it ends. */
  let resting: ReturnType<typeof setTimeout> | undefined;
  let isBehind = false;
  const onStage = (stage: LoadStage): void => {
    isBehind = false;
    if (!signal.aborted) post({ type: 'progress', loadId, stage, ...bytes });
  };
  const tell = (): void => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      resting = undefined;
      if (isBehind) tell();
    }, APART_MS);
    onStage('files');
  };
  const onProgress: OnProgress = (loadedBytes, totalBytes) => {
    bytes = { loadedBytes, totalBytes };
    if (loadedBytes < totalBytes && resting !== undefined) isBehind = true;
    else tell();
  };
  try {
    await work({ signal, turn, onStage, onProgress });
  } finally {
    clearTimeout(resting);
    over.abort();
  }
}
