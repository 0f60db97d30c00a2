import type { BackendName } from '../src/core/run.ts';
import { loadRuntime } from '../src/inference/runtime/runtime.ts';
import { openSession } from '../src/inference/runtime/session.ts';
import type { GraphSession } from '../src/inference/runtime/session.ts';
import { exposeAttention } from '../src/inference/surgery/expose.ts';
import { namesIn } from '../src/inference/surgery/inside/exposeInside.ts';
import { readGraph } from '../src/inference/surgery/readGraph.ts';
import type { Exposure } from '../src/inference/surgery/readGraph.ts';

// The model file as it is and with more and more of it exposed, on the runtime and the threads that the app uses.

/** What a session of the file has as outputs beside its own: nothing, its attention, or the inside of its layers too. */
export type Exposed = 'nothing' | Exposure;

export type BareRequest =
  | {
      readonly onnx: string;
      readonly nVocab: number;
      readonly backend: BackendName;
      readonly exposed: readonly Exposed[];
    }
  | { readonly ids: readonly number[]; readonly exposed: Exposed; readonly fetchesLayer: boolean };

type Open = { readonly session: GraphSession; readonly firstLayer: readonly string[] };

let opened = new Map<Exposed, Open>();

async function open({ onnx, nVocab, backend, exposed }: Extract<BareRequest, { onnx: string }>): Promise<void> {
  const bytes = new Uint8Array(await (await fetch(onnx)).arrayBuffer());
  const ort = await loadRuntime(backend);
  for (const { session } of opened.values()) await session.release();
  opened = new Map();
  for (const one of exposed) {
    const facts = readGraph(bytes, one === 'nothing' ? undefined : one);
    const graph =
      one === 'nothing'
        ? { facts: { ...facts, sites: [] }, bytes, externalData: [] }
        : { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
    const inside = one === 'inside' ? facts.sites[0]?.inside : undefined;
    opened.set(one, {
      session: await openSession(ort, graph, backend, nVocab),
      firstLayer: inside ? namesIn(inside) : [],
    });
  }
}

/** Milliseconds of one run, measured here: neither messages nor other threads count. */
async function run({ ids, exposed, fetchesLayer }: Extract<BareRequest, { ids: readonly number[] }>): Promise<number> {
  const one = opened.get(exposed);
  if (one === undefined) throw new RangeError('no model is open');
  const values = { tokens: { ids, typeIds: ids.map(() => 0) } };
  if (!fetchesLayer) return (await one.session.run(values)).forwardMs;
  const start = performance.now();
  await one.session.tensors(values, one.firstLayer);
  return performance.now() - start;
}

self.addEventListener('message', ({ data }: MessageEvent<BareRequest>) => {
  const answer = 'ids' in data ? run(data) : open(data);
  answer.then(
    (value) => self.postMessage(value, { transfer: [] }),
    (error: unknown) => self.postMessage(String(error), { transfer: [] }),
  );
});
