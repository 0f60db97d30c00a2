import type { BackendWish, CachedModel, ModelSource, Reply, Request, RunInput } from './protocol.ts';

export type ModelClient = {
  /** Loads a model in place of the one before; gives its loadId. Runs asked for earlier are dropped. */
  load(source: ModelSource, backend: BackendWish): number;
  /** Runs an input on the model loaded or being loaded; gives its runId. Runs asked for earlier are dropped. */
  run(input: RunInput): number;
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

/**
 * The main thread's face of the worker: `on` gets the replies to the newest load and the newest run, and no others.
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
  const pending = { load: false, run: false };

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
    return 'runId' in reply ? reply.runId === runId : true;
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
      case 'progress':
        // Also of a load that was over: its graphics device was lost, and it starts again.
        pending.load = true;
        break;
      case 'ran':
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
    const { load, run } = { ...pending };
    pending.load = false;
    pending.run = false;
    if (load) listener({ type: 'load-failed', loadId, error });
    if (run) listener({ type: 'run-failed', runId, error });
  }

  function post(request: Request): void {
    worker?.postMessage(request, []);
  }

  return {
    load(source, backend) {
      if (lostDevice) stop();
      worker ??= start();
      loadId += 1;
      // No reply to an earlier run counts from here on.
      runId += 1;
      pending.load = true;
      pending.run = false;
      post({ type: 'load', loadId, source, backend });
      return loadId;
    },
    run(input) {
      runId += 1;
      pending.run = true;
      post({ type: 'run', runId, input });
      if (!worker) queueMicrotask(() => fail(crash ?? 'no model was loaded'));
      return runId;
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
