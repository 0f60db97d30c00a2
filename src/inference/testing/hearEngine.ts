import type { BackendName } from '../../core/run.ts';
import { memoryCaches } from '../cache/testing/memoryCaches.ts';
import type { Fetch } from '../sources/fetch.ts';
import { createEngine } from '../door/engine.ts';
import type { BackendWish, Reply, Sign } from '../protocol.ts';
import type { OrtRuntime } from '../runtime/runtime.ts';
import { loadZooModel } from '../surgery/testing/zoo.ts';
import { isSign } from '../door/workerLink.ts';
import { nodeRuntime } from './runtimes.ts';
import { fileFetch, shippedSource } from './shippedModels.ts';
import type { ShippedModel } from './shippedModels.ts';

const adapterWith = (features: readonly string[]) => ({
  requestAdapter: async () => ({ info: { description: 'Pretended GPU' }, features: new Set(features) }),
});

export type HearOptions = {
  readonly gpu?: OrtRuntime;
  readonly wasm?: OrtRuntime;
  readonly fetch?: Fetch;
  readonly beginRuntime?: (backend: BackendName) => void;
  readonly maxKeptBytes?: number;
  readonly maxBatch?: number;
  readonly features?: readonly string[];
  /** The reference sentences of the page. */
  readonly sentences?: string;
  /** Hands arrays over as a worker does, so that the engine has them no more. */
  readonly isThreaded?: boolean;
  /** Replies that cannot be handed over. */
  readonly unpostable?: Reply['type'];
};

/** An engine with everything it said; replies arrive in the order in which they are posted. */
export function hearEngine({
  gpu,
  wasm = nodeRuntime,
  fetch = fileFetch,
  beginRuntime = () => {},
  maxKeptBytes = Infinity,
  maxBatch = Infinity,
  features = [],
  sentences = '',
  isThreaded = false,
  unpostable,
}: HearOptions = {}) {
  const replies: Reply[] = [];
  const signs: Sign[] = [];
  const transferred = new Map<Reply, ArrayBuffer[]>();
  const heard = new Set<() => void>();
  const engine = createEngine(
    {
      fetch,
      beginRuntime,
      maxKeptBytes,
      maxBatch,
      caches: memoryCaches().caches,
      gpu: gpu ? adapterWith(features) : undefined,
      readSentences: async () => sentences,
      loadRuntime: async (backend) => (backend === 'webgpu' && gpu ? gpu : wasm),
    },
    (reply, transfer) => {
      if (isSign(reply)) {
        signs.push(reply);
        return;
      }
      if (reply.type === unpostable) throw new DOMException('there is no memory for a copy', 'DataCloneError');
      replies.push(isThreaded ? structuredClone(reply, { transfer }) : reply);
      transferred.set(reply, transfer);
      for (const listen of heard) listen();
    },
  );
  const until = (type: Reply['type'], times = 1) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (replies.filter((reply) => reply.type === type).length >= times) resolve();
      };
      heard.add(check);
      check();
    });
  const load = (loadId: number, id: ShippedModel, backend: BackendWish = 'wasm') =>
    engine.handle({ type: 'load', loadId, source: shippedSource(id), backend });
  const run = (runId: number, text: string, pair: string | null = null) =>
    engine.handle({ type: 'run', runId, input: { kind: 'text', text, pair } });
  const loadZoo = (loadId: number, name: string, backend: BackendWish) => {
    const blob = new Blob([new Uint8Array(loadZooModel(name).model)]);
    const source = { from: 'files', id: name, name, files: [{ path: 'model.onnx', blob }] } as const;
    engine.handle({ type: 'load', loadId, source, backend });
  };
  const of = <T extends Reply['type']>(type: T) =>
    replies.filter((reply): reply is Extract<Reply, { type: T }> => reply.type === type);
  return { engine, signs, replies, transferred, until, load, loadZoo, run, of };
}
