import type { Reply } from '../src/inference/protocol.ts';

// Runs in the app's page before the app does, and notes when things happen; the app does not know of it.

/** Moments of one key press in milliseconds on the page's clock. */
export type Press = {
  /** When the browser took the key, before any script ran. */
  readonly key: number;
  /** When the page's first script heard of it. */
  readonly heard: number;
  /** When the page had drawn the new letter, as far as scripts go. */
  readonly typed: number;
  /** When the text was handed to the worker. */
  readonly asked: number;
  /** When the weights were back. */
  readonly ran: number;
  /** When the last thumbnail had its pixels. */
  readonly painted: number;
  /** When the frame that shows them had been handed on. */
  readonly shown: number;
  /** When the labels were back, and when they stood on the page. */
  readonly labelled: number;
  readonly ready: number;
  /** The model's own run inside of the worker: how long it took. */
  readonly forwardMs: number;
  readonly ids: readonly number[];
  /** Bytes of the patterns, and those that came with the answer: what is shared did not come. */
  readonly patternBytes: number;
  readonly handedBytes: number;
};

/** One movement of the pointer over a heatmap: until all handlers and layout were done, and until its frame was. */
export type Movement = { readonly handled: number; readonly frame: number };

export type Hooks = {
  /** Forgets what was noted and waits for the next key press to be done. */
  nextPress(): void;
  press(): Promise<Press>;
  movements(): readonly Movement[];
  forgetMovements(): void;
  /** Tasks of the main thread longer than 50 ms, in milliseconds. */
  longTasks(): readonly number[];
  forgetLongTasks(): void;
  /** How many studies the worker has ended. */
  studiesDone(): number;
};

type Notes = { -readonly [Name in keyof Press]?: Press[Name] };

let notes: Notes = {};
let waiting: (() => void)[] = [];
let movements: Movement[] = [];
let longTasks: number[] = [];
let studiesDone = 0;

/** Calls back once the next frame has been handed on. */
function afterFrame(then: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', then, { once: true });
  port1.start();
  requestAnimationFrame(() => port2.postMessage(null));
}

/** Other workers of the page, those of the bench among them, say other things. */
function noteReply(at: number, reply: Reply | number | string | undefined): void {
  if (typeof reply !== 'object') return;
  if (reply.type === 'ran') {
    notes.ran = at;
    notes.forwardMs = reply.run.forwardMs;
    notes.ids = reply.run.tokens.map((token) => token.id);
    const { attention, thumbnails = [], logits } = reply.run;
    const arrays = [...attention, ...thumbnails, ...(logits ? [logits] : [])].map(({ data }) => data);
    notes.patternBytes = attention.reduce((sum, { data }) => sum + data.byteLength, 0);
    notes.handedBytes = arrays
      .filter(({ buffer }) => buffer instanceof ArrayBuffer)
      .reduce((sum, { byteLength }) => sum + byteLength, 0);
  } else if (reply.type === 'labelled') notes.labelled = at;
  else if (reply.type === 'study-done') studiesDone += 1;
}

window.Worker = class extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    this.addEventListener('message', (event: MessageEvent<Reply | number | string | undefined>) => {
      const at = performance.now();
      noteReply(at, event.data);
    });
  }
};

const mark = performance.mark.bind(performance);
performance.mark = (name, options) => {
  if (name === 'headlight:asked') notes.asked = performance.now();
  if (name === 'headlight:painted') {
    // A picture painted again, as when sizes change, is not the one that the key asked for.
    if (notes.ran !== undefined && notes.painted === undefined) {
      notes.painted = performance.now();
      const own = notes;
      afterFrame(() => {
        own.shown = performance.now();
        checkDone();
      });
    }
  }
  return mark(name, options);
};

window.addEventListener(
  'keydown',
  (event) => {
    notes.key ??= event.timeStamp;
    notes.heard ??= performance.now();
  },
  { capture: true },
);
window.addEventListener('input', () => {
  notes.typed ??= performance.now();
});

function checkDone(): void {
  if (document.documentElement.dataset['state'] !== 'ready' || notes.labelled === undefined) return;
  notes.ready ??= performance.now();
  if (notes.shown === undefined) return;
  for (const done of waiting) done();
  waiting = [];
}

new MutationObserver(checkDone).observe(document, {
  subtree: true,
  attributes: true,
  attributeFilter: ['data-state'],
});

let movedAt = 0;
window.addEventListener(
  'pointermove',
  () => {
    movedAt = performance.now();
  },
  { capture: true },
);
window.addEventListener('pointermove', () => {
  // React has drawn by now, since it does so when its own listener ends; this makes the browser lay it out.
  document.body.getBoundingClientRect();
  const start = movedAt;
  const handled = performance.now() - start;
  afterFrame(() => movements.push({ handled, frame: performance.now() - start }));
});

new PerformanceObserver((list) => {
  longTasks.push(...list.getEntries().map((entry) => entry.duration));
}).observe({ type: 'longtask' });

window.headlightHooks = {
  nextPress() {
    notes = {};
  },
  async press() {
    if (notes.ready === undefined || notes.shown === undefined) await new Promise<void>((done) => waiting.push(done));
    const {
      key = 0,
      heard = 0,
      typed = 0,
      asked = 0,
      ran = 0,
      painted = 0,
      shown = 0,
      labelled = 0,
      ready = 0,
      forwardMs = 0,
      ids = [],
      patternBytes = 0,
      handedBytes = 0,
    } = notes;
    return {
      key,
      heard,
      typed,
      asked,
      ran,
      painted,
      shown,
      labelled,
      ready,
      forwardMs,
      ids,
      patternBytes,
      handedBytes,
    };
  },
  movements: () => movements,
  forgetMovements() {
    movements = [];
  },
  longTasks: () => longTasks,
  forgetLongTasks() {
    longTasks = [];
  },
  studiesDone: () => studiesDone,
};
