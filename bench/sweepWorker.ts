import { createEngine } from '../src/inference/door/engine.ts';
import type { Reply, Request } from '../src/inference/protocol.ts';
import { loadRuntime } from '../src/inference/runtime/runtime.ts';
import { isSign } from '../src/inference/door/workerLink.ts';

// The app's own engine, asked for a study of all heads and then for each head by itself.

export type SweepRequest = { readonly base: string; readonly text: string; readonly repeats: number };

/** One round in milliseconds. */
export type SweepTimes = {
  /** Every head switched off in turn, as one study: from the request to its last word. */
  readonly study: number;
  /** The same study with one head at a time: what batches alone save is the difference. */
  readonly oneByOne: number;
  /** The same as requests for one head each, one after the other, each answered in full. */
  readonly singles: number;
  /** What the model's own passes took of these. */
  readonly passes: number;
  readonly nTokens: number;
  /** Variants that went through the model together at most. */
  readonly batch: number;
};

const N_LAYERS = 4;
const N_HEADS = 8;

const variants = Array.from({ length: N_LAYERS * N_HEADS }, (_, index) => ({
  mode: 'zero' as const,
  heads: [{ kind: null, layer: Math.floor(index / N_HEADS), head: index % N_HEADS, keep: 0 }],
}));

type Ask = (request: Request, last: Reply['type']) => Promise<readonly Reply[]>;

/** An engine that is asked one thing at a time: all replies up to the first one of this kind; a failure rejects. */
function createAsk(options: { readonly maxBatch?: number }): Ask {
  let heard: (reply: Reply) => void = () => {};
  const platform = { fetch: (url: string, init?: RequestInit) => fetch(url, init), gpu: undefined, loadRuntime };
  const engine = createEngine({ ...platform, ...options }, (reply) => {
    if (!isSign(reply)) heard(reply);
  });
  return (request, last) =>
    new Promise((resolve, reject) => {
      const replies: Reply[] = [];
      heard = (reply) => {
        replies.push(reply);
        if ('error' in reply) reject(new Error(`${reply.error.code}: ${reply.error.detail}`));
        if (reply.type === last) resolve(replies);
      };
      engine.handle(request);
    });
}

const ask = createAsk({});
const askOneByOne = createAsk({ maxBatch: 1 });

async function round(input: Extract<Request, { type: 'run' }>['input'], nTokens: number): Promise<SweepTimes> {
  const measure = { type: 'measure', studyId: 1, plan: { inputs: [input], variants } } as const;
  const clock = [performance.now()];
  const study = await ask(measure, 'study-done');
  clock.push(performance.now());
  await askOneByOne(measure, 'study-done');
  clock.push(performance.now());
  let passes = 0;
  for (const ablation of variants) {
    for (const reply of await ask({ type: 'ablate', ablateId: 1, ablation }, 'effect')) {
      if (reply.type === 'ablated') passes += reply.run.forwardMs;
    }
  }
  clock.push(performance.now());
  const [start = 0, first = 0, second = 0, end = 0] = clock;
  const batch = Math.max(...study.map((reply) => (reply.type === 'measured' ? reply.batch : 0)));
  return { study: first - start, oneByOne: second - first, singles: end - second, passes, nTokens, batch };
}

async function answer({ base, text, repeats }: SweepRequest): Promise<readonly SweepTimes[]> {
  const source = {
    from: 'here',
    id: 'bookworm-gpt',
    name: 'bookworm-gpt',
    base,
    graphs: [{ role: 'whole', path: 'onnx/model.onnx' }],
    precision: '',
  } as const;
  for (const each of [ask, askOneByOne]) await each({ type: 'load', loadId: 1, source, backend: 'wasm' }, 'loaded');
  const input = { kind: 'text', text, pair: null } as const;
  const replies = await ask({ type: 'run', runId: 1, input }, 'labelled');
  const nTokens = replies.reduce((n, reply) => (reply.type === 'ran' ? reply.run.tokens.length : n), 0);
  const times: SweepTimes[] = [];
  for (let repeat = -1; repeat < repeats; repeat++) {
    const found = await round(input, nTokens);
    // The first round warms the code up.
    if (repeat >= 0) times.push(found);
  }
  return times;
}

self.addEventListener('message', ({ data }: MessageEvent<SweepRequest>) => {
  answer(data).then(
    (times) => self.postMessage(times, { transfer: [] }),
    (error: unknown) => self.postMessage(String(error), { transfer: [] }),
  );
});
