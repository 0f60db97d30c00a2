import { createEngine } from './engine.ts';
import type { Request } from './protocol.ts';
import { loadRuntime } from './runtime.ts';

const engine = createEngine(
  { fetch: (url, init) => fetch(url, init), caches: globalThis.caches, gpu: navigator.gpu, loadRuntime },
  (reply, transfer) => self.postMessage(reply, { transfer }),
);

self.addEventListener('message', ({ data }: MessageEvent<Request>) => engine.handle(data));
