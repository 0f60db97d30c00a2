import type { Ablation } from '../core/ablation/ablation.ts';
import type { BackendWish, CachedModel, MeasurePlan, ModelSource, Reply, Request, RunInput } from './protocol.ts';

export type ModelClient = {
  /** Loads a model in place of the one before; gives its loadId. Runs asked for earlier are dropped. */
  load(source: ModelSource, backend: BackendWish): number;
  /** Runs an input on the model loaded or being loaded; gives its runId. Runs asked for earlier are dropped. */
  run(input: RunInput): number;
  /** Repeats the newest run with heads turned down; gives its ablateId. Ablations asked for earlier are dropped, as they are by a run. */
  ablate(ablation: Ablation): number;
  /** Begins a study in place of the one before; gives its studyId. */
  measure(plan: MeasurePlan): number;
  /** Begins a study of how alike heads are, on inputs or (null) on the newest run; gives its studyId. */
  compare(inputs: readonly RunInput[] | null): number;
  /** Holds the study back, or lets it go on. */
  pauseStudy(isPaused: boolean): void;
  /** Ends the study; nothing more is heard of it. */
  cancelStudy(): void;
  /** Asks for the models kept in the browser; the reply `cached` names them. */
  listCached(): void;
  /** Removes a model kept in the browser; the reply `cached` names those that are left. */
  removeCached(model: CachedModel): void;
  /** Ends the worker; nothing is replied any more. */
  dispose(): void;
};

/** The part of a Worker that is used, so that tests can hand in a fake one. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  addEventListener(type: 'message', listener: (event: MessageEvent<Reply>) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: { message?: string }) => void): void;
};

/** The worker that runs models. */
export function spawnModelWorker(): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
}

/** What was asked and is not answered yet. */
const NOTHING = { load: false, run: false, ablate: false, study: false };

/**
 * The main thread's face of the worker: `on` gets the replies to the newest load, run, ablation and study, and no others.
 * A worker that breaks down fails what was pending with code 'worker-crashed'; the next load starts a new one.
 * After a lost graphics device the next load starts a new one too, since the runtime keeps the lost device.
 */
export function createModelClient(createWorker: () => WorkerLike, on: (reply: Reply) => void): ModelClient {
  let listener = on;
  let worker: WorkerLike | null = null;
  let crash: string | null = null;
  let lostDevice = false;
  let loadId = 0;
  let runId = 0;
  let ablateId = 0;
  let studyId = 0;
  const pending = { ...NOTHING };

  function start(): WorkerLike {
    const started = createWorker();
    started.addEventListener('message', ({ data }) => {
      if (started === worker && isNewest(data)) receive(data);
    });
    const onCrash = ({ message }: { message?: string }) => {
      if (started === worker) fail(message || 'the worker broke down');
    };
    started.addEventListener('error', onCrash);
    started.addEventListener('messageerror', onCrash);
    crash = null;
    lostDevice = false;
    return started;
  }

  function isNewest(reply: Reply): boolean {
    if ('loadId' in reply) return reply.loadId === loadId;
    if ('runId' in reply) return reply.runId === runId;
    if ('ablateId' in reply) return reply.ablateId === ablateId;
    return 'studyId' in reply ? reply.studyId === studyId : true;
  }

  function receive(reply: Reply): void {
    switch (reply.type) {
      case 'loaded':
        pending.load = false;
        lostDevice = reply.notices.some(({ code }) => code === 'gpu-lost');
        break;
      case 'load-failed':
        pending.load = false;
        break;
      case 'labelled':
      case 'run-failed':
        pending.run = false;
        break;
      case 'effect':
        if (reply.isFinal) pending.ablate = false;
        break;
      case 'ablate-failed':
        pending.ablate = false;
        break;
      case 'study-done':
      case 'study-failed':
        pending.study = false;
        break;
      case 'progress':
        // Also of a load that was over: its graphics device was lost, and it starts again.
        pending.load = true;
        break;
      case 'ran':
      case 'ablated':
      case 'measured':
      case 'compared':
      case 'cached':
        break;
    }
    listener(reply);
  }

  function stop(): void {
    worker?.terminate();
    worker = null;
  }

  function fail(detail: string): void {
    stop();
    crash = detail;
    const error = { code: 'worker-crashed', detail } as const;
    const { load, run, ablate, study } = { ...pending };
    Object.assign(pending, NOTHING);
    if (load) listener({ type: 'load-failed', loadId, error });
    if (run) listener({ type: 'run-failed', runId, error });
    if (ablate) listener({ type: 'ablate-failed', ablateId, error });
    if (study) listener({ type: 'study-failed', studyId, error });
  }

  function post(request: Request): void {
    worker?.postMessage(request, []);
  }

  /** A request that needs a model: without a worker it fails, but not before the caller knows its number. */
  function ask(what: 'run' | 'ablate' | 'study', request: Request): void {
    pending[what] = true;
    post(request);
    if (!worker) queueMicrotask(() => fail(crash ?? 'no model was loaded'));
  }

  return {
    load(source, backend) {
      if (lostDevice) stop();
      worker ??= start();
      loadId += 1;
      // No reply to what was asked of the model before counts from here on.
      runId += 1;
      ablateId += 1;
      studyId += 1;
      Object.assign(pending, NOTHING, { load: true });
      post({ type: 'load', loadId, source, backend });
      return loadId;
    },
    run(input) {
      runId += 1;
      // An ablation repeats the run before, which is no longer shown.
      ablateId += 1;
      pending.ablate = false;
      ask('run', { type: 'run', runId, input });
      return runId;
    },
    ablate(ablation) {
      ablateId += 1;
      ask('ablate', { type: 'ablate', ablateId, ablation });
      return ablateId;
    },
    measure(plan) {
      studyId += 1;
      ask('study', { type: 'measure', studyId, plan });
      return studyId;
    },
    compare(inputs) {
      studyId += 1;
      ask('study', { type: 'compare', studyId, inputs });
      return studyId;
    },
    pauseStudy(isPaused) {
      post({ type: 'pause-study', studyId, isPaused });
    },
    cancelStudy() {
      post({ type: 'cancel-study', studyId });
      studyId += 1;
      pending.study = false;
    },
    listCached() {
      worker ??= start();
      post({ type: 'list-cached' });
    },
    removeCached(model) {
      worker ??= start();
      post({ type: 'remove-cached', model });
    },
    dispose() {
      stop();
      listener = () => {};
    },
  };
}
