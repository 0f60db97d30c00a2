import { AppError } from '../core/errors.ts';
import type { ErrorCode, ErrorInfo } from '../core/errors.ts';
import type { Fetch } from './download.ts';
import { mapRuntimeError } from './errors.ts';
import { labelRun } from './labelRun.ts';
import { fetchModelFiles } from './modelFiles.ts';
import { prepareModel } from './prepare.ts';
import type { PreparedModel } from './prepare.ts';
import type { BackendWish, LoadStage, Notice, Reply, Request } from './protocol.ts';
import { createQueue } from './queue.ts';
import { runText } from './runText.ts';
import type { RunRequest, TextRun } from './runText.ts';
import { startModel } from './start.ts';
import type { Platform, StartedModel } from './start.ts';
import { transferablesOf } from './transfer.ts';

export type EnginePlatform = Platform & { readonly fetch: Fetch };

export type Post = (reply: Reply, transfer: ArrayBuffer[]) => void;

export type Engine = {
  handle(request: Request): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};

type LoadRequest = Extract<Request, { type: 'load' }>;

type Current = StartedModel & { readonly loadId: number; readonly prepared: PreparedModel };

/** How long a failed run waits for the browser to say that the graphics device is gone, in milliseconds. */
const LOSS_PATIENCE_MS = 100;

/**
 * All that the worker does, without the worker: loads models, runs texts, survives a lost graphics device.
 * Replies go to `post` with the arrays to hand over. No call throws: what fails is a reply.
 */
export function createEngine(platform: EnginePlatform, post: Post): Engine {
  let current: Current | null = null;
  let wantedLoadId = 0;
  let wantedRun: RunRequest | null = null;
  const selfTested = new Set<string>();
  const queue = createQueue((error) => console.error(error));

  async function load({ loadId, source, backend }: LoadRequest, signal: AbortSignal): Promise<void> {
    let bytes = { loadedBytes: 0, totalBytes: 0 };
    const progress = (stage: LoadStage) => post({ type: 'progress', loadId, stage, ...bytes }, []);
    try {
      const files = await fetchModelFiles(source, platform.fetch, signal, (loadedBytes, totalBytes) => {
        bytes = { loadedBytes, totalBytes };
        progress('files');
      });
      progress('graph');
      const prepared = prepareModel(source, files);
      signal.throwIfAborted();
      await start(loadId, prepared, backend, [], progress, signal);
    } catch (error) {
      if (signal.aborted) return;
      post({ type: 'load-failed', loadId, error: errorInfo(error, 'unsupported-graph') }, []);
      // A model that is still there is again the one that a lost device takes away.
      wantedLoadId = current?.loadId ?? 0;
    }
  }

  /** The model before is in use up to here, so that a load that fails early takes nothing away. */
  async function start(
    loadId: number,
    prepared: PreparedModel,
    wish: BackendWish,
    notices: readonly Notice[],
    onStage: (stage: LoadStage) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const before = current;
    current = null;
    await before?.session.release();
    const { id } = prepared.source;
    const started = await startModel(prepared, platform, { wish, selfTest: !selfTested.has(id), onStage });
    if (signal.aborted) {
      await started.session.release();
      return;
    }
    if (started.backend.name === 'webgpu') selfTested.add(id);
    const model: Current = { ...started, loadId, prepared };
    current = model;
    void started.session.lost.then((detail) => recover(model, detail));
    const { info, backend } = model;
    post({ type: 'loaded', loadId, model: info, backend, notices: [...notices, ...model.notices] }, []);
  }

  /** Starts the lost model again on WASM, with the files kept in memory, and repeats the run that was wanted last. */
  function recover(lost: Current, detail: string): void {
    if (current !== lost) return;
    // Its session is not released: that would call into a device that is gone.
    current = null;
    if (wantedLoadId !== lost.loadId) return;
    const { loadId, prepared } = lost;
    const again = wantedRun;
    queue.put('load', async (signal) => {
      try {
        await start(loadId, prepared, 'wasm', [{ code: 'gpu-lost', detail }], () => {}, signal);
      } catch (error) {
        if (!signal.aborted) post({ type: 'load-failed', loadId, error: errorInfo(error, 'unsupported-graph') }, []);
      }
    });
    if (again) queue.put('run', (signal) => run(again, signal));
  }

  async function run(request: RunRequest, signal: AbortSignal): Promise<void> {
    const { runId } = request;
    const done = await tryRun(request, signal);
    if (!done || signal.aborted) return;
    post({ type: 'ran', runId, run: done.run }, transferablesOf(done.run));
    const { model, tokens } = done.run;
    const reports = await labelRun(done.layers, tokens, model.isCausal, signal);
    if (reports && !signal.aborted) post({ type: 'labelled', runId, reports }, []);
  }

  async function tryRun(request: RunRequest, signal: AbortSignal): Promise<TextRun | null> {
    const model = current;
    try {
      if (!model) throw new AppError('run-failed', 'no model is loaded');
      return await runText(model, model.prepared.tokenizer, request);
    } catch (error) {
      // A lost device may first show as a failed run or as weights that are all zero; `recover` then repeats the run.
      if (model?.backend.name === 'webgpu') await settled(model.session.lost);
      if (!signal.aborted)
        post({ type: 'run-failed', runId: request.runId, error: errorInfo(error, 'run-failed') }, []);
      return null;
    }
  }

  return {
    handle(request) {
      switch (request.type) {
        case 'load':
          wantedLoadId = request.loadId;
          wantedRun = null;
          queue.put('load', (signal) => load(request, signal));
          break;
        case 'run':
          wantedRun = request;
          queue.put('run', (signal) => run(request, signal));
          break;
      }
    },
    idle: () => queue.idle(),
  };
}

/** Own fields of an Error do not cross to another thread, so it becomes a plain object. */
function errorInfo(thrown: unknown, fallback: ErrorCode): ErrorInfo {
  const { code, detail } = mapRuntimeError(thrown, fallback);
  return { code, detail };
}

/** Waits for the loss, but not for long. */
async function settled(lost: Promise<string>): Promise<void> {
  await Promise.race([lost, new Promise((resolve) => setTimeout(resolve, LOSS_PATIENCE_MS))]);
}
