import type { Reply, Request, Sign } from '../protocol.ts';
import { createWatch } from './watch.ts';

/** The part of a Worker that is used, so that tests can hand in a fake one. */
export type WorkerLike = Pick<Worker, 'postMessage' | 'terminate'> & {
  addEventListener(type: 'message', listener: (event: MessageEvent<Reply | Sign>) => void): void;
  addEventListener(type: 'error' | 'messageerror', listener: (event: { message?: string }) => void): void;
};

type WorkerLink = {
  /** Starts a worker where there is none. */
  start(): void;
  /** Sends to the worker, if there is one. */
  post(request: Request): void;
  /** From now on the worker owes this sign, within so many milliseconds. */
  expect(sign: Sign, ms: number): void;
  /** Asks for a sign of life, unless the worker owes one already. */
  ping(ms: number): void;
  /** Ends the worker; nothing is heard of it any more. */
  end(): void;
  readonly isThere: boolean;
  /** Whether the worker has said anything; until then its script may be on its way. */
  readonly hasSpoken: boolean;
  /** Whether the worker has had a model: until then it may be at putting up its runtime, deaf. */
  readonly hasLoaded: boolean;
};

type LinkEvents = {
  readonly onReply: (reply: Reply) => void;
  /** The worker broke down; `message` is null where the browser says nothing. */
  readonly onCrash: (message: string | null) => void;
  /** A sign that is owed has not come: the worker hangs, is stuck, or has closed itself. It is still there. */
  readonly onSilence: (sign: Sign) => void;
};

/** One worker at a time, and whether it still hears: a worker that closes itself or loops tells nobody. */
export function createWorkerLink(createWorker: () => WorkerLike, events: LinkEvents): WorkerLink {
  let worker: WorkerLike | null = null;
  let [hasSpoken, hasLoaded] = [false, false];
  let owed: Sign | null = null;
  let pingId = 0;
  const watch = createWatch(() => {
    const sign = owed;
    owed = null;
    if (sign !== null && worker !== null) events.onSilence(sign);
  });

  function spawn(): WorkerLike {
    const started = createWorker();
    started.addEventListener('message', ({ data }) => {
      if (started !== worker) return;
      hasSpoken = true;
      hasLoaded ||= data.type === 'loaded';
      if (!isSign(data)) events.onReply(data);
      else if (owed !== null && sameSign(data, owed)) {
        owed = null;
        watch.end();
      }
    });
    const onCrash = (message: string | null) => {
      if (started === worker) events.onCrash(message);
    };
    started.addEventListener('error', ({ message }) => onCrash(message || null));
    started.addEventListener('messageerror', ({ message }) => onCrash(message || 'an answer could not be read'));
    [hasSpoken, hasLoaded] = [false, false];
    return started;
  }

  const link = {
    start() {
      worker ??= spawn();
    },
    post(request: Request) {
      worker?.postMessage(request, []);
    },
    expect(sign: Sign, ms: number) {
      owed = sign;
      watch.expect(ms);
    },
    ping(ms: number) {
      // A run that is asked for after a stop takes its turn, and a sign of life does instead.
      if (owed !== null && owed.type !== 'stopped') return;
      pingId += 1;
      link.post({ type: 'ping', pingId });
      link.expect({ type: 'pong', pingId }, ms);
    },
    end() {
      worker?.terminate();
      worker = null;
      owed = null;
      watch.end();
    },
    get isThere() {
      return worker !== null;
    },
    get hasSpoken() {
      return hasSpoken;
    },
    get hasLoaded() {
      return hasLoaded;
    },
  };
  return link;
}

/** Whether what the worker sent is for who holds it. */
export function isSign(message: Reply | Sign): message is Sign {
  return message.type === 'begun' || message.type === 'stopped' || message.type === 'pong';
}

function sameSign(a: Sign, b: Sign): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
