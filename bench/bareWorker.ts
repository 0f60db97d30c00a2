import { loadRuntime } from '../src/inference/runtime/runtime.ts';
import { openSession } from '../src/inference/runtime/session.ts';
import type { GraphSession } from '../src/inference/runtime/session.ts';
import { exposeAttention } from '../src/inference/surgery/expose.ts';
import { readGraph } from '../src/inference/surgery/readGraph.ts';

// The model file as it is and with its attention exposed, on the runtime and the threads that the app uses.

export type BareRequest =
  | { readonly onnx: string; readonly nVocab: number; readonly isAlone: boolean }
  | { readonly ids: readonly number[]; readonly isExposed: boolean };

let sessions: readonly GraphSession[] = [];

/** With `isAlone` only as it is: of a large file one session is enough to hold. */
async function open(url: string, nVocab: number, isAlone: boolean): Promise<void> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  const facts = readGraph(bytes);
  const ort = await loadRuntime('wasm');
  const bare = { facts: { ...facts, sites: [] }, bytes, externalData: [] };
  sessions = [await openSession(ort, bare, 'wasm', nVocab)];
  if (isAlone) return;
  const exposed = { facts, bytes: exposeAttention(bytes, facts).model, externalData: [] };
  sessions = [...sessions, await openSession(ort, exposed, 'wasm', nVocab)];
}

/** Milliseconds of one run, measured here: neither messages nor other threads count. */
async function run(ids: readonly number[], isExposed: boolean): Promise<number> {
  const session = sessions[isExposed ? 1 : 0];
  if (session === undefined) throw new RangeError('no model is open');
  const { forwardMs } = await session.run({ tokens: { ids, typeIds: ids.map(() => 0) } });
  return forwardMs;
}

self.addEventListener('message', ({ data }: MessageEvent<BareRequest>) => {
  const answer = 'ids' in data ? run(data.ids, data.isExposed) : open(data.onnx, data.nVocab, data.isAlone);
  answer.then(
    (value) => self.postMessage(value, { transfer: [] }),
    (error: unknown) => self.postMessage(String(error), { transfer: [] }),
  );
});
