import type { AblateRequest } from '../ablate/answerAblate.ts';
import { keepRun } from '../ablate/keptRun.ts';
import type { KeptRun } from '../ablate/keptRun.ts';
import { createRoom } from '../../core/weights/freshMemory.ts';
import { freeLayers } from '../run/freeLayers.ts';
import { expectBackend } from '../runtime/backend.ts';
import { MAX_KEPT_BYTES } from './enginePlatform.ts';
import type { EnginePlatform } from './enginePlatform.ts';
import { errorInfo } from './errorInfo.ts';
import { inTurns } from './inTurns.ts';
import { answerLabels } from '../run/labelRun.ts';
import { withLoadTools } from './loadTools.ts';
import type { LoadTools } from './loadTools.ts';
import { createMeansStore } from '../means/meansStore.ts';
import type { ExposedModel } from '../runtime/modelSession.ts';
import { identityOf, sizeOf } from '../run/prepare.ts';
import type { BackendWish, Notice, RecordingSource, Reply, Request } from '../protocol.ts';
import { createQuestionJobs } from './questionJobs.ts';
import type { Post } from './questionJobs.ts';
import { createQueue } from './queue.ts';
import { readModel } from './readModel.ts';
import type { Offered, OfferedTools, Ready } from './readModel.ts';
import type { Job } from './queue.ts';
import { openRecording } from '../recording/recording.ts';
import type { OpenedRecording } from '../recording/recording.ts';
import type { InputRun, RunnableModel, RunRequest } from '../run/runnable.ts';
import { createModelStore } from '../sources/store.ts';
import { mayStartWithoutMasks, startModel } from '../run/start.ts';
import { createHeadTimer } from '../timing/headTimer.ts';
import { transferablesOf } from './transfer.ts';
import { tryRun } from './tryRun.ts';

type Engine = {
  handle(request: Request): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
};

type LoadRequest = Extract<Request, { type: 'load' }>;

type Current = RunnableModel & {
  readonly loadId: number;
  /** For another start after a lost graphics device; null for a large model, which is read again. */
  readonly exposed: ExposedModel | null;
};

/**
 * All that the worker does, without the worker: loads models, runs inputs, survives a lost graphics device.
 * Replies go to `post` with the arrays to hand over. No call throws: what fails is a reply.
 */
export function createEngine(platform: EnginePlatform, post: Post): Engine {
  // At most one of the two.
  let current: Current | null = null;
  let recording: OpenedRecording | null = null;
  // Of the model or recording that is there.
  let newest: { readonly shown: InputRun; readonly kept: KeptRun | null } | null = null;
  let wantedLoadId = 0;
  let wantedRun: RunRequest | null = null;
  let wantedAblation: AblateRequest | null = null;
  let studyId: number | null = null;
  const selfTested = new Set<string>();
  const copied = createRoom();
  const store = createModelStore(platform);
  const means = createMeansStore(platform);
  const timer = createHeadTimer(platform);
  const say = (reply: Reply): void => post(reply, []);
  const queue = createQueue((error) => console.error(error));
  const questions = createQuestionJobs(() => ({ model: current, newest, isRecorded: recording !== null }), {
    means,
    maxBatch: platform.maxBatch,
    post,
  });

  /** The runtime comes beside the files of a model, where it is sure by then which of its builds runs it: any model runs on WASM, and those of the page on WebGPU too. */
  async function beginRuntime({ source, backend }: LoadRequest): Promise<void> {
    if (source.from === 'recording') return;
    const expected = await expectBackend(backend, platform.gpu);
    if (expected === 'wasm' || source.from === 'here') platform.beginRuntime?.(expected);
  }

  function load({ loadId, source, backend }: LoadRequest): Job {
    return attempt(loadId, async (tools) => {
      post({ type: 'begun', loadId }, []);
      if (source.from === 'recording') {
        await showRecording(loadId, source, tools);
        return;
      }
      const expected = await expectBackend(backend, platform.gpu);
      const ready = await readModel(store, source, expected, tools);
      try {
        await start(loadId, ready, backend, [], tools);
      } catch (error) {
        if (tools.signal.aborted || !mayStartWithoutMasks(ready.model, error)) throw error;
        // The bytes are the runtime's and changed: they are read once more, from the disk or the cache.
        await start(loadId, await readModel(store, source, expected, tools, error.detail), backend, [], tools);
      }
    });
  }

  /** A load that fails is told, one that was replaced is not. */
  function attempt(loadId: number, work: (tools: OfferedTools) => Promise<void>): Job {
    return async (outer, turn) => {
      let all: Offered = {};
      const onOffered = (offered: Offered): void => {
        all = { ...all, ...offered };
      };
      try {
        await withLoadTools(loadId, outer, turn, say, (tools) => work({ ...tools, onOffered }));
      } catch (error) {
        if (outer.aborted) return;
        const told = errorInfo(error, 'unsupported-graph');
        post({ type: 'load-failed', loadId, error: { ...all, ...told } }, []);
        // A model that is still there is again the one that a lost device takes away.
        wantedLoadId = current?.loadId ?? 0;
      }
    };
  }

  async function showRecording(loadId: number, source: RecordingSource, { signal, turn }: LoadTools): Promise<void> {
    const opened = await openRecording(source, (slices) => inTurns(slices, turn));
    signal.throwIfAborted();
    const before = current;
    current = null;
    newest = null;
    recording = opened;
    await before?.session.release();
    const { info, backend, card, notices } = opened;
    if (signal.aborted) return;
    post({ type: 'loaded', loadId, model: info, backend, card, notices, ablation: null, firstPass: null }, []);
  }

  /** The model before is in use up to here, so that a load that fails early takes nothing away. */
  async function start(
    loadId: number,
    { model: prepared, exposed }: Ready,
    wish: BackendWish,
    notices: readonly Notice[],
    { signal, onStage }: LoadTools,
  ): Promise<void> {
    const before = current;
    current = null;
    recording = null;
    newest = null;
    await before?.session.release();
    const tested = identityOf(prepared);
    const started = await startModel(prepared, exposed, platform, { wish, selfTest: !selfTested.has(tested), onStage });
    if (signal.aborted) {
      await started.session.release();
      return;
    }
    if (started.backend.name === 'webgpu') selfTested.add(tested);
    // WASM loses no device, so there is nothing to start again.
    const isKept = started.backend.name === 'webgpu' && sizeOf(exposed) <= (platform.maxKeptBytes ?? MAX_KEPT_BYTES);
    const model: Current = {
      ...started,
      loadId,
      prepared,
      exposed: isKept ? exposed : null,
      readPart: (part, reading) => store.part(prepared.source, part, reading),
    };
    current = model;
    void started.session.lost.then((detail) => recover(model, detail));
    const { info, backend, card, ablation, firstPass } = model;
    const all = [...notices, ...model.notices];
    post({ type: 'loaded', loadId, model: info, backend, card, notices: all, ablation, firstPass }, []);
  }

  /** Starts the lost model again on WASM and repeats the run that was wanted last, and its ablation; a study is over. */
  function recover(lost: Current, detail: string): void {
    if (current !== lost) return;
    // Its session is not released: that would call into a device that is gone.
    current = null;
    newest = null;
    if (wantedLoadId !== lost.loadId) return;
    const { loadId, prepared, exposed } = lost;
    const [again, ablateAgain] = [wantedRun, wantedAblation];
    if (studyId !== null) {
      const error = { code: 'run-failed', detail: `the graphics device was lost: ${detail}` } as const;
      post({ type: 'study-failed', studyId, error }, []);
    }
    studyId = null;
    // At once: the page is not ready from here on, and the start waits for what the queue is at.
    post({ type: 'restarting', loadId }, []);
    const restart = attempt(loadId, async (tools) => {
      const ready = exposed
        ? { model: prepared, exposed }
        : // The same weights as before, which WASM runs too; for itself it might choose others.
          await readModel(store, prepared.source, 'webgpu', tools, prepared.withoutMasks);
      await start(loadId, ready, 'wasm', [{ code: 'gpu-lost', detail }], tools);
    });
    queue.put('load', restart);
    if (again) queue.put('run', (signal, turn) => run(again, signal, turn));
    if (ablateAgain) queue.put('ablate', questions.ablate(ablateAgain));
  }

  async function run(request: RunRequest, signal: AbortSignal, turn: () => Promise<void>): Promise<void> {
    const { runId } = request;
    const done = await tryRun(request, { model: current, recording }, signal, turn, say);
    if (!done || signal.aborted) return;
    const before = newest?.kept ?? null;
    try {
      newest = { shown: done, kept: 'feed' in done ? keepRun(done, copied) : null };
      const { extras } = done;
      // What a recording holds beside its run is copied, not handed over: the recording may be asked for again.
      post({ type: 'ran', runId, run: done.run, ...(extras && { extras }) }, transferablesOf(done.run));
    } catch (error) {
      // As a copy for which there is no memory: without a reply the page would wait for ever.
      post({ type: 'run-failed', runId, error: errorInfo(error, 'run-failed') }, []);
      return;
    }
    queue.put('label', answerLabels(runId, done.stacks, say));
    // All that was asked about the run before ended with it, but a study, which may read its patterns still.
    if (before !== null && studyId === null) freeLayers(before.done);
  }

  return {
    handle(request) {
      switch (request.type) {
        case 'prepare':
          for (const file of request.files) platform.early?.begin(file);
          break;
        case 'load':
          platform.early?.keepOnly(request.source.from === 'here' ? request.source.base : null);
          void beginRuntime(request);
          wantedLoadId = request.loadId;
          wantedRun = null;
          wantedAblation = null;
          studyId = null;
          queue.put('load', load(request));
          queue.put('time', () => timer.tidy());
          break;
        case 'run':
          wantedRun = request;
          wantedAblation = null;
          queue.put('run', (signal, turn) => run(request, signal, turn));
          break;
        case 'ablate':
          wantedAblation = request;
          queue.put('ablate', questions.ablate(request));
          break;
        case 'cost':
          queue.put('cost', questions.cost(request));
          break;
        case 'inside':
          queue.put(request.question.about, questions.inside(request));
          break;
        case 'leave-inside':
          queue.drop(request.about);
          break;
        case 'measure':
        case 'compare':
        case 'attend':
          studyId = request.studyId;
          queue.pause('study', false);
          queue.put(
            'study',
            questions.study(request, () => {
              studyId = null;
            }),
          );
          break;
        case 'pause-study':
          if (request.studyId === studyId) queue.pause('study', request.isPaused);
          break;
        case 'cancel-study':
          if (request.studyId !== studyId) break;
          studyId = null;
          queue.drop('study');
          break;
        case 'time-heads':
          queue.put('time', (signal, turn) => timer.time(request, current?.backend ?? null, { signal, turn }, say));
          break;
        case 'stop-timing':
          queue.put('time', () => timer.tidy());
          break;
        case 'stop':
          wantedLoadId = current?.loadId ?? 0;
          wantedRun = null;
          wantedAblation = null;
          queue.drop('load');
          // A run, so that it ends what is under way and has its turn once that has let go.
          queue.put('run', async () => post({ type: 'stopped', stopId: request.stopId }, []));
          break;
        case 'ping':
          post({ type: 'pong', pingId: request.pingId }, []);
          break;
        // Neither touches the runtime or a load under way, so neither waits for its turn.
        case 'list-cached':
          void store.list().then((models) => post({ type: 'cached', models }, []));
          break;
        case 'remove-cached':
          void store.remove(request.model).then((models) => post({ type: 'cached', models }, []));
          break;
      }
    },
    idle: () => queue.idle(),
  };
}
