import type { Ablation } from '../../core/ablation/ablation.ts';
import type { TimingPlan } from '../../core/cost/headTimes.ts';
import type { ErrorInfo } from '../../core/errors.ts';
import type { InsideQuestion } from '../../core/inside/questions.ts';
import { patienceFor, shownPass } from './patience.ts';
import type { ShownPass } from './patience.ts';
import type {
  BackendWish,
  CachedModel,
  MeasurePlan,
  ModelSource,
  Reply,
  Request,
  RunInput,
  Told,
} from '../protocol.ts';
import { createQuestions } from './questions.ts';
import { createWorkerLink } from './workerLink.ts';
import type { WorkerLike } from './workerLink.ts';

export type ModelClient = {
  /** Loads a model in place of the one before; gives its loadId. Runs asked for earlier are dropped. */
  load(source: ModelSource, backend: BackendWish): number;
  /** Drops all that was asked for, since a model is wanted that cannot even be looked for; gives the loadId of that. */
  abandon(): number;
  /** Runs an input on the model loaded or being loaded; gives its runId. Runs asked for earlier are dropped. */
  run(input: RunInput): number;
  /** Repeats the newest run with heads turned down; gives its ablateId. Ablations asked for earlier are dropped, as they are by a run. */
  ablate(ablation: Ablation): number;
  /** Asks what each of some ablations costs on the newest run; gives its costId. Those asked for earlier are dropped, as they are by a run. */
  cost(ablations: readonly Ablation[]): number;
  /** Asks about the inside of a layer of the newest run; gives its insideId. What was asked about the same is dropped, as by a run. */
  inside(question: InsideQuestion): number;
  /** Ends what is asked about a thing; nothing more is heard of it. */
  leaveInside(about: InsideQuestion['about']): void;
  /** Begins a study in place of the one before; gives its studyId. */
  measure(plan: MeasurePlan): number;
  /** Begins a study of how alike heads are, on inputs or (null) on the newest run; gives its studyId. */
  compare(inputs: readonly RunInput[] | null): number;
  /** Begins a study of what each head gives to some words, in small letters, on inputs; gives its studyId. */
  attend(inputs: readonly RunInput[], words: readonly string[]): number;
  /** Holds the study back, or lets it go on. */
  pauseStudy(isPaused: boolean): void;
  /** Ends the study; nothing more is heard of it. */
  cancelStudy(): void;
  /** Times a layer with several numbers of heads in place of the timing before; gives its timingId. */
  timeHeads(plan: TimingPlan): number;
  /** Ends the timing; nothing more is heard of it. */
  stopTiming(): void;
  /** Ends the load, the run, its labels, the ablation, the cost and what is asked about the inside: at once each has failed with code 'stopped'. */
  stop(): void;
  /** Something newer waits for what is under way: a worker that does not hear is started anew, and its model with it. */
  hurry(): void;
  /** Asks for the models kept in the browser; the reply `cached` names them. */
  listCached(): void;
  /** Removes a model kept in the browser; the reply `cached` names those that are left. */
  removeCached(model: CachedModel): void;
  /** Ends the worker; nothing is replied any more. */
  dispose(): void;
};

/**
 * Within so many milliseconds a load begins, and what is stopped lets go: else the worker is ended. Nothing is lost by it but time; memory
 * for a recording of 150 MB keeps a worker deaf for 0.3 s where nothing else runs.
 */
const GRACE_MS = 1500;

/** As `GRACE_MS`, of a worker that puts up its runtime: that keeps it deaf for 1.5 s where others want the processor too, and a new one begins with the same. */
const START_GRACE_MS = 6000;

type Ask<Type extends Request['type']> = Extract<Request, { type: Type }>;

const STOPPED: ErrorInfo = { code: 'stopped', detail: 'by the person' };

/**
 * The main thread's face of the worker: `on` gets the replies to the newest load, run, ablation, cost, study, timing and question about the inside, and no others;
 * of a load nothing after its end.
 * A new wish always wins: a worker that does not take it up in time is ended and another one started.
 * A worker that breaks down fails what was pending with code 'worker-crashed'; the next load starts a new one.
 * After a lost graphics device the next load starts a new one too, since the runtime keeps the lost device, and after a
 * script that did not come, since a worker does not ask for it again.
 */
export function createModelClient(createWorker: () => WorkerLike, on: (told: Told) => void): ModelClient {
  let tell = on;
  let crash = 'no model was loaded';
  let needsNewWorker = false;
  let [loadId, stopId] = [0, 0];
  // At most one of the two: the load under way, or the one whose model is there.
  let loading: Ask<'load'> | null = null;
  let loaded: Ask<'load'> | null = null;
  /** The model is being loaded once more because its worker did not answer. */
  let isRestart = false;
  let pace: ShownPass | null = null;
  let maxTokens = Infinity;
  const questions = createQuestions();
  /** Questions about the cache without an answer. */
  let ofCache: readonly Request[] = [];
  const link = createWorkerLink(createWorker, { onReply: receive, onCrash, onSilence });

  const grace = (): number => (link.hasLoaded ? GRACE_MS : START_GRACE_MS);

  function isNewest(reply: Told): boolean {
    if ('loadId' in reply) return (reply.type === 'restarting' ? loaded : loading)?.loadId === reply.loadId;
    return questions.isNewest(reply);
  }

  function receive(reply: Reply): void {
    if (!isNewest(reply)) return;
    note(reply);
    if (reply.type === 'loaded' && isRestart) {
      isRestart = false;
      tell({ ...reply, notices: [...reply.notices, { code: 'worker-restarted' }] });
    } else tell(reply);
  }

  function note(reply: Reply): void {
    questions.note(reply);
    if (reply.type === 'loaded') {
      [loading, loaded] = [null, loading];
      pace = reply.firstPass && shownPass(reply.firstPass.ms, reply.firstPass.nTokens, null);
      maxTokens = reply.model.maxTokens;
      needsNewWorker = reply.notices.some(({ code }) => code === 'gpu-lost');
    } else if (reply.type === 'load-failed') {
      loading = null;
      needsNewWorker = reply.error.code === 'runtime-unfetched';
    } else if (reply.type === 'restarting') [loading, loaded] = [loaded, null];
    else if (reply.type === 'ran')
      pace = shownPass(reply.run.forwardMs, reply.run.tokens.length, questions.lastInput, pace);
    else if (reply.type === 'cached') ofCache = ofCache.slice(1);
  }

  /** Tells everything that is pending as failed. */
  function failAll(error: ErrorInfo, { hasOwnInputs = true, keepsModel = false } = {}): void {
    const [ended, gone] = [loading, loaded];
    [loading, loaded] = [null, keepsModel ? loaded : null];
    const failed = questions.fail(error, hasOwnInputs);
    if (ended) tell({ type: 'load-failed', loadId: ended.loadId, error });
    if (gone && !loaded) tell({ type: 'model-lost', loadId: gone.loadId, error });
    for (const one of failed) tell(one);
  }

  function onCrash(message: string | null): void {
    // The browser has no words for a script that did not come.
    const isUnfetched = message === null && !link.hasSpoken;
    crash = message ?? (isUnfetched ? 'the script of the worker did not come' : 'the worker broke down');
    link.end();
    failAll({ code: isUnfetched ? 'runtime-unfetched' : 'worker-crashed', detail: crash });
  }

  function onSilence({ type }: { readonly type: string }): void {
    // A worker whose script is on its way will find the newest load, and another would wait for the same script.
    if (loading && !link.hasSpoken) return;
    link.end();
    crash = 'it did not answer';
    const error = { code: 'worker-crashed', detail: crash } as const;
    if (loading) begin(loading);
    // After a stop nothing is pending but what has been asked since.
    else if (loaded && (type === 'pong' || questions.hasPass)) restart(loaded, error);
    // The worker had to be ended because it was told to stop: that is what the person is told.
    else failAll(type === 'stopped' ? STOPPED : error);
  }

  /** What was typed on is asked anew by whoever is told; a study has lost what it had. */
  function restart(model: Ask<'load'>, error: ErrorInfo): void {
    const { study } = questions;
    questions.forget();
    if (study) tell({ type: 'study-failed', studyId: study.studyId, error });
    [loading, loaded] = [model, null];
    isRestart = true;
    begin(model);
    tell({ type: 'restarting', loadId: model.loadId });
  }

  /** Sends a load, and to a new worker all else that waits for an answer. */
  function begin(load: Ask<'load'>): void {
    const isNew = !link.isThere;
    link.start();
    link.post(load);
    link.expect({ type: 'begun', loadId: load.loadId }, grace());
    if (!isNew) return;
    for (const request of [...questions.unanswered(), ...ofCache]) link.post(request);
  }

  /** A request that needs a model: without a worker it fails, but not before the caller knows its number. */
  function ask(request: Request): void {
    link.post(request);
    if (!link.isThere) queueMicrotask(() => failAll({ code: 'worker-crashed', detail: crash }));
  }

  function askCache(request: Request): void {
    client.hurry();
    link.start();
    ofCache = [...ofCache, request];
    link.post(request);
  }

  const client: ModelClient = {
    load(source, backend) {
      if (needsNewWorker) link.end();
      needsNewWorker = false;
      loadId += 1;
      questions.forget();
      [loading, loaded] = [{ type: 'load', loadId, source, backend }, null];
      isRestart = false;
      begin(loading);
      return loadId;
    },
    abandon() {
      loadId += 1;
      stopId += 1;
      client.cancelStudy();
      questions.forget();
      [loading, loaded] = [null, null];
      link.post({ type: 'stop', stopId });
      return loadId;
    },
    run(input) {
      client.hurry();
      const request = questions.run(input);
      ask(request);
      return request.runId;
    },
    ablate(ablation) {
      client.hurry();
      const request = questions.ablate(ablation);
      ask(request);
      return request.ablateId;
    },
    cost(ablations) {
      client.hurry();
      const request = questions.cost(ablations);
      ask(request);
      return request.costId;
    },
    inside(question) {
      client.hurry();
      const request = questions.inside(question);
      ask(request);
      return request.insideId;
    },
    leaveInside(about) {
      questions.leaveInside(about);
      link.post({ type: 'leave-inside', about });
    },
    measure(plan) {
      client.hurry();
      const request = questions.measure(plan);
      ask(request);
      return request.studyId;
    },
    compare(inputs) {
      client.hurry();
      const request = questions.compare(inputs);
      ask(request);
      return request.studyId;
    },
    attend(inputs, words) {
      client.hurry();
      const request = questions.attend(inputs, words);
      ask(request);
      return request.studyId;
    },
    pauseStudy(isPaused) {
      link.post({ type: 'pause-study', studyId: questions.studyId, isPaused });
    },
    cancelStudy() {
      link.post({ type: 'cancel-study', studyId: questions.forgetStudy() });
    },
    timeHeads(plan) {
      client.hurry();
      const request = questions.timeHeads(plan);
      ask(request);
      return request.timingId;
    },
    stopTiming() {
      questions.forgetTiming();
      link.post({ type: 'stop-timing' });
    },
    stop() {
      if (!loading && !questions.isWaiting) return;
      failAll(STOPPED, { hasOwnInputs: false, keepsModel: true });
      questions.forgetRun();
      stopId += 1;
      link.post({ type: 'stop', stopId });
      link.expect({ type: 'stopped', stopId }, grace());
    },
    hurry() {
      if (!loaded) return;
      link.ping(patienceFor(pace, questions.waitedFor(), maxTokens));
    },
    listCached: () => askCache({ type: 'list-cached' }),
    removeCached: (model) => askCache({ type: 'remove-cached', model }),
    dispose() {
      link.end();
      tell = () => {};
    },
  };
  return client;
}
